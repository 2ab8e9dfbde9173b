import fc from 'fast-check';
import type { HttpResponse } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { answer, idIn, lost, MODEL, NOON, runOver } from '../../standIns';
import { kindsOf, listing, pollerOver, taskOf, tasksOf } from './pollerOver';

describe('Polls that are due together', () => {
	it.each([3, 4, 20])('use one list request if there are %d', async (count) => {
		const { pollAll, provider } = pollerOver();
		expect(await pollAll(tasksOf(count))).toEqual(Array(count).fill({ kind: 'listed', status: 'RUNNING' }));
		expect(provider.asked).toEqual(['list']);
		expect(provider.requests[0]?.query).toMatchObject({ model_name: MODEL, page_no: 1 });
	});

	it.each([1, 2])('use separate queries if there are %d', async (count) => {
		const { pollAll, provider } = pollerOver();
		expect(kindsOf(await pollAll(tasksOf(count)))).toEqual(Array(count).fill('reply'));
		expect(provider.asked).toEqual(Array(count).fill('query'));
	});

	it('include those that may come earlier, and no others', async () => {
		const { poll, provider, clock } = pollerOver();
		const times: number[] = [];
		const ready = [1000, 1300, 1400].map((pauseMs, number) => ({ number, pauseMs, slackMs: 400 }));
		await Promise.all(
			[...ready, { number: 3, pauseMs: 1401, slackMs: 400 }].map(async ({ number, ...next }) => {
				await poll(taskOf(number), next);
				times[number] = clock.now() - NOON;
			}),
		);
		expect(times).toEqual([1000, 1000, 1000, 1401]);
		expect(provider.asked).toEqual(['list', 'query']);
	});

	it('wait for a list request in flight instead of sending another', async () => {
		const world = pollerOver({
			list: async (all) => {
				await world.clock.sleep(500);
				return listing(all);
			},
		});
		const polls = await Promise.all(
			[1000, 1100, 1200].map(
				async (pauseMs, number) => await world.poll(taskOf(number), { pauseMs, slackMs: 300 }),
			),
		);
		expect(kindsOf(polls)).toEqual(['listed', 'listed', 'listed']);
		expect(world.provider.asked).toEqual(['list']);
	});

	it('do not count those that already wait for a list', async () => {
		const world = pollerOver({
			list: async (all) => {
				await world.clock.sleep(500);
				return listing(all);
			},
		});
		const listed = world.pollAll(tasksOf(3));
		const others = tasksOf(5)
			.slice(3)
			.map(async (task) => await world.poll(task, { pauseMs: 1200 }));
		expect(kindsOf(await Promise.all(others))).toEqual(['reply', 'reply']);
		expect(kindsOf(await listed)).toEqual(['listed', 'listed', 'listed']);
		expect(world.provider.asked).toEqual(['list', 'query', 'query']);
	});

	it('are separate for each model, since a list has one', async () => {
		const { pollAll, provider } = pollerOver();
		await pollAll([...tasksOf(2), ...tasksOf(2, { model: 'wan2.7-videoedit' })]);
		expect(provider.asked).not.toContain('list');
	});

	it('use separate queries if the model is unknown', async () => {
		const { pollAll, provider } = pollerOver();
		await pollAll(tasksOf(5, { model: null }));
		expect(provider.asked).toEqual(Array(5).fill('query'));
	});

	it('find the oldest of all tasks in flight', async () => {
		const world = pollerOver({
			list: (all, { query: asked }) =>
				listing(
					Object.fromEntries(
						Object.entries(all)
							.filter(([id]) => Number(id.slice(5)) < 20)
							.reverse()
							.slice(0, Number(asked?.page_size)),
					),
				),
		});
		const young = tasksOf(20).slice(3);
		const younger = Promise.all(young.map(async (task) => await world.poll(task, { pauseMs: 60_000 })));
		expect(kindsOf(await world.pollAll(tasksOf(3)))).toEqual(['listed', 'listed', 'listed']);
		await younger;
	});
});

