import type { HttpResponse } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { kindOf, submit } from '../../../../nodes/WanVideoEdit/stages/submit/submit';
import { bodyOf, form, modeNamed, placedOf, rejectionOf } from '../../drafts';
import { answer, lost, newHost, NOON, runOver, type Script, VirtualClock } from '../../standIns';

const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;
const ACCEPTED = answer(200, { request_id: 'r-ok', output: { task_id: ID, task_status: 'PENDING' } });
const THROTTLED = answer(429, { code: 'Throttling.RateQuota' });

type World = ReturnType<typeof runOver>;

/** Submits this many items at once. */
const submitAll = (world: World, operation: string, items: number) =>
	Array.from({ length: items }, (_, item) =>
		submit(
			modeNamed(operation),
			placedOf(operation, form(operation), item),
			world.clock.now() + 600_000,
			world.run,
		),
	);

describe('Create requests of items that are submitted together', () => {
	it.each([
		['edit', 5],
		['outpaint', 2],
	])('of %s are sent at most %d times in any second, and hardly slower', async (operation, perSecond) => {
		const world = runOver([ACCEPTED]);
		await Promise.all(submitAll(world, operation, 20));
		const { times } = world.provider;
		expect(times).toHaveLength(20);
		times.forEach((time, index) => {
			expect(times.slice(index).filter((other) => other < time + 1000).length).toBeLessThanOrEqual(perSecond);
		});
		expect(world.clock.now() - NOON).toBeLessThan((20 / perSecond) * 1000 * 1.1);
	});

	it('are sent in the order of the items', async () => {
		const items: number[] = [];
		const world = runOver([ACCEPTED]);
		await Promise.all(
			submitAll(world, 'outpaint', 6).map(async (work, item) => await work.then(() => items.push(item))),
		);
		expect(items).toEqual([0, 1, 2, 3, 4, 5]);
	});

	it('keep the rate of the account, whichever run they belong to', async () => {
		const host = newHost();
		const clock = new VirtualClock();
		const worlds = [runOver([ACCEPTED], { host, clock }), runOver([ACCEPTED], { host, clock })];
		await Promise.all(worlds.flatMap((world) => submitAll(world, 'outpaint', 2)));
		const times = worlds.flatMap(({ provider }) => provider.times).sort((a, b) => a - b);
		expect(times).toEqual([0, 535, 1070, 1605].map((after) => NOON + after));
	});

	it('do not wait for those of the other model family, or of another account', async () => {
		const clock = new VirtualClock();
		const world = runOver([ACCEPTED], { clock });
		const elsewhere = runOver([ACCEPTED], { clock });
		await Promise.all([
			...submitAll(world, 'outpaint', 1),
			...submitAll(world, 'edit', 1),
			...submitAll(elsewhere, 'edit', 1),
		]);
		expect(clock.sleeps).toEqual([]);
	});

	it('keep the rate when they are throttled too', async () => {
		const world = runOver([THROTTLED, THROTTLED, THROTTLED, ACCEPTED], {
			clock: new VirtualClock(NOON, 0),
		});
		await Promise.all(submitAll(world, 'outpaint', 3));
		expect(Math.min(...world.provider.gaps)).toBeGreaterThanOrEqual(500);
	});

	it('that still wait for their turn are never sent after Stop', async () => {
		const world = runOver([ACCEPTED]);
		const [first, ...others] = submitAll(world, 'outpaint', 3);
		const ends = others.map(rejectionOf);
		await first;
		world.stop.abort();
		for (const failure of await Promise.all(ends)) expect(failure.kind).toBe('stopped');
		expect(world.provider.requests).toHaveLength(1);
		expect(world.clock.now()).toBe(NOON);
	});
});

describe('What the account knows after a create request', () => {
	const after = async (reply: HttpResponse) => {
		const world = runOver([reply]);
		await Promise.allSettled(submitAll(world, 'outpaint', 1));
		return { owns: world.run.account.owns(ID), open: world.run.account.unsettled(NOON).length };
	};

	it.each<[string, HttpResponse, { owns: boolean; open: number }]>([
		['that the task is somebody’s, where it was accepted', ACCEPTED, { owns: true, open: 0 }],
		['nothing, where it was turned down', answer(400, { code: 'InvalidURL' }), { owns: false, open: 0 }],
		['nothing, where it never left', lost('ECONNREFUSED'), { owns: false, open: 0 }],
		['that a task may be its, where the answer was lost', lost('ECONNRESET'), { owns: false, open: 1 }],
		['that a task may be its, where it came without an ID', answer(200, {}), { owns: false, open: 1 }],
	])('is %s', async (_, reply, known) => {
		expect(await after(reply)).toEqual(known);
	});
});

describe('The end of a run by another item', () => {
	it('does not cut off the response to a create request, however long it takes', async () => {
		const clock = new VirtualClock();
		const halt = new AbortController();
		const slow: Script = [
			async () => {
				halt.abort();
				await clock.sleep(20_000);
				return ACCEPTED;
			},
		];
		const world = runOver(slow, { clock });
		const run = { ...world.run, signal: halt.signal };
		const task = await submit(modeNamed('edit'), placedOf('edit'), NOON + 60_000, run);
		expect(task).toMatchObject({ taskId: ID });
		expect(run.created).toHaveLength(1);
	});
});

it('groups tasks by model, operation, and resolution or size', () => {
	expect(kindOf('edit', bodyOf('edit'))).toBe('wan2.7-videoedit edit 720P');
	expect(kindOf('edit', bodyOf('edit', { resolution: '1080P' }))).toBe('wan2.7-videoedit edit 1080P');
	expect(kindOf('imageReference', bodyOf('imageReference', { options: { size: '1280*720' } }))).toBe(
		'wan2.1-vace-plus imageReference 1280*720',
	);
	expect(kindOf('outpaint', bodyOf('outpaint', { options: { seed: 5, watermark: true } }))).toBe(
		'wan2.1-vace-plus outpaint ',
	);
});
