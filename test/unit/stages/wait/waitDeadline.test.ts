import { rejectionOf } from '../../drafts';
import { answer, lost, NOON, VirtualClock } from '../../standIns';
import { DONE, facts, ID, MINUTE, PENDING, RUNNING, state, waitOver } from './waitOver';

describe('The deadline', () => {
	it('ends the wait with the task ID and advice', async () => {
		const { work, clock, provider } = waitOver([RUNNING], { timeoutMs: 2 * MINUTE });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.message).toBe('The video is not ready after 2 minutes: its task is still RUNNING');
		expect(failure.description).toBe(
			"The task keeps running at Alibaba Cloud and is billed if it succeeds. Fetch the video with the resource Task, operation Get, within 24 hours, or raise 'Timeout (Minutes)'.",
		);
		expect(failure.details).toEqual(facts({ status: 'RUNNING' }));
		expect(clock.now()).toBe(NOON + 2 * MINUTE);
		expect(provider.times.at(-1)).toBe(NOON + 2 * MINUTE);
	});

	it('returns the unfinished task if the user wants to continue', async () => {
		const { work, clock } = waitOver([RUNNING], { timeoutMs: MINUTE, continueOnTimeout: true });
		expect(await work).toMatchObject({ taskId: ID, status: 'RUNNING' });
		expect(clock.now()).toBe(NOON + MINUTE);
	});

	it('has a last poll, so that a task that has just finished is not missed', async () => {
		const world = waitOver([() => (world.clock.now() >= NOON + 100_000 ? DONE : RUNNING)], {
			timeoutMs: 100_000,
		});
		expect((await world.work).status).toBe('SUCCEEDED');
		expect(world.provider.times.at(-1)).toBe(NOON + 100_000);
	});

	it.each([0, 1, 2500])('after %d ms applies to the first poll', async (timeoutMs) => {
		const { work, provider } = waitOver([RUNNING], { timeoutMs });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('timedOut');
		expect(provider.times).toEqual([NOON + timeoutMs]);
	});

	it('counts from the creation of the task, even if the wait began later', async () => {
		const clock = new VirtualClock(NOON + 50_000);
		const { work } = waitOver([RUNNING], { timeoutMs: MINUTE, clock });
		await rejectionOf(work);
		expect(clock.now()).toBe(NOON + MINUTE);
	});

	it('is shown in fractions of minutes', async () => {
		const { work } = waitOver([PENDING], { timeoutMs: 1.5 * MINUTE });
		expect((await rejectionOf(work)).message).toBe(
			'The video is not ready after 1.5 minutes: its task is still PENDING',
		);
	});

	it('reports an undocumented status', async () => {
		const failure = await rejectionOf(waitOver([state('PAUSED')], { timeoutMs: MINUTE }).work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.message).toBe('The video is not ready after 1 minute: its task is still PAUSED');
		expect(failure.description).toContain('The last poll got the unknown status "PAUSED".');
		expect(failure.details.status).toBe('PAUSED');
	});

	it.each<[string, ReturnType<typeof answer>, string]>([
		['answers without a state', answer(200, { output: {} }), 'a response without a status'],
		['web pages', answer(200, '<html>'), 'a web page instead of JSON'],
		['a server that is down', answer(503, ''), 'HTTP 503'],
		['throttling', answer(429, { code: 'Throttling' }), 'HTTP 429 Throttling'],
		['no answers', lost('ETIMEDOUT'), 'no response (ETIMEDOUT)'],
	])('reports %s as the result of the last query', async (_, trouble, words) => {
		const failure = await rejectionOf(waitOver([trouble], { timeoutMs: MINUTE }).work);
		expect(failure.kind).toBe('timedOut');
		expect(failure.description).toMatch(/The last poll got [^.]*\.$/);
		expect(failure.description).toContain(`The last poll got ${words}.`);
	});

	it('is not exceeded by a pause that Alibaba Cloud asks for', async () => {
		const throttled = answer(429, { code: 'Throttling' }, { 'retry-after': '3600' });
		const { work, clock } = waitOver([throttled], { timeoutMs: MINUTE });
		await rejectionOf(work);
		expect(clock.now()).toBe(NOON + MINUTE);
	});
});
