import fc from 'fast-check';
import { otherSpelling } from '../../../nodes/WanVideoEdit/dashscope/models';
import { rememberSpelling, spellingFor } from '../../../nodes/WanVideoEdit/dashscope/modelSpelling';
import { parseTaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { billedSecondsOf, linkExpiryOf, statusOf } from '../../../nodes/WanVideoEdit/dashscope/tasks';
import { isoFromEpoch, isoFromProvider, toListTime } from '../../../nodes/WanVideoEdit/dashscope/time';
import { newHost } from '../standIns';

describe("Alibaba Cloud's times", () => {
	it.each<[string | undefined, string | null]>([
		['2026-11-20 10:15:03.114', '2026-11-20T02:15:03.114Z'],
		['2026-11-20 10:15:03', '2026-11-20T02:15:03.000Z'],
		['2026-11-20T10:15:03.1', '2026-11-20T02:15:03.100Z'],
		['2026-11-20', null],
		['2026-13-20 10:15:03', null],
		['2026-11-20 25:15:03', null],
		['soon', null],
		['', null],
		[undefined, null],
	])('%p are %p in ISO 8601', (text, iso) => {
		expect(isoFromProvider(text)).toBe(iso);
	});

	it.each<[number | undefined, string | null]>([
		[0, '1970-01-01T00:00:00.000Z'],
		[1795227537000, '2026-11-21T02:18:57.000Z'],
		[undefined, null],
		[NaN, null],
		[Infinity, null],
		[8.64e15 + 1, null],
	])('in epoch milliseconds, %p, are %p', (ms, iso) => {
		expect(isoFromEpoch(ms)).toBe(iso);
	});

	it('are sent in UTC+8, the format of the task list', () => {
		expect(toListTime(Date.parse('2026-11-20T18:30:05.999Z'))).toBe('20261121023005');
	});

	it('convert back to the same moment', () => {
		fc.assert(
			fc.property(fc.integer({ min: 946684800, max: 4102444800 }), (seconds) => {
				const [, y, mo, d, h, mi, s] = /^(....)(..)(..)(..)(..)(..)$/.exec(toListTime(seconds * 1000)) ?? [];
				const iso = isoFromProvider(`${y}-${mo}-${d} ${h}:${mi}:${s}`);
				expect(Date.parse(iso ?? '')).toBe(seconds * 1000);
			}),
		);
	});
});

describe('A task status', () => {
	it.each([
		['PENDING', 'PENDING'],
		['running', 'RUNNING'],
		['Succeeded', 'SUCCEEDED'],
		['SUSPENDED', 'SUSPENDED'],
		['FAILED', 'FAILED'],
		['CANCELED', 'CANCELED'],
		['CANCELLED', 'CANCELLED'],
		['cancelled', 'CANCELLED'],
		['UNKNOWN', 'UNKNOWN'],
		['PAUSED', undefined],
		['', undefined],
		[undefined, undefined],
	])('written %p is read as %p', (text, status) => {
		expect(statusOf(text)).toBe(status);
	});
});

describe('Billed seconds', () => {
	it('are input plus output for wan2.7', () => {
		const usage = { duration: 10.04, input_video_duration: 5.02, output_video_duration: 5.02, SR: 720 };
		expect(billedSecondsOf(usage)).toBe(10.04);
	});

	it('are only the output for VACE', () => {
		expect(billedSecondsOf({ video_duration: 5, video_ratio: 'standard', video_count: 1 })).toBe(5);
	});

	it.each([undefined, {}, { duration: NaN }, { video_count: 1 }])('are unknown for %j', (usage) => {
		expect(billedSecondsOf(usage)).toBeNull();
	});
});

describe('The expiry of a result link', () => {
	const end_time = '2026-11-20 10:18:57.480';

	it('is read from the link itself', () => {
		const video_url = 'https://result.example.com/yy.mp4?Expires=1795227537&Signature=SIG';
		expect(linkExpiryOf({ output: { video_url, end_time } })).toBe('2026-11-21T02:18:57.000Z');
	});

	it.each(['', '?Expires=', '?Expires=soon', '?Expires=-1', '?Expires=9e99'])(
		'is 24 hours after the end of the task with %p',
		(query) => {
			const video_url = `https://result.example.com/yy.mp4${query}`;
			expect(linkExpiryOf({ output: { video_url, end_time } })).toBe('2026-11-21T02:18:57.480Z');
		},
	);

	it('is unknown without either, and does not exist without a link', () => {
		expect(linkExpiryOf({ output: { video_url: 'https://result.example.com/yy.mp4' } })).toBeNull();
		expect(linkExpiryOf({ output: { video_url: 'no link' } })).toBeNull();
		expect(linkExpiryOf({ output: { end_time } })).toBeNull();
		expect(linkExpiryOf({})).toBeNull();
	});
});

describe('A task ID', () => {
	const id = '7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01';

	it.each([id, ` ${id}\n`, `"${id}"`, `'${id}'`, ` " ${id} " `])('is parsed from %j', (text) => {
		expect(parseTaskId(text)).toBe(id);
	});

	it.each([
		'',
		'abc',
		`${id}/cancel`,
		`../${id}`,
		'..',
		`${id}?x=1`,
		`${id}#x`,
		`${id} ${id}`,
		`${id},${id}`,
		'%2e%2e%2f',
		'-abc',
		`"${id}`,
		'a'.repeat(129),
		'https://example.com',
	])('is not parsed from %p', (text) => {
		expect(parseTaskId(text)).toBeUndefined();
	});

	it('never contains a slash, a space or anything else that changes an address', () => {
		const pieces = fc.array(
			fc.oneof(fc.string(), fc.constantFrom('/', '.', ' ', '%', '?', '#', 'abcd', '"')),
		);
		fc.assert(
			fc.property(pieces, (parts) => {
				const read = parseTaskId(parts.join(''));
				if (read === undefined) return;
				expect(read).toMatch(/^[\w.:~-]+$/);
				expect(new URL(`https://host/api/v1/tasks/${read}`).pathname).toBe(`/api/v1/tasks/${read}`);
			}),
			{ numRuns: 2000 },
		);
	});

	it('may be any UUID', () => {
		fc.assert(fc.property(fc.uuid(), (uuid) => parseTaskId(uuid) === (uuid as string)));
	});
});

describe("VACE's two names", () => {
	it('are the spellings of each other, and no other model has a second one', () => {
		expect(otherSpelling('wan2.1-vace-plus')).toBe('wanx2.1-vace-plus');
		expect(otherSpelling('wanx2.1-vace-plus')).toBe('wan2.1-vace-plus');
		expect(otherSpelling('wan2.7-videoedit')).toBeUndefined();
		expect(otherSpelling('my-model')).toBeUndefined();
	});

	it('are remembered for the host that knows one of them, and for no other', () => {
		const host = newHost();
		expect(spellingFor(host, 'wan2.1-vace-plus')).toBe('wan2.1-vace-plus');
		rememberSpelling(host, 'wan2.1-vace-plus', 'wanx2.1-vace-plus');
		expect(spellingFor(host, 'wan2.1-vace-plus')).toBe('wanx2.1-vace-plus');
		expect(spellingFor(host, 'wanx2.1-vace-plus')).toBe('wanx2.1-vace-plus');
		expect(spellingFor(newHost(), 'wan2.1-vace-plus')).toBe('wan2.1-vace-plus');
	});

	it('are not remembered when the chosen one worked', () => {
		const host = newHost();
		rememberSpelling(host, 'wan2.1-vace-plus', 'wan2.1-vace-plus');
		expect(spellingFor(host, 'wan2.1-vace-plus')).toBe('wan2.1-vace-plus');
	});
});
