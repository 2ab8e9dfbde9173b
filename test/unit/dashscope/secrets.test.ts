import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { DashScope } from '../../../nodes/WanVideoEdit/dashscope/client';
import { cleanerOf } from '../../../nodes/WanVideoEdit/dashscope/secrets';
import { printable, printableToken } from '../../../nodes/WanVideoEdit/failure/printable';
import { quoted } from '../../../nodes/WanVideoEdit/failure/quoted';
import { answer } from '../standIns';

const KEYS = ['sk-0123456789abcdef0123456789abcdef', 'K9/secret+key=0123456789', 'gateway-key-of-mine'];

/** The encodings in which a host may return a key. */
const spellings = (key: string): string[] => [
	key,
	`Bearer ${key}`,
	encodeURIComponent(key),
	key.replace(/^sk-/, ''),
	Buffer.from(key).toString('base64'),
	Buffer.from(`Bearer ${key}`).toString('base64'),
	Buffer.from(`user:${key}`).toString('base64'),
	Buffer.from(`ab:${key} and more`).toString('base64'),
	Buffer.from(key).toString('base64url'),
	Buffer.from(key).toString('hex'),
];

/** Expects that no part of a key is in a text, plain or encoded. */
function expectGone(key: string, text: string): void {
	expect(text).not.toContain(key.replace(/^sk-/, ''));
	for (const part of text.match(/[\w+/=-]{12,}/g) ?? []) {
		for (const cut of [0, 1, 2, 3]) {
			const decoded = Buffer.from(part.slice(cut), 'base64').toString('latin1');
			expect(decoded).not.toContain(key.slice(3, -3));
		}
	}
}

describe.each(KEYS)('The key %s', (key) => {
	it.each(spellings(key))('is removed from every value, wherever it is: %s', (spelling) => {
		const value = { [spelling]: 1, a: [`x ${spelling} y`, { b: spelling }], n: 5, none: null };
		const cleaned = cleanerOf([key])(value);
		expectGone(key, JSON.stringify(cleaned));
		expect(cleaned).toMatchObject({ n: 5, none: null });
	});

	it.each(spellings(key))('is removed from everything that the client returns: %s', async (spelling) => {
		const body = {
			request_id: spelling,
			code: spelling,
			message: `The key ${spelling} is wrong`,
			output: {
				task_id: spelling,
				task_status: spelling,
				code: spelling,
				message: spelling,
				more: { x: spelling },
			},
			data: [{ task_id: spelling, model_name: spelling, status: spelling }],
		};
		for (const [status, headers] of [
			[200, {}],
			[403, { 'x-request-id': spelling }],
			[500, {}],
		] as const) {
			const client = new DashScope(async () => answer(status, body, headers), 'https://x', cleanerOf([key]));
			for (const reply of [
				await client.createTask({ model: 'm', input: {} } as never),
				await client.getTask('t-1' as never),
				await client.listTasks({ page_no: 1, page_size: 10 }),
				await client.cancelTask('t-1' as never),
				await client.getUploadPolicy('m'),
			])
				expectGone(key, JSON.stringify(reply));
		}
	});
});

describe('A response without the key', () => {
	it('is unchanged', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(cleanerOf(KEYS)(value)).toEqual(value);
			}),
		);
	});

	it.each([undefined, '', ' ', 'key'])('is unchanged with an invalid key: %j', (key) => {
		const value: IDataObject = { a: 'the key of it' };
		expect(cleanerOf([key])(value)).toBe(value);
	});
});

describe('A text from outside, in messages', () => {
	it('is short, on one line, and free of HTML', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 3000 }),
				fc.constantFrom('', '<a href="x">', '&lt;b&gt;', '\u202e', '\n'),
				(text, hostile) => {
					const result = printable(hostile + text + hostile, 400);
					expect(result.length).toBeLessThanOrEqual(401);

					expect(result).not.toMatch(/[<>\u0000-\u001f\u202a-\u202e\u2066-\u2069]|&#?\w+;/);
				},
			),
		);
	});

	it.each<[string, string]>([
		['<a href="https://evil.example">Click</a>', '‹a href="https://evil.example"›Click‹/a›'],
		['&lt;img src=x&gt;', '＆lt;img src=x＆gt;'],
		['R&D at 5 °C — 提示词', 'R&D at 5 °C — 提示词'],
		['a\u202egpj.exe', 'a gpj.exe'],
		['a\r\n\tb\u0000c', 'a b c'],
	])('%j becomes %j', (text, expected) => {
		expect(printable(text, 100)).toBe(expected);
		expect(quoted(text)).toBe(`"${expected}"`);
	});

	it('is one plain word of at most 80 characters if it is a code', () => {
		expect(printableToken('InvalidParameter.DataInspection')).toBe('InvalidParameter.DataInspection');
		expect(printableToken('<b>x</b> y')).toBe('_b_x_/b_y');
		expect(printableToken('C'.repeat(40_000))).toHaveLength(80);
	});
});
