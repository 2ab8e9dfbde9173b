import { type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import {
	asFailure,
	takesDetails,
	toErrorItem,
	toNodeError,
} from '../../../nodes/WanVideoEdit/failure/report';

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

const KINDS: FailureKind[] = [
	'badInput',
	'credential',
	'refused',
	'unreachable',
	'uncertain',
	'taskFailed',
	'taskCanceled',
	'taskUnknown',
	'timedOut',
	'stopped',
	'download',
];

describe('An item that did not work', () => {
	it('has exactly the three keys that reach the error branch, and its item', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, true);
		expect(item).toEqual({
			json: { error: 'What happened', message: 'How to go on', details: DETAILS },
			pairedItem: { item: 4 },
		});
		expect(Object.keys(item.json)).toEqual(['error', 'message', 'details']);
		expect(item).not.toHaveProperty('error');
	});

	it('has all details, null for what is not known', () => {
		const { json } = toErrorItem(new Failure('badInput', 'What happened'), 0, true);
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
			},
		});
	});

	it('has its texts alone where an older n8n would turn the details down', () => {
		const item = toErrorItem(new Failure('refused', 'What happened', 'How to go on', DETAILS), 4, false);
		expect(item.json).toEqual({ error: 'What happened', message: 'How to go on' });
	});

	it.each(['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow', undefined] as const)(
		'takes details in this version of n8n with onError %s',
		(onError) => {
			expect(takesDetails({ ...NODE, onError })).toBe(true);
		},
	);

	it('can be written down as JSON without a loss', () => {
		const { json } = toErrorItem(new Failure('refused', 'a', 'b', DETAILS), 0, true);
		expect(JSON.parse(JSON.stringify(json))).toEqual(json);
	});
});

describe.each(KINDS)('A thrown failure of the kind %s', (kind) => {
	const thrown = (message: string, more: object = {}) =>
		toNodeError(new Failure(kind, message, 'How to go on', { ...DETAILS, ...more }), NODE, 4);

	it.each([
		'What happened to item 4',
		'EPERM stands in this message of item 4',
		'approve PERMISSIONS (EPERM) of item 4',
		'ENOENT: no such file of item 4',
		'The provider could not be reached for item 4: no answer (ECONNREFUSED)',
		'no answer (ETIMEDOUT)',
		'no answer (ENOTFOUND)',
		'no answer (EAI_AGAIN)',
	])('keeps its message: %s', (message) => {
		const error = thrown(message);
		expect(error.message).toBe(message);
		expect(error.description).toBe('How to go on');
	});

	it.each([400, 401, 403, 404, 429, 500, 503, 504])('keeps its message with HTTP %d', (httpStatus) => {
		const error = thrown('What happened to item 4', { httpStatus });
		expect(error.message).toBe('What happened to item 4');
		expect(error.description).toBe('How to go on');
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
	])('of the kind %s is about the own run: %p', (kind, isOwn) => {
		const error = toNodeError(new Failure(kind, 'What happened'), NODE);
		expect(error).toBeInstanceOf(isOwn ? NodeOperationError : NodeApiError);
	});
});

describe('Facts', () => {
	it('that are known stay when more are added', () => {
		const failure = new Failure('refused', 'a', 'b', { code: 'Known' });
		expect(failure.with({ code: 'Other', model: 'm' }).details).toMatchObject({ code: 'Known', model: 'm' });
		expect(failure.with({ model: 'm' }).description).toBe('b');
		expect(failure.with({ model: 'm' }).kind).toBe('refused');
	});

	it('keep every key, also that of a link whose end is not known', () => {
		const failure = new Failure('download', 'a', 'b', { videoUrl: 'https://x', videoUrlExpiresAt: null });
		expect(failure.with({ operation: 'edit' }).details).toEqual({
			...failure.details,
			operation: 'edit',
		});
	});

	it('are joined by a sentence at the end of the description', () => {
		expect(new Failure('refused', 'a', 'b.').adding('c.').description).toBe('b. c.');
		expect(new Failure('refused', 'a').adding('c.').description).toBe('c.');
	});
});

describe('Anything else that was thrown', () => {
	it('is taken as it is when it is a failure', () => {
		const failure = new Failure('badInput', 'a');
		expect(asFailure(failure)).toBe(failure);
	});

	it('keeps its message, and the description of errors of n8n', () => {
		expect(asFailure(new Error('Credentials not found')).message).toBe('Credentials not found');
		const failure = asFailure(new NodeOperationError(NODE, 'Not found', { description: 'Add it' }));
		expect([failure.message, failure.description]).toEqual(['Not found', 'Add it']);
		expect(asFailure('a text').message).toBe('a text');
		expect(asFailure(undefined).message).toBe('undefined');
	});
});
