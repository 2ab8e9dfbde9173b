import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { explain } from '../../../nodes/WanVideoEdit/dashscope/explain';
import { asFailure, Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import { takesDetails, toErrorItem, toNodeError } from '../../../nodes/WanVideoEdit/n8n/errors';
import { stoppedFailure } from '../../../nodes/WanVideoEdit/failure/stopped';

const NODE: INode = {
	id: '1',
	name: 'Wan',
	type: 'wanVideoEdit',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const DETAILS = {
	taskId: 'task-1',
	status: 'FAILED',
	code: 'InvalidParameter',
	requestId: 'r-1',
	httpStatus: 400,
	retryable: false,
	operation: 'edit',
	model: 'wan2.7-videoedit',
};

/** The same as the end of a description, where the execution has one item. */
const FACTS = 'Task ID task-1, code InvalidParameter, HTTP 400, request ID r-1.';

const KINDS: FailureKind[] = [
	'badInput',
	'credential',
	'refused',
	'unreachable',
	'uncertain',
	'upload',
	'taskFailed',
	'taskCanceled',
	'taskUnknown',
	'timedOut',
	'stopped',
	'download',
	'archive',
];

describe('An error item', () => {
	it('has exactly the three keys that reach the error branch, and its item', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, 1, true);
		expect(item).toEqual({
			json: { error: 'What happened', message: `How to go on ${FACTS}`, details: { ...DETAILS, item: 4 } },
			pairedItem: { item: 4 },
		});
		expect(Object.keys(item.json)).toEqual(['error', 'message', 'details']);
		expect(item).not.toHaveProperty('error');
	});

	it('has all details, null for unknown ones', () => {
		const { json } = toErrorItem(new Failure('badInput', 'What happened'), 0, 1, true);
		expect(json).toEqual({
			error: 'What happened',
			message: 'What happened',
			details: {
				taskId: null,
				status: null,
				code: null,
				requestId: null,
				httpStatus: null,
				retryable: false,
				operation: null,
				model: null,
				item: 0,
			},
		});
	});

	it('has only its texts if an older n8n would reject the details', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, 1, false);
		expect(item.json).toEqual({ error: 'What happened', message: `How to go on ${FACTS}` });
	});

	it.each(['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow', undefined] as const)(
		'takes details in this version of n8n with onError %s',
		(onError) => {
			expect(takesDetails({ ...NODE, onError })).toBe(true);
		},
	);

	it('can be serialized as JSON without loss', () => {
		const { json } = toErrorItem(new Failure('refused', 'a', 'b', DETAILS), 0, 1, true);
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});
});

describe('The facts about a failure', () => {
	const failure = new Failure('taskFailed', 'What happened', 'How to go on.', DETAILS);

	it('stand at the end of the description, thrown or as an item, and never in the title', () => {
		for (const { title, description } of leavingBothWays(failure, 1, 3)) {
			expect(title).toBe('What happened');
			expect(description).toBe(`How to go on. Item 1 (counted from 0), t${FACTS.slice(1)}`);
		}
	});

	it("name the item by the number that n8n's editor adds to the title", () => {
		const { context, description } = toNodeError(failure, NODE, 6, 20);
		expect(context).toMatchObject({ itemIndex: 6, item: 6 });
		expect(description).toContain('Item 6 (counted from 0)');
	});

	it('name no item where there is only one', () => {
		for (const { title, description } of leavingBothWays(failure, 0, 1)) {
			expect(`${title} ${description}`).not.toMatch(/\bitem\b/i);
		}
	});

	it('add nothing where nothing is known', () => {
		for (const { description } of leavingBothWays(
			new Failure('badInput', 'What happened', 'Do this.'),
			0,
			1,
		)) {
			expect(description).toBe('Do this.');
		}
	});

	it('follow the title in the message of an item whose failure has no description', () => {
		const { json } = toErrorItem(new Failure('badInput', 'What happened'), 2, 3, true);
		expect(json).toMatchObject({
			error: 'What happened',
			message: 'What happened. Item 2 (counted from 0).',
		});
	});

	it('do not repeat an HTTP status of the title', () => {
		const gone = new Failure('download', 'Not there (HTTP 404)', undefined, {
			httpStatus: 404,
			code: 'Gone',
		});
		expect(toNodeError(gone, NODE, 0).description).toBe('Code Gone.');
	});

	it('are safe in a description that n8n shows as HTML', () => {
		const odd = new Failure('refused', 'a', undefined, { code: '<b>x</b>', requestId: 'r\n<i>' });
		expect(toNodeError(odd, NODE, 0).description).not.toMatch(/[<>\n]/);
	});

	/** Title and description of a failure that is thrown, and of the same one as an item. */
	function leavingBothWays(one: Failure, item: number, items: number) {
		const error = toNodeError(one, NODE, item, items);
		const { json } = toErrorItem(one, item, items, true);
		return [
			{ title: error.message, description: error.description },
			{ title: json.error, description: json.message },
		];
	}
});

