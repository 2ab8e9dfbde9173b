import { explain } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import { toErrorItem, toNodeError } from '../../../nodes/WanVideoEdit/n8n/errors';
import { DETAILS, NODE } from './failures';

describe('The cause that a thrown failure declares to n8n', () => {
	/** A failure as a stage creates it from a response. */
	const answered = (
		kind: FailureKind,
		httpStatus: number | null,
		code?: string,
		words?: string,
		ms?: number,
	) => new Failure(kind, 'What happened', explain(code, words), { code: code ?? null, httpStatus }, ms);
	const declared = (failure: Failure) => toNodeError(failure, NODE, 4).failure;

	it.each<[FailureKind, number | null, string | undefined, string | undefined, string]>([
		['refused', 429, 'Throttling', 'Requests throttling triggered.', 'rate-limited'],
		['refused', 429, 'Throttling.RateQuota', undefined, 'rate-limited'],
		['refused', 429, 'LimitRequests', undefined, 'rate-limited'],
		['refused', 429, 'Throttling.BurstRate', undefined, 'rate-limited'],
		['refused', 429, undefined, undefined, 'rate-limited'],
		['upload', 429, 'Throttling', undefined, 'rate-limited'],
		['refused', 429, 'Throttling.AllocationQuota', 'Allocated quota exceeded.', 'quota-exhausted'],
		['refused', 400, 'Throttling.AllocationQuota', 'Free allocated quota exceeded.', 'quota-exhausted'],
		['refused', 403, 'AllocationQuota.FreeTierOnly', undefined, 'quota-exhausted'],
		['credential', 401, 'InvalidApiKey', 'Invalid API-key provided.', 'credential-invalid'],
		['credential', 401, undefined, undefined, 'credential-invalid'],
		['credential', 401, 'NOT AUTHORIZED', undefined, 'configuration-invalid'],
		['refused', 404, 'ModelNotFound', undefined, 'configuration-invalid'],
		['refused', 400, 'InvalidParameter', 'Model not exist.', 'configuration-invalid'],
		['refused', 404, 'WorkSpaceNotFound', undefined, 'configuration-invalid'],
		['refused', 403, 'Workspace.AccessDenied', undefined, 'configuration-invalid'],
		['refused', 403, 'Model.AccessDenied', undefined, 'configuration-invalid'],
		['refused', 403, 'Endpoint.AccessDenied', undefined, 'configuration-invalid'],
		['unreachable', 500, 'InternalError', undefined, 'temporarily-unavailable'],
		['unreachable', 503, 'ModelUnavailable', undefined, 'temporarily-unavailable'],
		['unreachable', 504, undefined, undefined, 'temporarily-unavailable'],
		['unreachable', 408, undefined, undefined, 'temporarily-unavailable'],
		['unreachable', null, undefined, undefined, 'temporarily-unavailable'],
		['taskFailed', null, 'ModelServingError', undefined, 'temporarily-unavailable'],
	])('of %s, HTTP %p %s "%s" is %5$s', (kind, httpStatus, code, words, cause) => {
		expect(declared(answered(kind, httpStatus, code, words))).toEqual({ cause });
	});

	it.each<[string, FailureKind, number | null, string | undefined, string | undefined]>([
		['a parameter', 'refused', 400, 'InvalidParameter', 'The size is not match 1234*5'],
		['a text with three causes', 'refused', 400, 'InvalidURL', 'url error, please check url!'],
		['content', 'refused', 400, 'DataInspectionFailed', undefined],
		['a bill', 'refused', 429, 'PrepaidBillOverdue', undefined],
		['arrears', 'refused', 400, 'Arrearage', undefined],
		['a right that may be anything', 'refused', 403, 'AccessDenied', 'Access denied.'],
		['a thing that was not found', 'refused', 404, 'NotFound', undefined],
		['a web page', 'unreachable', 200, undefined, undefined],
		['one task', 'taskFailed', null, 'InternalError', undefined],
		['a task without a reason', 'taskFailed', null, undefined, undefined],
		['a credential that is not complete', 'credential', null, undefined, undefined],
		['a storage that is not the provider', 'upload', 503, 'ServiceUnavailable', undefined],
		['a storage that knows no such key', 'upload', 401, undefined, undefined],
		['the host of a link', 'badInput', 401, undefined, undefined],
		['the host of the video', 'download', 503, undefined, undefined],
		['a time that is over', 'timedOut', null, undefined, undefined],
		['a stop', 'stopped', null, undefined, undefined],
	])('is left open if a response about %s proves none', (_, kind, httpStatus, code, words) => {
		expect(declared(answered(kind, httpStatus, code, words))).toBeUndefined();
	});

	it.each<[number | null, string | undefined]>([
		[500, 'InternalError'],
		[503, 'ModelUnavailable'],
		[504, undefined],
		[null, undefined],
	])(
		'is left open for a create request that may have been accepted (HTTP %p %s): a retry could pay twice',
		(status, code) => {
			expect(declared(answered('uncertain', status, code))).toBeUndefined();
		},
	);

	it.each<[string, boolean]>([
		['ECONNREFUSED', true],
		['ETIMEDOUT', true],
		['EAI_AGAIN', true],
		['connection lost', true],
		['ENOTFOUND', false],
		['CERT_HAS_EXPIRED', false],
		['ERR_TLS_CERT_ALTNAME_INVALID', false],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false],
	])('without a response (%s) is an outage: %p', (reason, isOutage) => {
		const failure = new Failure('unreachable', `The provider could not be reached: no answer (${reason})`);
		expect(declared(failure)).toEqual(isOutage ? { cause: 'temporarily-unavailable' } : undefined);
	});

	it('has the pause that Alibaba Cloud asked for, if waiting helps', () => {
		expect(declared(answered('refused', 429, 'Throttling', undefined, 20_000))).toEqual({
			cause: 'rate-limited',
			retryAfterMs: 20_000,
		});
		expect(declared(answered('credential', 401, 'InvalidApiKey', undefined, 20_000))).toEqual({
			cause: 'credential-invalid',
		});
	});

	it('keeps the pause when facts and sentences are added, but not in items and context', () => {
		const failure = answered('refused', 429, 'Throttling', 'later', 20_000)
			.with({ model: 'm' })
			.adding('More.');
		const error = toNodeError(failure, NODE, 4);
		expect(error.failure).toEqual({ cause: 'rate-limited', retryAfterMs: 20_000 });
		expect(error.context).not.toHaveProperty('retryAfterMs');
		const item = toErrorItem(failure, 4, 1, true);
		expect(Object.keys(item.json.details as object).sort()).toEqual([...Object.keys(DETAILS), 'item'].sort());
		expect(JSON.stringify(item)).not.toMatch(/retryAfter|rate-limited/);
	});

	it('does not change the texts', () => {
		const error = toNodeError(
			answered('credential', 401, 'InvalidApiKey', 'Invalid API-key provided.'),
			NODE,
			4,
		);
		expect(error.message).toBe('What happened');
		expect(error.description).toBe(
			`${explain('InvalidApiKey', 'Invalid API-key provided.')} Code InvalidApiKey, HTTP 401.`,
		);
	});
});
