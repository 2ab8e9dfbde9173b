import { getEventListeners } from 'events';
import fc from 'fast-check';
import { RateLimit } from '../../../nodes/WanVideoEdit/timing/rateLimit';
import { NOON, VirtualClock } from '../standIns';

/** When each caller is admitted, in order. They arrive with these pauses between them. */
async function admitted(perSecond: number, pauses: readonly number[], clock: VirtualClock) {
	const limit = new RateLimit(perSecond);
	const out: Array<{ caller: number; at: number }> = [];
	const works: Array<Promise<void>> = [];
	for (const [caller, pause] of pauses.entries()) {
		if (pause > 0) await clock.sleep(pause);
		works.push(limit.admit(clock).then(() => void out.push({ caller, at: clock.now() })));
	}
	await Promise.all(works);
	return out;
}

/** The maximum number of requests in any second that begins with one. */
const mostInASecond = (times: readonly number[]): number =>
	Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

const arrivals = fc.array(fc.oneof(fc.constant(0), fc.nat(300), fc.nat(3000)), { maxLength: 40 });
const rates = fc.constantFrom(2, 5, 18, 20);

/** A clock with these random numbers. */
const clockWith = (chances: readonly number[]) => {
	let next = 0;
	return new VirtualClock(NOON, () => chances[next++ % chances.length] ?? 0);
};
const chances = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 7 });

describe('A rate limit', () => {
	it('never admits more in any second than allowed, however they arrive', async () => {
		await fc.assert(
			fc.asyncProperty(rates, arrivals, chances, async (perSecond, pauses, chance) => {
				const out = await admitted(perSecond, pauses, clockWith(chance));
				expect(out).toHaveLength(pauses.length);
				expect(mostInASecond(out.map(({ at }) => at))).toBeLessThanOrEqual(perSecond);
			}),
		);
	});

	it('keeps the order of arrival', async () => {
		await fc.assert(
			fc.asyncProperty(rates, arrivals, chances, async (perSecond, pauses, chance) => {
				const out = await admitted(perSecond, pauses, clockWith(chance));
				expect(out.map(({ caller }) => caller)).toEqual(pauses.map((_, caller) => caller));
			}),
		);
	});

	it('is at most 12 percent slower than allowed', async () => {
		await fc.assert(
			fc.asyncProperty(
				rates,
				fc.integer({ min: 1, max: 60 }),
				chances,
				async (perSecond, callers, chance) => {
					const clock = clockWith(chance);
					await admitted(perSecond, Array<number>(callers).fill(0), clock);
					expect(clock.now() - NOON).toBeLessThanOrEqual(((callers - 1) * 1120) / perSecond + 0.001);
				},
			),
		);
	});

	it('admits the first one at once, also after a long pause', async () => {
		const clock = new VirtualClock();
		const out = await admitted(2, [0, 600_000, 600_000], clock);
		expect(out.map(({ at }) => at - NOON)).toEqual([0, 600_000, 1_200_000]);
	});

	it('saves no tokens during a pause', async () => {
		const clock = new VirtualClock(NOON, 0);
		const out = await admitted(2, [0, 600_000, 0, 0], clock);
		expect(out.map(({ at }) => at - NOON)).toEqual([0, 600_000, 600_510, 601_020]);
	});
});

describe('A clock that is changed while callers wait', () => {
	it.each([-3_600_000, -1500, 1500, 3_600_000])('by %d ms blocks nobody', async (ms) => {
		const clock = new VirtualClock();
		const limit = new RateLimit(2);
		await limit.admit(clock);
		const waiting = [limit.admit(clock), limit.admit(clock)];
		clock.setBy(ms);
		const after = clock.now();
		await Promise.all([...waiting, limit.admit(clock), limit.admit(clock)]);
		expect(clock.now() - after).toBeLessThanOrEqual(5 * 560);
	});
});

describe('A wait that is aborted', () => {
	it('returns at once, before or while it waits', async () => {
		const clock = new VirtualClock();
		const limit = new RateLimit(2);
		const stop = new AbortController();
		await limit.admit(clock);
		const waiting = [limit.admit(clock, stop.signal), limit.admit(clock, stop.signal)];
		stop.abort();
		await Promise.all([...waiting, limit.admit(clock, stop.signal)]);
		expect(clock.now()).toBe(NOON);
	});

	it('delays later ones by one turn at most', async () => {
		const clock = new VirtualClock();
		const limit = new RateLimit(2);
		const stop = new AbortController();
		const waiting = Array.from({ length: 50 }, async () => await limit.admit(clock, stop.signal));
		stop.abort();
		await Promise.all(waiting);
		await limit.admit(clock);
		expect(clock.now() - NOON).toBeLessThanOrEqual(560);
	});

	it('leaves no listener on the signal that it shares with many', async () => {
		const clock = new VirtualClock();
		const limit = new RateLimit(5);
		const { signal } = new AbortController();
		const waiting = Array.from({ length: 50 }, async () => await limit.admit(clock, signal));
		// Node.js warns of a leak from the eleventh on.
		expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(10);
		await Promise.all(waiting);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	});
});
