// cspell:ignore nullé promt undefinedness ünull
import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';
import { templateOf } from '../../../nodes/WanVideoEdit/form/expressions';
import type { ItemParameters } from '../../../nodes/WanVideoEdit/form/parameters';
import { failureOf } from '../drafts';
import { type FormSource, parametersOf } from '../../support/parameters';

const field = (name: string, displayName: string, options?: unknown): INodeProperties =>
	({ name, displayName, type: 'string', default: '', options }) as INodeProperties;

const FIELDS = [
	field('x', 'The X'),
	field('options', 'Options', [field('seed', 'Seed')]),
	field('images', 'Images', [
		{ name: 'image', displayName: 'Image', values: [field('url', 'Image URL'), field('role', 'Role')] },
	]),
];

const read = (values: object, written: object, more: FormSource = {}) =>
	parametersOf(values, FIELDS, { item: 3, written, ...more });

const READERS: ReadonlyArray<readonly [string, (parameters: ItemParameters) => unknown]> = [
	['text', (parameters) => parameters.text('x')],
	['required text', (parameters) => parameters.requiredText('x')],
	['file', (parameters) => parameters.file('x')],
	['number', (parameters) => parameters.number('x')],
	['required number', (parameters) => parameters.requiredNumber('x')],
	['switch', (parameters) => parameters.boolean('x')],
	['time', (parameters) => parameters.time('x')],
	['resource locator', (parameters) => parameters.locator('x')],
	['list of entries', (parameters) => parameters.entries('x')],
];

describe.each(READERS)('A %s whose expression found nothing', (_, reading) => {
	it.each([undefined, null, NaN])('is rejected with %p, with its name and the expression', (value) => {
		const failure = failureOf(() =>
			reading(read({ x: value }, { x: '={{ $json.promt }}' }, { json: { prompt: 1, n: 2 } })),
		);
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe(
			`'The X' has no value: the expression "{{ $json.promt }}" returned ${value}`,
		);
		expect(failure.description).toContain('The item has the fields "prompt", "n".');
		expect(failure.description).toContain("{{ … ?? '' }}");
	});
});

describe('An expression that found nothing', () => {
	it('is rejected in a collection', () => {
		const parameters = read({ options: {} }, { options: { seed: '={{ $json.seed }}' } });
		expect(failureOf(() => parameters.number('options.seed')).message).toContain("'Seed' has no value");
	});

	it('is rejected behind a resource locator', () => {
		const written = { x: { __rl: true, mode: 'id', value: '={{ $json.model }}' } };
		const values = { x: { __rl: true, mode: 'id', value: undefined } };
		expect(failureOf(() => read(values, written).locator('x')).message).toContain(
			'has no value: the expression "{{ $json.model }}" returned undefined',
		);
	});

	it('is rejected in the field of an entry that is read, and in no other', () => {
		const written = {
			images: { image: [{ url: 'https://a/b.png' }, { url: '={{ $json.url }}', role: 'obj' }] },
		};
		const values = { images: { image: [{ url: 'https://a/b.png' }, { url: undefined, role: 'obj' }] } };
		const [first, second] = read(values, written).entries('images.image');
		expect([first!.value('url'), second!.value('role')]).toEqual(['https://a/b.png', 'obj']);
		expect(failureOf(() => second!.value('url')).message).toBe(
			`'Images (Entry 2: Image URL)' has no value: the expression "{{ $json.url }}" returned undefined`,
		);
	});

	it('is rejected in entries that are a single expression', () => {
		const written = { images: { image: '={{ $json.images.map((url) => ({ url })) }}' } };
		const [entry] = read({ images: { image: [{ url: null }] } }, written).entries('images.image');
		expect(failureOf(() => entry!.value('url')).message).toContain("(Entry 1: Image URL)' has no value");
		expect(entry!.value('role')).toBeUndefined();
	});

	it('is rejected in a list', () => {
		const written = { images: { image: [{ url: '={{ $json.urls }}' }] } };
		const [entry] = read({ images: { image: [{ url: ['https://a/b', [undefined]] }] } }, written).entries(
			'images.image',
		);
		expect(failureOf(() => entry!.value('url')).message).toContain('has no value: the expression');
	});

	it.each([undefined, null, NaN, [null]])(
		'is rejected inside a text, where n8n leaves a gap for %p',
		(part) => {
			const written = { x: '=Turn it into {{ $json.style }} style, {{ $json.other }}' };
			const parts = { '{{ $json.style }}': part, '{{ $json.other }}': 'please' };
			expect(
				failureOf(() => read({ x: 'Turn it into  style, please' }, written, { parts }).text('x')).message,
			).toBe(
				`'The X' is incomplete: the expression "{{ $json.style }}" returned ${String(Array.isArray(part) ? null : part)}`,
			);
		},
	);

	it('is rejected even if only a line break is beside it', () => {
		const written = { x: '={{ $json.promt }}\n' };
		expect(failureOf(() => read({ x: '\n' }, written, { parts: {} }).text('x')).message).toContain(
			'is incomplete',
		);
	});

	it.each(['', ' ', '\n'])('is treated as an intended blank if it returns %j', (value) => {
		const parts = { "{{ $json.x || '' }}": value };
		expect(read({ x: value }, { x: "={{ $json.x || '' }}" }, { parts }).text('x')).toBeUndefined();
		expect(read({ x: `a ${value}` }, { x: "=a {{ $json.x || '' }}" }, { parts }).text('x')).toBe('a');
	});

	it('is not reported for a field that was left empty', () => {
		for (const value of ['', null, undefined]) expect(read({ x: value }, {}).text('x')).toBeUndefined();
	});

	it('lists some fields of an item that has many', () => {
		const json = Object.fromEntries(
			Array.from({ length: 500 }, (_, index) => [`${index}_${'x'.repeat(300)}`, 1]),
		);
		const { description = '' } = failureOf(() =>
			read({ x: null }, { x: '={{ $json.x }}' }, { json }).text('x'),
		);
		expect(description).toContain('and 480 more');
		expect(description.length).toBeLessThan(2500);
	});
});

