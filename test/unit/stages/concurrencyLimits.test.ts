import fc from 'fast-check';
import { ConcurrencyLimit, ConcurrencyLimits } from '../../../nodes/WanVideoEdit/stages/concurrencyLimits';
import { NOON, VirtualClock } from '../standIns';

const times = fc.array(fc.nat(50), { maxLength: 30 });
const limits = fc.integer({ min: 1, max: 12 });
const fault = new Error('fault');

/** Does work of these durations, and records its maximum concurrency and order. */
function workshop(clock: VirtualClock) {
	const begun: number[] = [];
	let inside = 0;
	const seen = { begun, most: 0 };
	const work = async (thing: number, duration: number) => {
		begun.push(thing);
		seen.most = Math.max(seen.most, ++inside);
		await clock.sleep(duration);
		inside--;
		return thing;
	};
	return { seen, work };
}

describe('A concurrency limit', () => {
	it('never runs more than it has slots, in order of arrival', async () => {
		await fc.assert(
			fc.asyncProperty(times, limits, async (durations, limit) => {
				const lane = new ConcurrencyLimit(limit);
				const { seen, work } = workshop(new VirtualClock());
				const done = await Promise.all(
					durations.map(async (duration, thing) => await lane.run(async () => await work(thing, duration))),
				);
				expect(done).toEqual(durations.map((_, thing) => thing));
				expect(seen.begun).toEqual(done);
				expect(seen.most).toBe(Math.min(limit, durations.length));
			}),
		);
	});

	it('starts the next one as soon as any one releases its slot', async () => {
		const clock = new VirtualClock();
		const lane = new ConcurrencyLimit(2);
		const entered: number[] = [];
		await Promise.all(
			[9, 1, 1].map(
				async (duration) =>
					await lane.run(async () => {
						entered.push(clock.now() - NOON);
						await clock.sleep(duration);
					}),
			),
		);
		expect(entered).toEqual([0, 0, 1]);
	});

	it('frees a slot once, however often its holder releases it', async () => {
		const lane = new ConcurrencyLimit(1);
		const leave = await lane.acquire();
		leave();
		leave();
		await lane.acquire();
		const third = jest.fn();
		void lane.acquire().then(third);
		await new Promise((resolve) => setImmediate(resolve));
		expect(third).not.toHaveBeenCalled();
	});

	it('frees the slot of failed work', async () => {
		const lane = new ConcurrencyLimit(1);
		await expect(lane.run(async () => await Promise.reject(fault))).rejects.toBe(fault);
		expect(await lane.run(async () => await Promise.resolve('next'))).toBe('next');
	});
});

describe('The slots for tasks', () => {
	/** Runs items with these preparation and task durations. A negative duration throws at its end. */
	async function takeThrough(items: ReadonlyArray<readonly [number, number]>, tasks: number) {
		const clock = new VirtualClock();
		const lanes = new ConcurrencyLimits(tasks);
		const seen = {
			preparing: 0,
			working: 0,
			ahead: 0,
			most: { working: 0, ahead: 0 },
			prepared: [] as number[],
		};
		const step = async (duration: number) => {
			await clock.sleep(Math.abs(duration));
			if (duration < 0) throw fault;
		};
		const ends = await Promise.allSettled(
			items.map(async ([preparation, work], item) => {
				const started = await lanes.start();
				return await lanes.forTask(
					async () => {
						seen.prepared.push(item);
						seen.most.ahead = Math.max(seen.most.ahead, ++seen.ahead);
						await step(preparation).catch(async (cause: unknown) => {
							seen.ahead--;
							return await Promise.reject(cause);
						});
						return `item ${item}`;
					},
					async (ready) => {
						seen.ahead--;
						seen.most.working = Math.max(seen.most.working, ++seen.working);
						await step(work).finally(() => seen.working--);
						return ready;
					},
					{ started },
				);
			}),
		);
		return { ...seen, ends, took: clock.now() - NOON };
	}

	const durations = fc.oneof(fc.nat(50), fc.nat(50), fc.nat(50), fc.integer({ min: -50, max: -1 }));
	const items = fc.array(fc.tuple(durations, durations), { maxLength: 25 });

	it('never hold more tasks than there are slots, and never more than two items that prepare ahead', async () => {
		await fc.assert(
			fc.asyncProperty(items, limits, async (list, tasks) => {
				const { most } = await takeThrough(list, tasks);
				expect(most.working).toBeLessThanOrEqual(tasks);
				expect(most.ahead).toBeLessThanOrEqual(2);
			}),
		);
	});

	it('are free again after everything, whatever failed', async () => {
		await fc.assert(
			fc.asyncProperty(items, limits, async (list, tasks) => {
				const { ends, prepared, working, ahead } = await takeThrough(list, tasks);
				expect(ends).toEqual(
					list.map((durations_, item) =>
						durations_.some((duration) => duration < 0)
							? { status: 'rejected', reason: fault }
							: { status: 'fulfilled', value: `item ${item}` },
					),
				);
				expect(prepared).toEqual(list.map((_, item) => item));
				expect({ working, ahead }).toEqual({ working: 0, ahead: 0 });
			}),
		);
	});

	it('are always in use: uploads cost no time as long as they are shorter than tasks', async () => {
		const list = Array<readonly [number, number]>(20).fill([100, 1000]);
		expect((await takeThrough(list, 2)).took).toBe(100 + (20 / 2) * 1000);
	});

	it('are not used during uploads', async () => {
		const { took } = await takeThrough(
			[
				[1000, 10],
				[0, 1000],
			],
			1,
		);
		expect(took).toBe(1010);
	});
});

describe('The slots for downloads', () => {
	it('are four, whatever the limit for tasks', async () => {
		const lanes = new ConcurrencyLimits(20);
		const { seen, work } = workshop(new VirtualClock());
		await Promise.all(
			Array.from(
				{ length: 20 },
				async (_, thing) => await lanes.forTransfer(async () => await work(thing, 9)),
			),
		);
		expect(seen.most).toBe(4);
	});

	it('do not use the slots for tasks', async () => {
		const clock = new VirtualClock();
		const lanes = new ConcurrencyLimits(1);
		await Promise.all(
			[0, 1, 2].map(async (item) => {
				await lanes.forTask(
					async () => await Promise.resolve(item),
					async () => await clock.sleep(100),
					{ started: () => undefined },
				);
				await lanes.forTransfer(async () => await clock.sleep(1000));
			}),
		);
		expect(clock.now() - NOON).toBe(3 * 100 + 1000);
	});

	it('reports a failure before the next one gets the slot', async () => {
		const seen: string[] = [];
		const lanes = new ConcurrencyLimits(1, () => seen.push('failure'));
		const failing = lanes.forTask(
			async () => undefined,
			async () => await Promise.reject(new Error('bad')),
			{ started: () => undefined },
		);
		const next = lanes.forTask(
			async () => undefined,
			async () => {
				seen.push('next');
			},
			{ started: () => undefined },
		);
		await Promise.allSettled([failing, next]);
		expect(seen).toEqual(['failure', 'next']);
	});
});
