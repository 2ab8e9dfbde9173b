import type { INodeProperties } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { quoted } from '../../../nodes/WanVideoEdit/failure/quoted';
import { failureOf } from '../drafts';
import { parametersOf } from '../../support/parameters';

const field = (name: string, displayName: string, options?: unknown): INodeProperties =>
	({ name, displayName, type: 'string', default: '', options }) as INodeProperties;

const FIELDS = [
	field('prompt', 'Prompt'),
	field('maskFrameId', 'Mask Frame ID'),
	field('options', 'Options', [field('seed', 'Seed')]),
	field('images', 'Images', [{ name: 'image', displayName: 'Image', values: [field('url', 'URL')] }]),
];

/** Parameters with one value at the path `x`. */
const x = (value: unknown, timezone?: string) =>
	parametersOf({ x: value }, [field('x', 'The X')], { item: 3, timezone });

const NOTHING = [undefined, null, '', '  ', '\n'];

describe('The name of a parameter in messages', () => {
	it.each([
		['prompt', 'Prompt'],
		['maskFrameId', 'Mask Frame ID'],
		['options.seed', 'Seed'],
		['images', 'Images'],
		['images.image', 'Image'],
		['images.image.url', 'URL'],
		['noSuchField', 'noSuchField'],
		['options.noSuchField', 'options.noSuchField'],
	])('%s is %s, as in the form', (path, label) => {
		expect(parametersOf({}, FIELDS).label(path)).toBe(label);
	});
});

describe('A parameter that the form does not show', () => {
	it('counts as not set', () => {
		const parameters = parametersOf({ options: {} }, FIELDS);
		expect(parameters.text('prompt')).toBeUndefined();
		expect(parameters.number('options.seed')).toBeUndefined();
		expect(parameters.boolean('options.deeper.still')).toBeUndefined();
		expect(parameters.entries('images.image')).toEqual([]);
	});
});

describe('A text', () => {
	it.each([
		[' a text \n', 'a text'],
		['a\nb', 'a\nb'],
		[5, '5'],
		[0, '0'],
		[true, 'true'],
	])('is read from %j as %j', (value, text) => {
		expect(x(value).text('x')).toBe(text);
	});

	it.each(NOTHING)('is unset with %j, and reported as missing if it is required', (value) => {
		expect(x(value).text('x')).toBeUndefined();
		expect(failureOf(() => x(value).requiredText('x')).message).toBe("'The X' is empty");
	});

	it.each([
		[{ a: 1 }, '{"a":1}'],
		[['a', 'b'], '["a","b"]'],
	])('cannot be %j', (value, words) => {
		const failure = failureOf(() => x(value).text('x'));
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe(`'The X' is ${words}; it takes a text`);
		expect(failure.description).toBe('Check its expression.');
	});
});

describe('A number', () => {
	it.each([
		[5, 5],
		[0, 0],
		[-1.5, -1.5],
		['5', 5],
		[' 0.05 ', 0.05],
		['1e3', 1000],
	])('is read from %j as %d', (value, number) => {
		expect(x(value).number('x')).toBe(number);
		expect(x(value).requiredNumber('x')).toBe(number);
	});

	it.each(NOTHING)('is unset with %j, and reported as missing if it is required', (value) => {
		expect(x(value).number('x')).toBeUndefined();
		expect(failureOf(() => x(value).requiredNumber('x')).message).toBe("'The X' is empty");
	});

	it.each([
		['five', '"five"'],
		['1,5', '"1,5"'],
		['5 s', '"5 s"'],
		[true, 'true'],
		[[5], '[5]'],
		[{}, '{}'],
		['Infinity', '"Infinity"'],
		['NaN', '"NaN"'],
	])('cannot be %j', (value, words) => {
		expect(failureOf(() => x(value).number('x')).message).toBe(`'The X' is ${words}; it takes a number`);
	});

	it.each([NaN, Infinity])('cannot be %p', (value) => {
		expect(failureOf(() => x(value).number('x')).kind).toBe('badInput');
	});
});

