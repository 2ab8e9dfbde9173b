// cspell:ignore Errorous Throttlings Vjcm
import fc from 'fast-check';
import {
	adviceFor,
	type Billed,
	ERROR_CODES,
	errorFacts,
	isModelUnknown,
	isRetryable,
	KNOWN_MESSAGES,
} from '../../../nodes/WanVideoEdit/dashscope/errors';
import { explain, wordsIn, wordsOf } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { BLAMING_WORDS } from '../drafts';

/** The table of codes in the API reference, section 7.3: HTTP status, code, whether to retry. */
const CODES: ReadonlyArray<[number, string | undefined, boolean]> = [
	[400, 'InvalidParameter', false],
	[400, 'InvalidParameter.DataInspection', true],
	[400, 'BadRequest.EmptyInput', false],
	[400, 'BadRequest.EmptyParameters', false],
	[400, 'BadRequest.EmptyModel', false],
	[400, 'BadRequest.IllegalInput', false],
	[400, 'BadRequest.UnsupportedFileFormat', false],
	[400, 'BadRequest.TooLarge', false],
	[400, 'BadRequest.InputDownloadFailed', true],
	[400, 'InvalidURL', false],
	[400, 'InvalidURL.ConnectionRefused', false],
	[400, 'InvalidURL.Timeout', true],
	[400, 'InvalidFile.Resolution', false],
	[400, 'InvalidFile.FPS', false],
	[400, 'InvalidFile.Size', false],
	[400, 'InvalidFile.Duration', false],
	[400, 'InvalidFile.AspectRatio', false],
	[400, 'InvalidFile.Format', false],
	[400, 'InvalidFile.Openerror', false],
	[400, 'InvalidFile.DownloadFailed', false],
	[400, 'InvalidImageResolution', false],
	[400, 'InvalidImageFormat', false],
	[400, 'InvalidImage.ImageSize', false],
	[400, 'DataInspectionFailed', false],
	[400, 'data_inspection_failed', false],
	[400, 'IPInfringementSuspect', false],
	[400, 'CustomRoleBlocked', false],
	[400, 'FaqRuleBlocked', false],
	[400, 'Arrearage', false],
	[400, 'UnsupportedOperation', false],
	[401, 'InvalidApiKey', false],
	[401, 'NOT AUTHORIZED', false],
	[403, 'AccessDenied', false],
	[403, 'AccessDenied.Unpurchased', false],
	[403, 'Model.AccessDenied', false],
	[403, 'Workspace.AccessDenied', false],
	[403, 'Endpoint.AccessDenied', false],
	[403, 'AllocationQuota.FreeTierOnly', false],
	[404, 'ModelNotFound', false],
	[404, 'WorkSpaceNotFound', false],
	[404, 'NotFound', false],
	[409, 'Conflict', false],
	[429, 'Throttling', true],
	[429, 'Throttling.RateQuota', true],
	[429, 'LimitRequests', true],
	[429, 'Throttling.BurstRate', true],
	[429, 'Throttling.AllocationQuota', true],
	[400, 'Throttling.AllocationQuota', true],
	[429, 'CommodityNotPurchased', false],
	[429, 'PrepaidBillOverdue', false],
	[429, 'PostpaidBillOverdue', false],
	[500, 'InternalError', true],
	[500, 'InternalError.Algo', true],
	[500, 'InternalError.FileUpload', true],
	[500, 'InternalError.Upload', true],
	[500, 'SystemError', true],
	[500, 'ModelServiceFailed', true],
	[500, 'RewriteFailed', true],
	[500, 'InternalError.Timeout', true],
	[500, 'RequestTimeOut', true],
	[500, 'ModelServingError', true],
	[503, 'ModelServingError', true],
	[503, 'ModelUnavailable', true],
	[504, undefined, true],
];