describe('A status in the list', () => {
	it.each([
		['PENDING', 'PENDING'],
		['RUNNING', 'RUNNING'],
		['running', 'RUNNING'],
	])('is used if it is %s', async (status, seen) => {
		const { pollAll } = pollerOver({ statuses: { 'task-0': status } });
		expect((await pollAll(tasksOf(3)))[0]).toEqual({ kind: 'listed', status: seen });
	});

	it.each(['SUCCEEDED', 'FAILED', 'CANCELED', 'CANCELLED', 'UNKNOWN', 'SUSPENDED', 'QUEUED_AGAIN', ''])(
		'is followed by a query at once if it is %p',
		async (status) => {
			const { pollAll, provider, clock } = pollerOver({ statuses: { 'task-1': status } });
			expect(kindsOf(await pollAll(tasksOf(4)))).toEqual(['listed', 'reply', 'listed', 'listed']);
			expect(provider.asked).toEqual(['list', 'query']);
			expect(clock.now()).toBe(NOON + 1000);
		},
	);

	it('is replaced by a query at once if the task is not listed', async () => {
		const { pollAll, provider } = pollerOver({
			list: (all) => listing(Object.fromEntries(Object.entries(all).filter(([id]) => id !== 'task-2'))),
		});
		expect(kindsOf(await pollAll(tasksOf(4)))).toEqual(['listed', 'listed', 'reply', 'listed']);
		expect(idIn(provider.requests[1]!)).toBe('task-2');
	});

	it('never prevents a poll from returning, whatever it is', async () => {
		const garbage = fc.oneof(
			fc.jsonValue().map((value) => answer(200, { data: value as never })),
			fc
				.array(
					fc.oneof(
						fc.jsonValue(),
						fc.record(
							{
								task_id: fc.oneof(fc.constantFrom('task-0', 'task-1'), fc.jsonValue()),
								status: fc.oneof(fc.constantFrom('RUNNING', 'SUCCEEDED'), fc.jsonValue()),
							},
							{ requiredKeys: [] },
						),
					),
				)
				.map((data) => answer(200, { data })),
			fc.constantFrom(200, 400, 401, 429, 500).map((status) => answer(status, '<html>')),
			fc.constantFrom('ECONNRESET', 'ENOTFOUND').map(lost),
		);
		await fc.assert(
			fc.asyncProperty(garbage, async (list) => {
				const { pollAll } = pollerOver({ list: () => list });
				for (const poll of await pollAll(tasksOf(3))) {
					if (poll?.kind === 'listed') expect(poll.status).toBe('RUNNING');
					else expect(poll).toMatchObject({ kind: 'reply', reply: { kind: 'ok' } });
				}
			}),
			{ numRuns: 300 },
		);
	});

	it('is not relied on forever: after four polls from the list, the task is queried', async () => {
		const { pollAll, provider } = pollerOver();
		const tasks = tasksOf(3);
		for (let round = 0; round < 10; round++) await pollAll(tasks);
		const byList = ['list', 'list', 'list', 'list'];
		const bySelf = ['query', 'query', 'query'];
		expect(provider.asked).toEqual([...byList, ...bySelf, ...byList, ...bySelf]);
	});
});

describe('A list that saves no requests', () => {
	const USELESS: ReadonlyArray<[string, () => HttpResponse]> = [
		['is turned down', () => answer(403, { code: 'AccessDenied' })],
		['is throttled', () => answer(429, { code: 'Throttling' })],
		['does not come', () => lost('ETIMEDOUT')],
		['is empty', () => listing({})],
		['has no data', () => answer(200, {})],
		['holds others', () => listing({ 'task-90': 'RUNNING', 'task-91': 'RUNNING' })],
		['holds one of many', () => listing({ 'task-0': 'RUNNING' })],
	];

	it.each(USELESS)('is no longer requested after three times in a row: it %s', async (_, list) => {
		const { pollAll, provider } = pollerOver({ list });
		for (let round = 0; round < 10; round++) await pollAll(tasksOf(5));
		expect(provider.asked.filter((one) => one === 'list')).toHaveLength(3);
	});

	it('costs no time: every task is queried at once', async () => {
		const { pollAll, provider, clock } = pollerOver({ list: () => answer(500, '') });
		expect(kindsOf(await pollAll(tasksOf(4)))).toEqual(Array(4).fill('reply'));
		expect(provider.asked).toEqual(['list', ...Array<string>(4).fill('query')]);
		expect(clock.now()).toBe(NOON + 1000);
	});

	it('is forgiven when a later one helps', async () => {
		let asked = 0;
		const { pollAll, provider } = pollerOver({
			list: (all) => (++asked % 3 === 0 ? listing(all) : answer(500, '')),
		});
		for (let round = 0; round < 12; round++) await pollAll(tasksOf(3));
		expect(provider.asked.filter((one) => one === 'list')).toHaveLength(12);
	});
});

describe('The last poll before the timeout', () => {
	it('is a separate query, and does not count as due', async () => {
		const { poll, pollAll, provider } = pollerOver();
		const last = poll(taskOf(3), { final: true });
		expect(kindsOf(await pollAll(tasksOf(2)))).toEqual(['reply', 'reply']);
		expect((await last)?.kind).toBe('reply');
		expect(provider.asked).not.toContain('list');
	});

	it('is not done earlier by the list of others', async () => {
		const { poll, pollAll, clock } = pollerOver();
		const last = poll(taskOf(9), { final: true, pauseMs: 1400, slackMs: 1000 });
		await pollAll(tasksOf(3));
		expect((await last)?.kind).toBe('reply');
		expect(clock.now()).toBe(NOON + 1400);
	});
});

describe('Stop', () => {
	it('during a pause ends all polls at once, without a request', async () => {
		const { pollAll, provider, clock, stop } = pollerOver();
		const polls = pollAll(tasksOf(20));
		stop.abort();
		expect(await polls).toEqual(Array(20).fill(undefined));
		expect(provider.requests).toEqual([]);
		expect(clock.now()).toBe(NOON);
	});

	it('during a list request ends the polls that wait for it, without another request', async () => {
		const world = pollerOver({
			list: () => {
				world.stop.abort();
				return lost('ERR_CANCELED');
			},
		});
		expect(await world.pollAll(tasksOf(3))).toEqual([undefined, undefined, undefined]);
		expect(world.provider.asked).toEqual(['list']);
	});

	it('during a query discards its aborted response', async () => {
		const world = runOver([
			() => {
				world.stop.abort();
				return lost('ERR_CANCELED');
			},
		]);
		const next = { pauseMs: 10, slackMs: 0 };
		expect(await world.run.poller.poll(taskOf(0), next, world.run.signal, false)).toBeUndefined();
	});
});
