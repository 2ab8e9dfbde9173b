import { NodeOperationError } from 'n8n-workflow';
import { asFailure, Failure } from '../../../nodes/WanVideoEdit/failure/failure';
import { NODE } from '../n8n/failures';

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
