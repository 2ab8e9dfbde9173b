import { retry } from '../../../nodes/WanVideoEdit/timing/retry';
import { VirtualClock } from '../standIns';

/**
 * Returns these outcomes in order; negative ones are temporary. `stopAt`: the sleep during which the signal
 * is aborted.
 */
function trying(outcomes: readonly number[], { stopAt = 0, leastPauseMs = 0 } = {}) {
	const clock = new VirtualClock();
	const stop = new AbortController();
	clock.onSleep = (count) => {
		if (count === stopAt) stop.abort();
	};
	const begun: number[] = [];
	const work = async () => {
		const outcome = outcomes[begun.length] ?? NaN;
		begun.push(outcome);
		return await Promise.resolve(outcome);
	};
	const outcome = retry(
		work,
		(one) => one < 0,
		{ clock, signal: stop.signal },
		() => leastPauseMs,
	);
	return { outcome, begun, clock, stop };
}

describe('Free work', () => {
	it('is done once if it succeeds', async () => {
		const { outcome, begun, clock } = trying([1]);
		expect(await outcome).toBe(1);
		expect(begun).toEqual([1]);
		expect(clock.sleeps).toEqual([]);
	});

	it('is tried at most three times, with growing pauses, and returns the last outcome', async () => {
		const { outcome, begun, clock } = trying([-1, -2, -3, 4]);
		expect(await outcome).toBe(-3);
		expect(begun).toEqual([-1, -2, -3]);
		expect(clock.sleeps).toEqual([2000, 4000]);
	});

	it('waits as long as an outcome asks for', async () => {
		const { outcome, clock } = trying([-1, 2], { leastPauseMs: 9000 });
		expect(await outcome).toBe(2);
		expect(clock.sleeps).toEqual([9000]);
	});

	it('ends without an outcome when the run is aborted meanwhile', async () => {
		const paused = trying([-1, 2], { stopAt: 1 });
		expect(await paused.outcome).toBeUndefined();
		expect(paused.begun).toEqual([-1]);
		const cut = trying([-1, 2]);
		cut.stop.abort();
		expect(await cut.outcome).toBeUndefined();
	});

	it('returns a final outcome anyway', async () => {
		const { outcome, stop } = trying([1]);
		stop.abort();
		expect(await outcome).toBe(1);
	});
});
