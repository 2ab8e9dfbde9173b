import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Manifest {
	name: string;
	version: string;
	license: string;
	homepage: string;
	keywords: string[];
	author: { name: string; email: string };
	repository: { type: string; url: string };
	files: string[];
	scripts: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; credentials: string[]; nodes: string[] };
	peerDependencies: Record<string, string>;
	dependencies?: object;
	overrides?: object;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;

describe('package.json, as the verification guidelines require', () => {
	it('has the name, keyword and license of a community node', () => {
		expect(manifest.name).toBe('n8n-nodes-wan-video-edit');
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
		expect(textOf('LICENSE')).toMatch(/^MIT License/);
	});

	it('names an author and the repository that the package is built from', () => {
		expect(manifest.author).toEqual({ name: expect.any(String), email: expect.stringContaining('@') });
		expect(manifest.repository.type).toBe('git');
		expect(manifest.repository.url).toMatch(
			/^git\+https:\/\/github\.com\/[\w-]+\/n8n-nodes-wan-video-edit\.git$/,
		);
		expect(manifest.homepage).toBe(`${manifest.repository.url.slice('git+'.length, -'.git'.length)}#readme`);
	});

	it('has no run-time dependency but n8n', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.overrides).toBeUndefined();
	});

	it('runs nothing when it is installed', () => {
		const forbidden = [
			'preinstall',
			'install',
			'postinstall',
			'prepublish',
			'preprepare',
			'prepare',
			'postprepare',
		];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	it('lists the files for n8n to load, with existing sources', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
		for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
			expect(file).toMatch(/^dist\//);
			const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
			expect({ source, exists: existsSync(path.join(ROOT, source)) }).toEqual({ source, exists: true });
		}
		expect(manifest.files).toEqual(['dist']);
	});

	it('has a version that is in the changelog', () => {
		expect(manifest.version).toMatch(/^\d+\.\d+\.\d+$/);
		expect(textOf('CHANGELOG.md').split('\n')).toContain(`## ${manifest.version}`);
	});
});

it('can be found by the words that people search for', () => {
	const { alias } = JSON.parse(textOf('nodes/WanVideoEdit/WanVideoEdit.node.json')) as { alias: string[] };
	const words = ['wan', 'video edit', 'dashscope', 'alibaba', 'qwen'];
	expect(alias).toEqual(expect.arrayContaining(words));
	expect(manifest.keywords).toEqual(expect.arrayContaining(['wan', 'video', 'dashscope', 'alibaba', 'qwen']));
});