describe('A text with a trace of an expression', () => {
	const refused = (text: string, written: string) =>
		failureOf(() => read({ x: text }, { x: written }, { parts: PARTS }).text('x'));
	const PARTS = { '{{ $json.x }}': 'x', '{{ $json.prompt }}': 'x', "{{ 'a ' + $json.x }}": 'x' };

	it.each<[string, string]>([
		['undefined', 'undefined'],
		['Turn it into undefined style', 'undefined'],
		['x [object Object]', '[object Object]'],
		['x [object Map] y', '[object Map]'],
		['a null b', 'null'],
		['NaN seconds', 'NaN'],
		['(undefined)', 'undefined'],
		['a cat, undefined, a dog', 'undefined'],
		['undefined-colored', 'undefined'],
		['{"style":null}', 'null'],
		['把它变成undefined风格', 'undefined'],
		['ガラスundefinedの', 'undefined'],
		['на Invalid DateTime', 'Invalid DateTime'],
		['at Invalid Date', 'Invalid Date'],
		['for Invalid Duration', 'Invalid Duration'],
		['in Invalid Interval', 'Invalid Interval'],
		['Paint function trim() { [native code] }', '[native code]'],
		['in [object global]', '[object global]'],
		['line\nundefined\nline', 'undefined'],
	])('is rejected: %j', (text, trace) => {
		const failure = refused(text, '={{ $json.prompt }}');
		expect(failure.message).toContain(`'The X' contains "${trace}", which comes from its expression`);
		expect(failure.description).toContain('{{ $json.prompt }}');
		expect(failure.description).toContain("type it into 'The X' outside of {{ }}");
	});

	it.each([
		'undefinedness and annulled',
		'nullified',
		'NaNo banana',
		'snake_undefined_case',
		'ünull',
		'nullé',
		'null2',
		'Undefined, Null and nan',
		'[object',
		'object Object',
	])('is not recognized in %j', (text) => {
		expect(read({ x: text }, { x: '={{ $json.prompt }}' }).text('x')).toBe(text);
	});

	it.each([
		['undefined', 'undefined'],
		['=Show undefined beside {{ $json.x }}', 'Show undefined beside x'],
		["={{ 'Write the word null on ' + $json.x }}", 'Write the word null on x'],
		['=undefined', 'undefined'],
	])('is not recognized if its word was typed by hand: %j', (written, text) => {
		const parts = { '{{ $json.x }}': 'x' };
		expect(read({ x: text }, { x: written }, { parts }).text('x')).toBe(text);
	});

	it.each([
		['=Show null beside {{ $json.x }}', 'Show null beside null'],
		["={{ $json.x === 'null' ? 'a' : String($json.x) }}", 'null'],
		["={{ $json.x ?? 'undefined' }}", 'undefined'],
		['=Show null beside {{ $json.x }}', 'Show null beside undefined'],
	])('is recognized if the word occurs more often than it was typed: %j gives %j', (written, text) => {
		expect(refused(text, written).message).toContain(', which comes from its expression');
	});

	it.each<[string, string, boolean]>([
		['={{ $json.url }}', 'https://example.com/undefined', true],
		['={{ $json.url }}', 'https://undefined/a.mp4', true],
		['={{ $json.url }}', 'https://example.com/null.mp4', true],
		['={{ $json.url }}', 'https://example.com/[object Object]', true],
		['=https://example.com/a.mp4?token={{ $json.x }}', 'https://example.com/a.mp4?token=undefined', true],
		['={{ $json.url }}', 'https://example.com/a.mp4?versionId=null', false],
		['={{ $json.url }}', 'https://example.com/nullable/a.mp4', false],
		['https://example.com/undefined', 'https://example.com/undefined', false],
	])('may also be a link: %s that gives %s', (written, url, isRefused) => {
		const parts = { '{{ $json.x }}': 'y' };
		const reading = () =>
			parametersOf({ videoUrl: url }, [], { written: { videoUrl: written }, parts }).text('videoUrl');
		if (isRefused) expect(failureOf(reading).message).toContain(', which comes from its expression');
		else expect(reading()).toBe(url);
	});
});

describe('A text with expressions', () => {
	it.each<[string, string, string[]]>([
		['=a {{ b }} c {{ d }}', 'a \n c \n', ['{{ b }}', '{{ d }}']],
		['={{ b }}', '\n', ['{{ b }}']],
		['=a', 'a', []],
		['=a {{ b', 'a {{ b', []],
		['=a \\{{ b }} {{ c }}', 'a \\{{ b }} \n', ['{{ c }}']],
		['={{a}}{{b}}', '\n\n', ['{{a}}', '{{b}}']],
	])('%j is parsed as n8n does', (written, typed, expressions) => {
		expect(templateOf(written)).toEqual({ typed, expressions });
	});

	it('is parsed in finite time and without loss, whatever it is', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('{{', '}}', '\\', 'a', "'", '\n', '{', '}')), (pieces) => {
				const written = `=${pieces.join('')}`;
				const { typed, expressions } = templateOf(written);
				const length = typed.length - expressions.length + expressions.join('').length;
				expect(length).toBe(written.length - 1);
			}),
		);
	});
});