/** Codes in addition to that table: section 6.3, and codes seen in the field. */
const MORE_CODES: ReadonlyArray<[number, string, boolean]> = [
	[400, 'invalid_parameter_error', false],
	[400, 'InternalError.Algo.DataInspectionFailed', false],
	[400, 'InternalError.Algo.InvalidParameter', false],
];

const NAMED = [...CODES, ...MORE_CODES].flatMap(([status, code, retryable]) =>
	code === undefined ? [] : [[status, code, retryable] as const],
);

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

describe('A message that says more than its code', () => {
	const URL_ERROR =
		'url error, please check url！ For details, see: https://help.aliyun.com/error-code#error-url';

	it.each([
		['InvalidURL', 'url error, please check url!'],
		['InvalidParameter', URL_ERROR],
		['InvalidParameter', 'url error,please check url!'],
		[undefined, URL_ERROR],
	])('%s "%s" is explained with its three causes, each with the field to check', (code, message) => {
		const advice = adviceFor(code, message)!;
		expect(advice).toMatch(
			/\(1\).*model.*'Model'.*'Region'.*\(2\).*'Base URL'.*compatible-mode.*\(3\).*local path.*URL field/,
		);
		expect(isRetryable(code, 400, message)).toBe(false);
	});

	it.each<[string | undefined, string, RegExp, boolean]>([
		['InvalidParameter', 'Model not exist.', /not offered in this region/, false],
		[
			'ModelNotFound',
			'The model wan9 does not exist or you do not have access to it.',
			/not offered in this region/,
			false,
		],
		['Throttling.AllocationQuota', 'Free allocated quota exceeded.', /free quota is used up/, false],
		[
			'Throttling.AllocationQuota',
			'Allocated quota exceeded, please increase your quota limit.',
			/per-minute/,
			true,
		],
		[
			'AllocationQuota.FreeTierOnly',
			'The free tier of the model has been exhausted.',
			/free quota is used up/,
			false,
		],
		[
			'AccessDenied',
			'Access denied, please make sure your account is in good standing.',
			/unpaid bill/,
			false,
		],
		['AccessDenied', 'Access denied.', /no access/, false],
		['AccessDenied', 'current user api does not support synchronous calls.', /without the header/, false],
		[
			'AccessDenied',
			'current user api does not support asynchronous calls.',
			/does not support asynchronous requests/,
			false,
		],
		['InvalidApiKey', 'No API-key provided.', /without an API key/, false],
		['InvalidApiKey', 'Invalid API-key provided.', /belongs to another region/, false],
		['DataInspectionFailed', 'Input data may contain inappropriate content.', /the prompt or a file/, false],
		[
			'DataInspectionFailed',
			'Input text data may contain inappropriate content.',
			/the prompt or a file/,
			false,
		],
		['DataInspectionFailed', 'Output data may contain inappropriate content.', /finished video/, false],
		[
			'DataInspectionFailed',
			'Input or output data may contain inappropriate content.',
			/Content moderation rejected/,
			false,
		],
		[
			'InvalidParameter',
			'Unable to download the media resource during the data inspection process.',
			/could not download a file in time/,
			true,
		],
		[
			'InvalidParameter',
			'Download the media resource timed out during the data inspection process',
			/could not download a file in time/,
			true,
		],
	])('%s "%s" is recognized', (code, message, meaning, retryable) => {
		expect(errorFacts(code, message)?.meaning).toMatch(meaning);
		expect(isRetryable(code, 400, message)).toBe(retryable);
	});

	it.each<[string, RegExp]>([
		['InvalidApiKey', /works in one region only.*'Region'/],
		['ModelNotFound', /'Region' or 'Base URL'.*offers this model/],
		['InvalidParameter.DataInspection', /public, still valid, and fast.*'Rehost URLs'/],
		['Arrearage', /balance and unpaid bills/],
		['RewriteFailed', /Turn off 'Rewrite Prompt'/],
	])('of %s leads to the field or place to check', (code, advice) => {
		expect(adviceFor(code)).toMatch(advice);
	});

	it('can be extracted from the description that contains it', () => {
		const texts = [undefined, 'Because.', 'Model not exist.', 'url error, please check url!'];
		for (const [, code] of NAMED) {
			for (const text of texts) {
				const description = `No task was created. ${explain(code, text)} It is not billed.`;
				expect(errorFacts(code, wordsIn(description))).toBe(errorFacts(code, text));
				expect(isModelUnknown(code, description)).toBe(isModelUnknown(code, text));
			}
		}
		expect(wordsIn('No task was created.')).toBeUndefined();
		expect(wordsIn(undefined)).toBeUndefined();
	});
});

