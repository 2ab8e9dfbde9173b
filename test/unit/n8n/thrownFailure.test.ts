import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import { stoppedFailure } from '../../../nodes/WanVideoEdit/failure/stopped';
import { toErrorItem, toNodeError } from '../../../nodes/WanVideoEdit/n8n/errors';
import { KINDS, NODE, DETAILS } from './failures';

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
