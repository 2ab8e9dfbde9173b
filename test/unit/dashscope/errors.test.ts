import fc from 'fast-check';
import {
	adviceFor,
	ERROR_CODES,
	isModelUnknown,
	isRetryable,
} from '../../../nodes/WanVideoEdit/dashscope/errors';
import { explain, wordsOf } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { BLAMING_WORDS } from '../drafts';

/** The table of codes in the API reference, section 7.3: HTTP status, code, whether to try again. */
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

/** Codes without a sentence of their own: the provider's words have to do. */
const WITHOUT_ADVICE = ['NotFound', 'Conflict'];

describe('A code of the provider', () => {
	it.each(CODES)('HTTP %d %s: worth another try is %p', (status, code, expected) => {
		expect(isRetryable(code, status)).toBe(expected);
	});

	it.each(CODES.filter(([, code]) => code !== undefined))(
		'HTTP %d %s: is the same inside a task, where there is no HTTP status',
		(_, code, expected) => {
			expect(isRetryable(code, undefined)).toBe(expected);
		},
	);

	it.each(CODES.filter(([, code]) => code !== undefined && !WITHOUT_ADVICE.includes(code)))(
		'HTTP %d %s: comes with advice',
		(_, code) => {
			expect(adviceFor(code)).toMatch(/\.$/);
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
	])('that is not known is judged by HTTP %p', (status, expected) => {
		expect(isRetryable('SomethingNew', status)).toBe(expected);
		expect(isRetryable(undefined, status)).toBe(expected);
	});

	it('tells a quota that comes back from a free one that is used up', () => {
		const code = 'Throttling.AllocationQuota';
		expect(isRetryable(code, 429, 'Allocated quota exceeded, please increase your quota limit.')).toBe(true);
		for (const status of [429, 400]) {
			expect(isRetryable(code, status, 'Free allocated quota exceeded.')).toBe(false);
		}
	});

	it('does not get the advice of a code that it only resembles', () => {
		expect(adviceFor('InternalErrorous')).toBeUndefined();
		expect(adviceFor('Throttlings')).toBeUndefined();
		expect(adviceFor(undefined)).toBeUndefined();
		expect(adviceFor('AccessDenied.Unpurchased')).not.toBe(adviceFor('AccessDenied'));
		expect(adviceFor('InvalidParameter.DataInspection')).not.toBe(adviceFor('InvalidParameter'));
		expect(adviceFor('InternalError.Timeout')).not.toBe(adviceFor('InternalError'));
	});

	it('has one entry each, and none behind a shorter one that hides it', () => {
		ERROR_CODES.forEach(({ code }, index) => {
			const earlier = ERROR_CODES.slice(0, index).map((facts) => facts.code);
			expect(earlier.filter((one) => code === one || code.startsWith(`${one}.`))).toEqual([]);
		});
	});

	it('is advised on in calm words', () => {
		for (const { advice } of ERROR_CODES) expect(advice).not.toMatch(BLAMING_WORDS);
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
	])('is recognised by %s: %s', (code, message) => {
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
	])('is not meant by %s: %s', (code, message) => {
		expect(isModelUnknown(code, message)).toBe(false);
	});
});

describe("The provider's own words", () => {
	it.each<[string | undefined, string | undefined, string | undefined]>([
		['A', 'b.', 'The provider says: A: b.'],
		['A', undefined, 'The provider says: A.'],
		[undefined, 'b', 'The provider says: b.'],
		[undefined, undefined, undefined],
	])('of %s and %s are %s', (code, message, expected) => {
		expect(wordsOf(code, message)).toBe(expected);
	});

	it('follow the advice', () => {
		expect(explain('Arrearage', 'Access denied.')).toBe(
			'Check the balance and the bills of the Alibaba Cloud account in the console. The provider says: Arrearage: Access denied.',
		);
		expect(explain(undefined, undefined)).toBeUndefined();
	});

	it('end with one full stop', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), (message) => {
				expect(wordsOf('Code', message)).toMatch(/[^.]\.$/s);
			}),
		);
	});
});