describe('A model that the host does not know', () => {
	it.each<[string | undefined, string | undefined]>([
		['ModelNotFound', undefined],
		['ModelNotFound', 'The model does not exist or you do not have access to it.'],
		['InvalidParameter', 'Model not exist.'],
		['InvalidParameter', 'Model does not exist'],
		[undefined, 'model not found'],
		['InvalidParameter', 'Model wan2.1-vace-plus not exist.'],
	])('is recognized from %s: %s', (code, message) => {
		expect(isModelUnknown(code, message)).toBe(true);
	});

	it.each<[string | undefined, string | undefined]>([
		['InvalidParameter', 'The size is not match 1234*5'],
		['InvalidParameter', 'ref_images_url and obj_or_bg must be the same length.'],
		['Model.AccessDenied', 'Model access denied.'],
		['ModelUnavailable', 'Model is unavailable, please try again later'],
		['InvalidURL', 'url error, please check url!'],
		['NotFound', 'Task not found'],
		['WorkSpaceNotFound', 'WorkSpace can not be found.'],
		['InvalidApiKey', 'Invalid API-key provided.'],
		[undefined, undefined],
	])('is not recognized from %s: %s', (code, message) => {
		expect(isModelUnknown(code, message)).toBe(false);
	});
});

describe("Alibaba Cloud's own message", () => {
	it.each<[string | undefined, string | undefined]>([
		['b.', 'Alibaba Cloud says: b.'],
		['b', 'Alibaba Cloud says: b.'],
		[' . ', undefined],
		['', undefined],
		[undefined, undefined],
	])('of %j is %j', (message, expected) => {
		expect(wordsOf(message)).toBe(expected);
	});

	it('follows the meaning and the advice', () => {
		expect(explain('Arrearage', 'Access denied.')).toBe(
			'The account has an unpaid bill or no balance. Check the balance and unpaid bills of the account in the Alibaba Cloud console. Alibaba Cloud says: Access denied.',
		);
		expect(explain(undefined, undefined)).toBeUndefined();
	});

	it('ends with one full stop', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (message) => {
				expect(wordsOf(`Words ${message}`)).toMatch(/[^.]\.$/s);
			}),
		);
	});

	it('stands alone if the code is unknown', () => {
		expect(explain('SomethingNew', 'It is so.')).toBe('Alibaba Cloud says: It is so.');
	});

	it('is kept short', () => {
		expect(wordsOf('x'.repeat(5000))!.length).toBeLessThan(430);
	});

	it('shows no key and no signed link that Alibaba Cloud repeats', () => {
		const message =
			'Incorrect API key provided: sk-ws-0123456789abcdef. Link https://host.example/in.mp4?Expires=1&Signature=c2VjcmV0, oss://dir/in.mp4?token=c2VjcmV0';
		expect(wordsOf(message)).toBe(
			'Alibaba Cloud says: Incorrect API key provided: sk-…. Link https://host.example/in.mp4?… oss://dir/in.mp4?….',
		);
	});

	it('keeps the link to the page that explains it', () => {
		const page = 'https://help.aliyun.com/zh/model-studio/error-code#error-url';
		expect(explain('InvalidParameter', `url error, please check url！ For details, see: ${page}`)).toContain(
			page,
		);
	});
});
