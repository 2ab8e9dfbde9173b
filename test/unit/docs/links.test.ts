import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');

const PAGES = [
	'README.zh-CN.md',
	'CONTRIBUTING.md',
	...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];

const textOf = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');

/** What a page links to in this repository: path from the root, and place in the page. */
function linksOf(page: string): Array<{ target: string; anchor: string }> {
	return [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(
		([, file = '', anchor = '']) => ({
			target: file === '' ? page : path.join(path.dirname(page), file),
			anchor,
		}),
	);
}

/** Names of the headings, as GitHub makes them. */
const anchorsOf = (page: string): string[] =>
	[...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
		heading
			.replace(/[`*]|\[|\]\([^)]*\)/g, '')
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

it.each(PAGES)('%s links to files and headings that exist', (page) => {
	const links = linksOf(page);
	expect(
		links.filter(({ target }) => !existsSync(path.join(ROOT, target))).map(({ target }) => target),
	).toEqual([]);
	const dead = links
		.filter(({ anchor, target }) => anchor !== '' && target.endsWith('.md'))
		.filter(({ anchor, target }) => !anchorsOf(target).includes(decodeURIComponent(anchor)));
	expect(dead).toEqual([]);
});

it('every rule of the verification checklist has a proof', () => {
	const rows = textOf('docs/verification.md')
		.split('\n')
		.filter((line) => /^\| (?!rule |-)/.test(line));
	expect(rows.length).toBeGreaterThan(30);
	for (const row of rows) expect(row.split(' | ').at(-1)).toMatch(/\]\(\.\.?\/|\]\(\w+\.md/);
});

it('pictures of operations are small', () => {
	const folder = path.join(ROOT, 'docs/images/operations');
	const sizes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).size);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(40_000);
});
