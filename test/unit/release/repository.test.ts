import { readFileSync } from 'node:fs';
import path from 'node:path';
import { trackedFiles } from '../docs/trackedFiles';

const ROOT = path.join(__dirname, '../../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const { repository } = JSON.parse(textOf('package.json')) as { repository: { url: string } };
const HOME = repository.url.slice('git+'.length, -'.git'.length);

/** Links to this repository, in all files that may contain one. */
const LINKS = trackedFiles(
	'*.md',
	'*.json',
	'*.yml',
	'*.ts',
	'*.mjs',
	'*.js',
	'*.html',
	':!*package-lock.json',
)
	.filter((file) => file !== path.relative(ROOT, __filename))
	.flatMap((file) =>
		[...textOf(file).matchAll(/https:\/\/github\.com\/[\w.-]+\/n8n-nodes-wan-video-edit\b/g)].map(
			([link]) => ({ file, link }),
		),
	);

const FILES = [...new Set(LINKS.map(({ file }) => file))];

describe('links to this repository', () => {
	it('are in all the places that lead users there', () => {
		expect(FILES).toEqual(
			expect.arrayContaining([
				'package.json',
				'nodes/WanVideoEdit/WanVideoEdit.node.json',
				'.github/ISSUE_TEMPLATE/config.yml',
				'docs/troubleshooting.md',
			]),
		);
	});

	it('lead to the repository in package.json', () => {
		expect(LINKS.filter(({ link }) => link !== HOME)).toEqual([]);
	});

	it.each(FILES)('of %s are in the list of what a new owner changes', (file) => {
		const [, once = ''] = textOf('CONTRIBUTING.md').split('### Once, before the first release');
		expect(once).toContain(`- \`${file}\``);
	});
});
