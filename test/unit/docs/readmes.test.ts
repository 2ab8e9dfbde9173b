import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');

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
	for (const line of readFileSync(path.join(ROOT, file), 'utf8').split('\n')) {
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

it('the Chinese README has the headings, code blocks, tables, lists and names of the English one', () => {
	expect(shapeOf('README.zh-CN.md')).toEqual(shapeOf('README.md'));
});

it('the Chinese README links to the English one at its top', () => {
	const [, , line] = readFileSync(path.join(ROOT, 'README.zh-CN.md'), 'utf8').split('\n');
	expect(line).toBe('[English](README.md) | 简体中文');
});