describe.each(KINDS)('A thrown failure of the kind %s', (kind) => {
	const thrown = (message: string, more: object = {}) =>
		toNodeError(new Failure(kind, message, 'How to go on', { ...DETAILS, ...more }), NODE, 4);

	it.each([
		'What happened to item 4',
		'EPERM stands in this message',
		'approve PERMISSIONS (EPERM)',
		'ENOENT: no such file',
		'The provider could not be reached for item 4: no response (ECONNREFUSED)',
		'no response (ETIMEDOUT)',
		'no response (ENOTFOUND)',
		'no response (EAI_AGAIN)',
	])('keeps its message: %s', (message) => {
		const error = thrown(message);
		expect(error.message).toBe(message);
		expect(error.description).toMatch(/^How to go on Task ID task-1, code InvalidParameter, /);
	});

	it.each([400, 401, 403, 404, 429, 500, 503, 504])('keeps its message with HTTP %d', (httpStatus) => {
		const error = thrown('What happened to item 4', { httpStatus });
		expect(error.message).toBe('What happened to item 4');
		expect(error.description).toMatch(/^How to go on Task ID task-1, code InvalidParameter, /);
	});

	it('carries kind, item and all details in its context', () => {
		expect(thrown('What happened').context).toMatchObject({ kind, itemIndex: 4, ...DETAILS });
	});

	it('belongs to the node', () => {
		expect(thrown('What happened').node).toBe(NODE);
	});
});

describe('The class of a thrown failure', () => {
	it.each<[FailureKind, boolean]>([
		['badInput', true],
		['stopped', true],
		['timedOut', true],
		['refused', false],
		['uncertain', false],
		['taskFailed', false],
	])('of the kind %s means a failure of the run itself: %p', (kind, isOwn) => {
		const error = toNodeError(new Failure(kind, 'What happened'), NODE);
		expect(error).toBeInstanceOf(isOwn ? NodeOperationError : NodeApiError);
	});
});

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

describe('Facts', () => {
	it('are kept when others are added', () => {
		const failure = new Failure('refused', 'a', 'b', { code: 'Known' });
		expect(failure.with({ code: 'Other', model: 'm' }).details).toMatchObject({ code: 'Known', model: 'm' });
		expect(failure.with({ model: 'm' }).description).toBe('b');
		expect(failure.with({ model: 'm' }).kind).toBe('refused');
	});

	it('keep every key, even that of a link with an unknown expiry', () => {
		const failure = new Failure('download', 'a', 'b', { videoUrl: 'https://x', videoUrlExpiresAt: null });
		expect(failure.with({ operation: 'edit' }).details).toEqual({
			...failure.details,
			operation: 'edit',
		});
	});

	it('are extended by a sentence at the end of the description', () => {
		expect(new Failure('refused', 'a', 'b.').adding('c.').description).toBe('b. c.');
		expect(new Failure('refused', 'a').adding('c.').description).toBe('c.');
	});
});

describe('Anything else that was thrown', () => {
	it('is kept unchanged if it is a failure', () => {
		const failure = new Failure('badInput', 'a');
		expect(asFailure(failure)).toBe(failure);
	});

	it("keeps its message, and the description of n8n's errors", () => {
		expect(asFailure(new Error('Credentials not found')).message).toBe('Credentials not found');
		const failure = asFailure(new NodeOperationError(NODE, 'Not found', { description: 'Add it' }));
		expect([failure.message, failure.description]).toEqual(['Not found', 'Add it']);
		expect(asFailure('a text').message).toBe('a text');
		expect(asFailure(undefined).message).toBe('undefined');
	});
});

describe('The word by which n8n recognizes a Stop', () => {
	const WORDS = [
		'Alibaba Cloud says: the order was canceled by the system',
		'Canceled, CANCELED and canceled',
		'"a canceled flight" is no size',
	];

	it.each(WORDS)('is in no other text: %s', (words) => {
		for (const kind of KINDS.filter((one) => one !== 'stopped')) {
			const failure = new Failure(kind, words, words, { ...DETAILS, status: 'CANCELED' });
			const error = toNodeError(failure, NODE);
			expect(error.message).not.toMatch(/canceled/i);
			expect(error.context).toMatchObject({ status: 'CANCELED', taskId: 'task-1' });
			const { json } = toErrorItem(failure, 0, 1, true);
			expect(`${String(json.error)} ${String(json.message)}`).not.toMatch(/canceled/i);
			expect(json.details).toMatchObject({ status: 'CANCELED' });
		}
	});

	it('is replaced by its other spelling, so that the text says the same', () => {
		const error = toNodeError(new Failure('refused', WORDS[1]!), NODE);
		expect(error.message).toBe('Cancelled, CANCELLED and cancelled');
	});

	it('leaves all other words unchanged', () => {
		const words = 'Cancel on Stop, cancellation, cancelled, cancels, task 7f0c2c1e-5d0b-4b60';
		expect(toNodeError(new Failure('refused', words), NODE).message).toBe(words);
	});

	it('is in the message of a Stop', () => {
		expect(toNodeError(stoppedFailure('while it ran'), NODE).message).toContain('canceled');
	});
});
