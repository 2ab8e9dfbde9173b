import type { HttpResponse } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { rejectionOf } from '../../drafts';
import { answer, NOON, VirtualClock } from '../../standIns';
import { ACCEPTED, ID, MINUTES, submitOver, THROTTLED } from './submitOver';

describe('A throttled create request', () => {
	it.each([
		['a code', THROTTLED],
		['no JSON', answer(429, '<html>Too Many Requests</html>')],
		['the code that the older pages give with HTTP 400', answer(400, { code: 'Throttling.AllocationQuota' })],
		['a burst', answer(429, { code: 'Throttling.BurstRate' })],
		['another name', answer(429, { code: 'LimitRequests' })],
	])('is retried when it came with %s', async (_, throttled) => {
		const { work, provider } = submitOver([throttled, throttled, ACCEPTED]);
		expect((await work).taskId).toBe(ID);
		expect(provider.requests).toHaveLength(3);
	});

	it('is retried with pauses that double, up to half a minute', async () => {
		const { work, provider } = submitOver([...Array<HttpResponse>(8).fill(THROTTLED), ACCEPTED]);
		await work;
		expect(provider.gaps).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
	});

	it.each([
		// The model's rate limit is slower than that backoff.
		[0, 510],
		[0.999, 1499],
	])('is retried at a random moment, with %d after %d ms', async (chance, gap) => {
		const { work, provider } = submitOver([THROTTLED, ACCEPTED], { clock: new VirtualClock(NOON, chance) });
		await work;
		expect(provider.gaps[0]).toBeCloseTo(gap);
	});

	it('is retried no earlier than Alibaba Cloud asks for, plus a random pause', async () => {
		const wait = (seconds: number) => answer(429, { code: 'Throttling' }, { 'retry-after': String(seconds) });
		const { work, provider } = submitOver([wait(20), wait(0), wait(1), ACCEPTED]);
		await work;
		expect(provider.gaps).toEqual([21_000, 2000, 4000]);
	});

	it('fails when the next try would come after the deadline, without waiting for it', async () => {
		const { work, clock, provider, run } = submitOver([THROTTLED], { minutes: 1, item: 3 });
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('refused');
		expect(failure.message).toBe('Alibaba Cloud rejected the request: the account sent too many requests');
		expect(failure.description).toBe(
			'No task was created, and nothing is billed. Run fewer items at the same time, or run it again in a minute. Alibaba Cloud says: later.',
		);
		expect(failure.details).toMatchObject({
			taskId: null,
			code: 'Throttling.RateQuota',
			requestId: 'r-429',
			httpStatus: 429,
			retryable: true,
			operation: 'outpaint',
			model: 'wan2.1-vace-plus',
		});
		expect(clock.now()).toBeLessThanOrEqual(NOON + MINUTES);
		expect(provider.gaps).toEqual([1000, 2000, 4000, 8000, 16_000]);
		expect(run.created).toEqual([]);
	});

	it('fails at once when Alibaba Cloud asks for a pause beyond the deadline', async () => {
		const { work, provider } = submitOver([answer(429, { code: 'Throttling' }, { 'retry-after': '61' })], {
			minutes: 1,
		});
		await rejectionOf(work);
		expect(provider.requests).toHaveLength(1);
	});

	it.each(['CommodityNotPurchased', 'PrepaidBillOverdue', 'PostpaidBillOverdue'])(
		'is not retried if the bill is the reason: %s',
		async (code) => {
			const { work, provider } = submitOver([answer(429, { code })]);
			const failure = await rejectionOf(work);
			expect(failure.kind).toBe('refused');
			expect(failure.details.retryable).toBe(false);
			expect(provider.requests).toHaveLength(1);
		},
	);

	it.each([429, 400])('is not retried if the free quota is used up, HTTP %d', async (status) => {
		const spent = { code: 'Throttling.AllocationQuota', message: 'Free allocated quota exceeded.' };
		const { work, provider } = submitOver([answer(status, spent)]);
		expect((await rejectionOf(work)).details.retryable).toBe(false);
		expect(provider.requests).toHaveLength(1);
	});

	it('is not retried after Stop', async () => {
		const { work, provider, clock, stop } = submitOver([THROTTLED], { item: 2 });
		clock.onSleep = () => stop.abort();
		const failure = await rejectionOf(work);
		expect(failure.kind).toBe('stopped');
		expect(failure.message).toBe('The run was canceled before the task was created');
		expect(provider.requests).toHaveLength(1);
	});
});
