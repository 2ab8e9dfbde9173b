import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { trackedFiles } from './trackedFiles';
import { TRANSLATIONS } from './translations';

const ROOT = path.join(__dirname, '../../..');

const linesOf = (page: string): string[] => readFileSync(path.join(ROOT, page), 'utf8').split('\n');

interface Shape {
	/** Levels of the headings, in order. */
	readonly headings: number[];
	/** Languages of the code blocks, in order. */
	readonly blocks: string[];
	/** Rows of each table, in order. */
	readonly tables: number[];
	/** Entries of the lists between two headings, in order. */
	readonly lists: number[];
	/** Names of parameters, fields and commands, sorted. */
	readonly code: string[];
}

/** The structure that a translation must keep. */
function shapeOf(file: string): Shape {
	const shape: Shape = { headings: [], blocks: [], tables: [], lists: [0], code: [] };
	let inBlock = false;
	let inTable = false;
	for (const line of linesOf(file)) {
		const [, language] = /^```(\w*)/.exec(line) ?? [];
		if (language !== undefined) {
			if (!inBlock) shape.blocks.push(language);
			inBlock = !inBlock;
		}
		if (inBlock) continue;
		const [, level] = /^(#+) /.exec(line) ?? [];
		if (level !== undefined) {
			shape.headings.push(level.length);
			shape.lists.push(0);
		}
		if (/^[-*] /.test(line)) shape.lists[shape.lists.length - 1]! += 1;
		if (line.startsWith('|')) {
			if (inTable) shape.tables[shape.tables.length - 1]! += 1;
			else shape.tables.push(1);
		}
		inTable = line.startsWith('|');
	}
	const text = readFileSync(path.join(ROOT, file), 'utf8').replace(/^```[^]*?^```/gm, '');
	const names = [...text.matchAll(/`([\w.:=/{}-]+(?: [\w.-]+)*)`/g)].map(([, name = '']) => name);
	shape.code.push(...new Set(names.sort()));
	return shape;
}

it.each(TRANSLATIONS)(
	'%s and %s have the same headings, code blocks, tables, lists and names',
	(english, chinese) => {
		expect(shapeOf(chinese)).toEqual(shapeOf(english));
	},
);

it.each(TRANSLATIONS)('%s and %s link to each other at their top', (english, chinese) => {
	const [, , inEnglish] = linesOf(english);
	const [, , inChinese] = linesOf(chinese);
	const from = (page: string, target: string) => path.relative(path.dirname(page), target);
	expect(inEnglish).toBe(`English | [简体中文](${from(english, chinese)})`);
	expect(inChinese).toBe(`[English](${from(chinese, english)}) | 简体中文`);
});

it('the Chinese README names Wan and Model Studio as its readers search for them, in title and first sentence', () => {
	const [title, sentence] = linesOf('README.zh-CN.md').filter((line) => /^# |^\*\*Wan Video Edit/.test(line));
	expect(title).toContain('通义万相');
	expect(sentence).toMatch(/通义万相.*阿里云百炼（Model Studio）/);
});

it('README.md fits on a page: 8 kB', () => {
	expect(statSync(path.join(ROOT, 'README.md')).size).toBeLessThanOrEqual(8_192);
});

/** The text of a page that GitHub shows. */
const shown = (text: string): string => text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');

it.each(trackedFiles('README*.md', 'docs/*.md'))('the tables of %s fit a page on GitHub', (page) => {
	const cells = linesOf(page)
		.filter((line) => line.startsWith('|'))
		.flatMap((line) => shown(line).split(' | '))
		.map((cell) => cell.replace(/^-*|[\s|]*$/g, ''));
	expect(cells.filter((cell) => cell.length > 160)).toEqual([]);
});

describe.each(trackedFiles('examples/*.json').map((file) => path.basename(file, '.json')))(
	'the example %s',
	(name) => {
		const page = path.join(ROOT, 'docs/templates', `${name}.md`);

		it('has a page for the template library: title, categories, description', () => {
			const text = readFileSync(page, 'utf8');
			expect(text).toMatch(/^# .*\bWan\b/);
			expect(text).toContain(`[${name}.json](../../examples/`);
			expect(text).toMatch(/^- \*\*Categories\*\*: \w/m);
			const headings = [...text.matchAll(/^##+ (.*)$/gm)].map(([, heading]) => heading);
			expect(headings).toEqual([
				'Description',
				'Who it is for',
				'How it works',
				'Setup',
				'Requirements',
				'Customization',
			]);
		});

		it('is named there by nodes that it has', () => {
			const [file] = trackedFiles(`examples/*${name}.json`);
			const { nodes } = JSON.parse(readFileSync(path.join(ROOT, file!), 'utf8')) as {
				nodes: Array<{ name: string }>;
			};
			const [, works = ''] = /### How it works([^]*?)### Setup/.exec(readFileSync(page, 'utf8')) ?? [];
			const named = [...works.matchAll(/\*\*([^*]+)\*\*/g)].map(([, node]) => node);
			expect(nodes.map((node) => node.name)).toEqual(expect.arrayContaining(named));
		});
	},
);