describe('A boolean', () => {
	it.each([
		[true, true],
		[false, false],
		['true', true],
		[' False ', false],
	])('is read from %j as %p', (value, expected) => {
		expect(x(value).boolean('x')).toBe(expected);
	});

	it.each(NOTHING)('is unset with %j', (value) => {
		expect(x(value).boolean('x')).toBeUndefined();
	});

	it.each([
		['yes', '"yes"'],
		[1, '1'],
		[{}, '{}'],
	])('cannot be %j', (value, words) => {
		expect(failureOf(() => x(value).boolean('x')).message).toBe(
			`'The X' is ${words}; it takes true or false`,
		);
	});
});

describe('A time', () => {
	const moment = Date.parse('2026-11-20T10:00:00Z');

	it.each(['2026-11-20T10:00:00Z', '2026-11-20T18:00:00+08:00', '2026-11-20T18:00:00', '2026-11-20 18:00'])(
		'is read from %s in a workflow in Shanghai',
		(value) => {
			expect(x(value, 'Asia/Shanghai').time('x')).toBe(moment);
		},
	);

	// An expression like {{ $now.minus({ hours: 2 }) }} arrives as such an object.
	it.each<[string, unknown]>([
		["n8n's own time object", DateTime.fromMillis(moment, { zone: 'America/New_York' })],
		['a JavaScript date', new Date(moment)],
	])('is read from %s, as expressions return it', (_, value) => {
		expect(x(value, 'Asia/Shanghai').time('x')).toBe(moment);
	});

	it.each(NOTHING)('is unset with %j', (value) => {
		expect(x(value).time('x')).toBeUndefined();
	});

	it('cannot be just any text', () => {
		expect(failureOf(() => x('yesterday').time('x')).message).toBe(
			'\'The X\' is "yesterday"; it takes a date and time, e.g. 2026-01-31T18:00:00Z',
		);
	});
});

describe('A resource locator', () => {
	it.each([
		[{ __rl: true, mode: 'list', value: 'wan2.7-videoedit' }, 'wan2.7-videoedit'],
		[{ __rl: true, mode: 'id', value: ' wan2.7-videoedit\n' }, 'wan2.7-videoedit'],
		['wan2.7-videoedit', 'wan2.7-videoedit'],
	])('is read from %j', (value, id) => {
		expect(x(value).locator('x')).toBe(id);
	});

	it.each([undefined, null, '', { __rl: true, mode: 'id', value: '' }, {}, 5])(
		'is reported as missing with %j',
		(value) => {
			expect(failureOf(() => x(value).locator('x')).message).toBe("'The X' is empty");
		},
	);
});

describe('Entries', () => {
	it('are read from a list and from a single one', () => {
		const valuesOf = (value: unknown) =>
			x(value)
				.entries('x')
				.map((entry) => [entry.value('a'), entry.value('b')]);
		expect(valuesOf([{ a: 1 }, { a: 2, b: 3 }])).toEqual([
			[1, undefined],
			[2, 3],
		]);
		expect(valuesOf({ a: 1 })).toEqual([[1, undefined]]);
	});

	it.each(NOTHING)('are empty with %j', (value) => {
		expect(x(value).entries('x')).toEqual([]);
	});

	it.each([['text'], [[{ a: 1 }, 'text']], [[null]], [5]])('cannot be %j', (value) => {
		expect(failureOf(() => x(value).entries('x')).message).toMatch(
			/^'The X' is .*; it takes a list of entries$/,
		);
	});
});

describe('A value in a message', () => {
	it.each([
		['a\nb  c', '"a b c"'],
		[undefined, 'undefined'],
		[{ a: [1] }, '{"a":[1]}'],
		['x'.repeat(100), `"${'x'.repeat(76)}…`],
	])('of %j is %s', (value, words) => {
		expect(quoted(value)).toBe(words);
	});
});
