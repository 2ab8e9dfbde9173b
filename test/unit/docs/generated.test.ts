import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadExample, modeNodes } from '../../../demo/workflow';
import { ERROR_CODES } from '../../../nodes/WanVideoEdit/dashscope/errors';
import { VACE } from '../../../nodes/WanVideoEdit/dashscope/limits';
import { VACE_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { MASK_PRESETS } from '../../../nodes/WanVideoEdit/media/masks/presets';
import type { Shape } from '../../../nodes/WanVideoEdit/media/masks/shapes';
import { MODES } from '../../../nodes/WanVideoEdit/modes';
import type { AnyMode } from '../../../nodes/WanVideoEdit/modes/mode';
import { Rules } from '../../../nodes/WanVideoEdit/rules/rules';
import { editing } from '../../../nodes/WanVideoEdit/run/editing';
import { TASK_OPERATIONS } from '../../../nodes/WanVideoEdit/tasks';
import { isTranslated } from '../../../scripts/docs/chinese/chinese';
import { ENGLISH } from '../../../scripts/docs/english';
import type { Language } from '../../../scripts/docs/language';
import { EXAMPLES } from '../../../scripts/docs/masks';
import { generatedPages, LANGUAGES } from '../../../scripts/docs/pages';
import { askedBy } from '../../../scripts/docs/rulesAsked';
import { modeNamed } from '../drafts';

const DOCS = path.join(__dirname, '../../../docs');

/** Names of all parameters of a form, including those in collections. */
const namesIn = (fields: readonly INodeProperties[]): string[] =>
	fields.flatMap(({ name, type, options = [] }) => {
		if (type === 'collection') return [name, ...namesIn(options as INodeProperties[])];
		if (type !== 'fixedCollection') return [name];
		return [name, ...(options as INodePropertyCollection[]).flatMap(({ values }) => namesIn(values))];
	});

describe('the generated pages', () => {
	let pages: ReadonlyMap<string, string>;
	beforeAll(async () => {
		pages = await generatedPages();
	});

	it('match the tables in the code: after a change, run `npm run docs`', () => {
		for (const [name, text] of pages) {
			expect({ name, text: readFileSync(path.join(DOCS, name), 'utf8') }).toEqual({ name, text });
		}
	});

	it.each(LANGUAGES.map(({ folder }) => `${folder}operations/`))(
		'are all there, and there is no page of a removed operation: %s',
		(folder) => {
			const onDisk = readdirSync(path.join(DOCS, folder)).map((file) => `${folder}${file}`);
			expect(onDisk.sort()).toEqual([...pages.keys()].filter((name) => name.startsWith(folder)).sort());
		},
	);

	it.each([...MODES.map(editing), ...TASK_OPERATIONS].map((one) => [one.operation, one] as const))(
		'have every parameter of %s',
		(operation, { fields }) => {
			// Fields of a tool stand in the guide for agents.
			const shown = fields.filter(({ displayOptions }) => !('@tool' in (displayOptions?.show ?? {})));
			for (const { folder } of LANGUAGES) {
				const page = pages.get(`${folder}operations/${operation}.md`);
				const missing = namesIn(shown).filter((name) => !page?.includes(`** (\`${name}\``));
				expect(missing).toEqual([]);
			}
		},
	);

	it.each(modeNodes(loadExample()).map(({ operation }) => operation))(
		'have a picture of %s from the emulator',
		(operation) => {
			expect(pages.get(`operations/${operation}.md`)).toMatch(/\.jpg\)\n\n_Made by .*local DashScope/);
		},
	);

	it('have every known error code', () => {
		for (const { code } of ERROR_CODES) {
			expect(pages.get('errors.md')).toContain(`- \`${code}\`: `);
			expect(pages.get('zh-CN/errors.md')).toContain(`- \`${code}\`：`);
		}
	});

	it('have a Chinese translation of every text: add missing ones in scripts/docs/chinese', async () => {
		const used = new Set<string>();
		const text = (english: string) => {
			used.add(english);
			return english;
		};
		const recording: Language = { ...ENGLISH, text };
		await generatedPages(MODES, [recording]);
		expect(used.size).toBeGreaterThan(150);
		expect([...used].filter((english) => !isTranslated(english))).toEqual([]);
	});
});

describe.each(['', 'zh-CN/'])("the page 'Files that fit' in %j", (folder) => {
	const page = readFileSync(path.join(DOCS, `${folder}files-that-fit.md`), 'utf8');

	it.each(Object.entries(EXAMPLES))('shows the mask %s, and its numbers', (name, { shapes, inverted }) => {
		const row = page.split('\n').find((line) => line.includes(`/masks/${name}.png`));
		expect(row).toBeDefined();
		const isNamed = Object.values(MASK_PRESETS).some(({ shape }) => shape === shapes[0]);
		const numbers = isNamed || inverted ? [] : shapes.flatMap(numbersOf);
		expect((row?.match(/\d+/g) ?? []).map(Number)).toEqual(numbers);
	});
});

const numbersOf = (shape: Shape): number[] =>
	shape.kind === 'polygon' ? shape.points.flat() : [shape.left, shape.top, shape.width, shape.height];

describe('the limits on the pages', () => {
	it('are those that the checks apply', async () => {
		const { limits } = await askedBy(editing(modeNamed('repaint')));
		expect(limits.get('Strength')).toBe(VACE.strength);
		expect(limits.get('Prompt')).toBe(VACE.prompt);
		expect(limits.get('Reference Images')).toBe(VACE.subjectImages);
	});

	it('are those of every kind of file that a slot takes', async () => {
		const { slots } = await askedBy(editing(modeNamed('editRegion')));
		expect(slots.map(({ label, limit }) => [label, limit])).toEqual([
			['Video URL', VACE_MEDIA.video],
			['Mask URL', VACE_MEDIA.image],
			['Reference Images', VACE_MEDIA.image],
			['Mask URL', VACE_MEDIA.video],
		]);
	});

	it('follow a change of a check', async () => {
		const stricter: AnyMode = {
			...modeNamed('repaint'),
			check: () => {
				const rules = new Rules('Repaint');
				rules.number('Strength', undefined, { min: 0.2, max: 0.7, integer: false, source: 'this test' });
				return rules.violations;
			},
		};
		const page = (await generatedPages([stricter])).get('operations/repaint.md');
		expect(page).toContain('a number from 0.2 to 0.7');
	});

	it('do not change the checks', async () => {
		await askedBy(editing(modeNamed('repaint')));
		const rules = new Rules('Repaint');
		rules.number('Strength', 7, VACE.strength);
		expect(rules.violations).toHaveLength(1);
	});
});
