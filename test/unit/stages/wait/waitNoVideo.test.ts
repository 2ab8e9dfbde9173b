import { rejectionOf } from '../../drafts';
import { NOON } from '../../standIns';
import { DONE, facts, RUNNING, state, waitOver } from './waitOver';

describe('A task that ends without a video', () => {
	it('failed, and the error says why', async () => {
		const failed = state('FAILED', { code: 'InvalidParameter', message: 'The size is not match 1234*5' });
		const { work, provider } = waitOver([RUNNING, failed]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskFailed');
		expect(failure.message).toBe('A parameter is not valid for this model');
		expect(failure.description).toBe(
			"Alibaba Cloud's message says which one: change it in the node. Alibaba Cloud says: The size is not match 1234*5. Tasks that do not succeed are not billed.",
		);
		expect(failure.details).toEqual(facts({ status: 'FAILED', code: 'InvalidParameter' }));
		expect(provider.requests).toHaveLength(2);
	});

	it('failed for a temporary reason, and the error says that it can be run again', async () => {
		const failure = await rejectionOf(waitOver([state('FAILED', { code: 'InternalError.Timeout' })]).work);
		expect(failure.details).toEqual(
			facts({ status: 'FAILED', code: 'InternalError.Timeout', retryable: true }),
		);
	});

	it('failed without a code, and is explained anyway', async () => {
		const failure = await rejectionOf(waitOver([state('FAILED')]).work);
		expect(failure.message).toBe('Alibaba Cloud could not create the video');
		expect(failure.description).toBe(
			'Alibaba Cloud gave no reason. Common ones are an input that exceeds a limit of the operation, a link that Alibaba Cloud cannot reach, and content moderation. Run the item again; if it ends the same way, check these three. Tasks that do not succeed are not billed.',
		);
		expect(failure.details).toEqual(facts({ status: 'FAILED' }));
	});

	it.each(['CANCELED', 'CANCELLED', 'cancelled'])('was canceled, spelled %s', async (spelling) => {
		const failure = await rejectionOf(waitOver([state(spelling)]).work);
		expect(failure.kind).toBe('taskCanceled');
		expect(failure.message).toBe('The task was removed from the queue at Alibaba Cloud before it started');
		expect(failure.description).toContain('It is not billed');
		expect(failure.details).toEqual(facts({ status: spelling.toUpperCase() }));
	});

	it.each([undefined, null, ''])('succeeded with %p as link', async (video_url) => {
		const { work, provider } = waitOver([state('SUCCEEDED', { video_url })]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskFailed');
		expect(failure.message).toBe('The task succeeded, but Alibaba Cloud returned no link to the video');
		expect(failure.description).toContain('operation Get, and the task ID');
		expect(failure.details).toEqual(facts({ status: 'SUCCEEDED' }));
		expect(provider.requests).toHaveLength(1);
	});
});

describe('A task that Alibaba Cloud does not know', () => {
	it('is expected to become visible within 10 seconds of its creation', async () => {
		const { work } = waitOver([state('UNKNOWN'), DONE], { pace: 'fast' });
		expect((await work).status).toBe('SUCCEEDED');
	});

	it('is reported from then on, once a second poll confirms it', async () => {
		const { work, provider } = waitOver([state('UNKNOWN')]);
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('taskUnknown');
		expect(failure.message).toBe('Alibaba Cloud does not know this task');
		expect(failure.description).toBe(
			'Alibaba Cloud keeps tasks for 24 hours, in the account and region that created them: check the ID and the credential.',
		);
		expect(failure.details).toEqual(facts({ status: 'UNKNOWN' }));
		expect(provider.times).toEqual([NOON + 3000, NOON + 13_000, NOON + 16_000]);
	});

	it('is reported soon when it vanishes after it was seen', async () => {
		const { work, provider } = waitOver([RUNNING, RUNNING, state('UNKNOWN')]);
		expect((await rejectionOf(work)).kind).toBe('taskUnknown');
		expect(provider.requests).toHaveLength(4);
		expect(provider.gaps.at(-1)).toBe(3000);
	});

	it('is awaited if it is unknown only for a moment', async () => {
		const { work } = waitOver([RUNNING, RUNNING, state('UNKNOWN'), RUNNING, state('UNKNOWN'), DONE]);
		expect((await work).status).toBe('SUCCEEDED');
	});
});
