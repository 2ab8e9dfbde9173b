import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { trackedFiles } from './trackedFiles';

const ROOT = path.join(__dirname, '../../..');

const PAGES = trackedFiles('*.md');

const textOf = (page: string): string => readFileSync(path.join(ROOT, page), 'utf8');

/** Links and pictures of a page, in Markdown and in HTML. */
const LINK = /\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"\s]+)"/g;

/** Links of a page within this repository: path from the root, and anchor. */
function linksOf(page: string): Array<{ target: string; anchor: string }> {
	return [...textOf(page).matchAll(LINK)]
		.map(([, inMarkdown, inHtml]) => inMarkdown ?? inHtml ?? '')
		.filter((link) => !/^(https?|mailto):/.test(link))
		.map((link) => {
			const [file = '', anchor = ''] = link.split('#');
			return { target: file === '' ? page : path.join(path.dirname(page), file), anchor };
		});
}

/** Anchors of the headings, as GitHub creates them. */
const anchorsOf = (page: string): string[] =>
	[...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
		heading
			.replace(/[`*]|\[|\]\([^)]*\)/g, '')
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, '')
			.replaceAll(' ', '-'),
	);

it('reads every page: those at the root, of the emulator, the tests and the docs', () => {
	expect(PAGES).toEqual(
		expect.arrayContaining(['README.md', 'CHANGELOG.md', 'emulator/README.md', 'test/e2e/README.md']),
	);
	const shown = linksOf('README.md').map(({ target }) => target);
	expect(shown).toEqual(
		expect.arrayContaining(['docs/images/first-video.jpg', 'docs/images/editor/result-dark.webp']),
	);
});

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

it('every rule of the verification checklist has evidence', () => {
	const rows = textOf('docs/verification.md')
		.split('\n')
		.filter((line) => /^\| (?!rule |-)/.test(line));
	expect(rows.length).toBeGreaterThan(30);
	for (const row of rows) expect(row.split(' | ').at(-1)).toMatch(/\]\(\.\.?\/|\]\(\w+\.md/);
});

it.each([
	['operations', 40_000],
	['modes', 12_000],
])('pictures of %s are small', (name, most) => {
	const folder = path.join(ROOT, 'docs/images', name);
	const sizes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).size);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
});
