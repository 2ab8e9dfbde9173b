import type { IDataObject } from 'n8n-workflow';
import type { Pace, Waiting } from '../../../../nodes/WanVideoEdit/form/waiting';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { wait } from '../../../../nodes/WanVideoEdit/stages/wait/wait';
import { answer, byEndpoint, idIn, idOf, MODEL, NOON, pageOf, runOver, VirtualClock } from '../../standIns';

const taskOf = (number: number, submittedAt = NOON): Task => ({
	taskId: idOf(String(number)),
	item: number,
	operation: 'outpaint',
	model: MODEL,
	kind: `${MODEL} outpaint `,
	submittedAt,
	status: 'PENDING',
	response: {},
});

const waitingAt = (pace: Pace): Waiting => ({
	timeoutMs: 1_800_000,
	continueOnTimeout: false,
	pace,
	cancelOnStop: true,
});

const stateOf = (task_status: string, more: object = {}) =>
	answer(200, { output: { task_status, video_url: 'https://example.com/out.mp4', ...more } });

describe('Twenty tasks in flight', () => {
	/** Waits for tasks that are created at five per second and take 120 to 159 s. */
	async function waitForAll(pace: Pace) {
		const clock = new VirtualClock();
		const tasks = Array.from({ length: 20 }, (_, number) => taskOf(number, NOON + number * 200));
		const endOf = (id: string) => NOON + 120_000 + ((Number(id.slice(5)) * 7919) % 40) * 1000;
		const stateNow = (id: string) => (clock.now() < endOf(id) ? 'RUNNING' : 'SUCCEEDED');
		const newestFirst = () =>
			tasks.map(({ taskId }) => ({ task_id: taskId, status: stateNow(taskId) })).reverse();
		const world = runOver(
			[
				byEndpoint({
					query: (request) => stateOf(stateNow(idIn(request))),
					list: ({ query }) => pageOf(newestFirst().slice(0, Number(query?.page_size))),
				}),
			],
			{ clock },
		);
		const looks = jest.spyOn(world.run.poller, 'poll');
		const lags = await Promise.all(
			tasks.map(async (task) => {
				await clock.sleep((task.submittedAt ?? NOON) - NOON);
				await wait(task, waitingAt(pace), world.run);
				return clock.now() - endOf(task.taskId);
			}),
		);
		return {
			looks: looks.mock.calls.length,
			requests: world.provider.requests.length,
			lag: lags.reduce((sum, lag) => sum + lag, 0) / lags.length,
		};
	}

	// Measured: 64 requests for 213 polls (economy), 179 for 592 (balanced), 483 for 1,453 (fast).
	it.each<[Pace, number, number]>([
		['economy', 0.35, 7000],
		['balanced', 0.35, 3500],
		['fast', 0.4, 2000],
	])('need far fewer requests than polls, and are found no later: %s', async (pace, share, latest) => {
		const { looks, requests, lag } = await waitForAll(pace);
		expect(requests).toBeLessThan(looks * share);
		expect(lag).toBeLessThan(latest);
	});
});

describe('The deadline of tasks that are polled together', () => {
	it.each([92, 96, 100, 104])('after %d s is not left to the list, which may lag behind', async (seconds) => {
		const clock = new VirtualClock();
		const tasks = [0, 1, 2, 3].map((number) => taskOf(number));
		const deadline = NOON + seconds * 1000;
		const world = runOver(
			[
				byEndpoint({
					query: () => stateOf(clock.now() < deadline ? 'RUNNING' : 'SUCCEEDED'),
					list: () => pageOf(tasks.map(({ taskId }) => ({ task_id: taskId, status: 'RUNNING' }))),
				}),
			],
			{ clock },
		);
		const waiting = { ...waitingAt('balanced'), timeoutMs: seconds * 1000 };
		for (const task of await Promise.all(tasks.map(async (one) => await wait(one, waiting, world.run)))) {
			expect(task.status).toBe('SUCCEEDED');
		}
		expect(clock.now()).toBe(deadline);
		const { asked, times } = world.provider;
		expect(asked).toContain('list');
		expect(asked.filter((_, index) => times[index] === deadline)).toEqual(Array(4).fill('query'));
	});
});

describe('A pause that Alibaba Cloud asked for', () => {
	it('applies once, even if the list has the task next', async () => {
		const clock = new VirtualClock();
		let throttled = 0;
		const world = runOver(
			[
				byEndpoint({
					query: () => {
						if (clock.now() > NOON + 300_000) return stateOf('SUCCEEDED');
						if (throttled++ < 3) return answer(429, { code: 'Throttling' }, { 'retry-after': '60' });
						return stateOf('RUNNING');
					},
					list: () => {
						const status = clock.now() > NOON + 300_000 ? 'SUCCEEDED' : 'RUNNING';
						return pageOf([0, 1, 2].map((number) => ({ task_id: idOf(String(number)), status })));
					},
				}),
			],
			{ clock },
		);
		await Promise.all(
			[0, 1, 2].map(async (number) => await wait(taskOf(number), waitingAt('fast'), world.run)),
		);
		expect(throttled).toBeGreaterThanOrEqual(3);
		expect(world.provider.gaps.filter((gap) => gap > 30_000)).toHaveLength(1);
	});
});

describe('How long a task took', () => {
	const TIMES = { submit_time: '2026-11-20 20:00:00.000', end_time: '2026-11-20 20:01:30.000' };

	async function learnedFrom(answers: Parameters<typeof runOver>[0]) {
		const data: IDataObject = {};
		const { run } = runOver(answers, { context: { getWorkflowStaticData: () => data } });
		await wait(taskOf(0), waitingAt('balanced'), run).catch(() => undefined);
		return { run, kept: data.durations };
	}

	it("is learned from Alibaba Cloud's times, and saved with the workflow", async () => {
		const { run, kept } = await learnedFrom([stateOf('RUNNING'), stateOf('SUCCEEDED', TIMES)]);
		expect(run.durations.of(taskOf(0).kind)).toEqual([90]);
		expect(kept).toEqual({ [`${MODEL} outpaint `]: [90] });
	});

	it.each([
		['a task that did not succeed', stateOf('FAILED', TIMES)],
		['an answer without times', stateOf('SUCCEEDED')],
		[
			'times that cannot be',
			stateOf('SUCCEEDED', { submit_time: TIMES.end_time, end_time: TIMES.submit_time }),
		],
		['times that cannot be read', stateOf('SUCCEEDED', { submit_time: 'soon', end_time: 'later' })],
	])('is not learned from %s', async (_, end) => {
		const { run, kept } = await learnedFrom([end]);
		expect(run.durations.of(taskOf(0).kind)).toEqual([]);
		expect(kept).toBeUndefined();
	});

	it('saves polls of the next task of the kind while it cannot be finished', async () => {
		const requestsAfter = async (durations: readonly number[]) => {
			const clock = new VirtualClock();
			const end = NOON + 600_000;
			const world = runOver([() => stateOf(clock.now() < end ? 'RUNNING' : 'SUCCEEDED')], { clock });
			for (const seconds of durations) world.run.durations.add(taskOf(0).kind, seconds);
			await wait(taskOf(0), waitingAt('balanced'), world.run);
			return world.provider.requests.length;
		};
		expect(await requestsAfter(Array<number>(8).fill(600))).toBeLessThan((await requestsAfter([])) / 2);
	});
});
