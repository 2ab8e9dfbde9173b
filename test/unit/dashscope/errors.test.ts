// cspell:ignore Errorous Throttlings
import {
	adviceFor,
	type Billed,
	ERROR_CODES,
	errorFacts,
	isRetryable,
	KNOWN_MESSAGES,
} from '../../../nodes/WanVideoEdit/dashscope/errors';
import { BLAMING_WORDS } from '../drafts';
import { CODES, NAMED } from './errorCodes';

describe('An error code', () => {
	it.each(CODES)('HTTP %d %s: is retryable: %p', (status, code, expected) => {
		expect(isRetryable(code, status)).toBe(expected);
	});

	it.each(NAMED)(
		'HTTP %d %s: means the same inside a task, where there is no HTTP status',
		(_, code, expected) => {
			expect(isRetryable(code, undefined)).toBe(expected);
		},
	);

	it.each(NAMED)('HTTP %d %s: has a meaning and advice, in whole sentences', (_, code) => {
		const { meaning, advice } = errorFacts(code)!;
		expect(meaning).toMatch(/^[A-Z][^.]+\.$/);
		expect(advice).toMatch(/^[A-Z(].+\.$/);
		expect(advice).not.toContain(meaning);
		expect(meaning).not.toContain(advice);
	});

	it.each(ERROR_CODES.map(({ code }) => code))(
		'%s is in the API reference or was seen in the field',
		(code) => {
			expect(NAMED.filter(([, named]) => named === code || named.startsWith(code))).not.toEqual([]);
		},
	);

	it.each<[Billed, (status: number, code: string) => boolean]>([
		['taskGoesOn', (_, code) => code === 'UnsupportedOperation'],
		['ifAccepted', (status, code) => status >= 500 && code !== 'InternalError.Timeout'],
		[
			'no',
			(status, code) => (status < 500 || code === 'InternalError.Timeout') && code !== 'UnsupportedOperation',
		],
	])(
		'is billed as "%s" where the pages say so: nothing, except what a server error or a late cancellation leaves open',
		(billed, where) => {
			const found = NAMED.filter(([, code]) => errorFacts(code)!.billed === billed);
			expect(found).toEqual(NAMED.filter(([status, code]) => where(status, code)));
		},
	);

	it.each<[number | undefined, boolean]>([
		[undefined, false],
		[400, false],
		[404, false],
		[408, true],
		[429, true],
		[500, true],
		[599, true],
	])('that is unknown is judged by HTTP %p', (status, expected) => {
		expect(isRetryable('SomethingNew', status)).toBe(expected);
		expect(isRetryable(undefined, status)).toBe(expected);
	});

	it('distinguishes a quota that renews from a free one that is used up', () => {
		const code = 'Throttling.AllocationQuota';
		expect(isRetryable(code, 429, 'Allocated quota exceeded, please increase your quota limit.')).toBe(true);
		for (const status of [429, 400]) {
			expect(isRetryable(code, status, 'Free allocated quota exceeded.')).toBe(false);
		}
	});

	it('does not get the advice of a code that merely resembles it', () => {
		expect(adviceFor('InternalErrorous')).toBeUndefined();
		expect(adviceFor('Throttlings')).toBeUndefined();
		expect(adviceFor(undefined)).toBeUndefined();
		expect(adviceFor('AccessDenied.Unpurchased')).not.toBe(adviceFor('AccessDenied'));
		expect(adviceFor('InvalidParameter.DataInspection')).not.toBe(adviceFor('InvalidParameter'));
		expect(adviceFor('InternalError.Timeout')).not.toBe(adviceFor('InternalError'));
	});

	it('has one entry, which no shorter one precedes and hides', () => {
		ERROR_CODES.forEach(({ code }, index) => {
			const earlier = ERROR_CODES.slice(0, index).map((facts) => facts.code);
			expect(earlier.filter((one) => code === one || code.startsWith(`${one}.`))).toEqual([]);
		});
	});

	it('has advice in a calm tone', () => {
		for (const { meaning, advice } of [...ERROR_CODES, ...KNOWN_MESSAGES]) {
			expect(`${meaning} ${advice}`).not.toMatch(BLAMING_WORDS);
		}
	});
});
