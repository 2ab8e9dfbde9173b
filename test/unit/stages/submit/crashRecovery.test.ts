import type { IDataObject } from 'n8n-workflow';
import { CrashRecovery } from '../../../../nodes/WanVideoEdit/stages/submit/crashRecovery';
import type { Claim, Finding } from '../../../../nodes/WanVideoEdit/stages/submit/taskSearch';
import { UsedTasks } from '../../../../nodes/WanVideoEdit/stages/submit/usedTasks';
import {
	answer,
	byEndpoint,
	idIn,
	idOf,
	MODEL,
	NOON,
	pageOf,
	rowOf,
	runOver,
	type Script,
	VirtualClock,
} from '../../standIns';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A task that has ended with a video of this prompt. */
const done = (name: string, prompt = 'Clay', more: object = {}) =>
	answer(200, { output: { task_id: idOf(name), task_status: 'SUCCEEDED', orig_prompt: prompt, ...more } });

const claim = (item: number, prompt = 'Clay', likeness = prompt): Claim => ({
	...{ item, operation: 'repaint', model: MODEL, likeness },
	...{ prompt: [prompt], echo: {} },
});

let workflows = 0;

/** An execution that is retried after a crash, in a new process. */
function recoverOver(
	script: Script,
	{ staticData = {} as IDataObject, clock = new VirtualClock(), timeoutMs = 30 * MINUTE } = {},
) {
	workflows += 1;
	const workflow = `crashed-${workflows}`;
	const context = {
		getMode: () => 'retry' as const,
		getWorkflow: () => ({ id: workflow, name: 'W', active: true }),
		getNode: () => ({ id: 'n' }) as never,
		getContext: () => ({}),
		getWorkflowStaticData: () => staticData,
	};
	const world = runOver(script, { clock, context });
	const recovery = new CrashRecovery();
	const find = async (...claims: Claim[]): Promise<Finding[]> =>
		await Promise.all(
			claims.map(async (claim) => await recovery.findingFor(claim, async () => claims, timeoutMs, world.run)),
		);
	return { ...world, find, recovery };
}

/** A task list with these tasks, each with the response to a query about it. */
const listing = (
	rows: readonly object[],
	answers: Readonly<Record<string, () => ReturnType<typeof answer>>>,
): Script => [byEndpoint({ list: () => pageOf(rows), query: (request) => answers[idIn(request)]!() })];

const own = (name: string) => ({ kind: 'own', taskId: idOf(name) });

describe('An item of an execution that crashed', () => {
	it('gets the only task of the last 24 hours that has its prompt', async () => {
		const rows = [rowOf('a', -HOUR), rowOf('b', -2 * HOUR)];
		const { find } = recoverOver(
			listing(rows, { [idOf('a')]: () => done('a'), [idOf('b')]: () => done('b', 'Glass') }),
		);
		expect(await find(claim(0))).toMatchObject([own('a')]);
	});

	it('gets it when it has ended, and no task before that', async () => {
		const clock = new VirtualClock();
		const running = answer(200, { output: { task_id: idOf('a'), task_status: 'RUNNING' } });
		const { find, provider } = recoverOver(
			listing([rowOf('a', -HOUR)], {
				[idOf('a')]: () => (clock.now() > NOON + 5 * MINUTE ? done('a') : running),
			}),
			{ clock },
		);
		expect(await find(claim(0))).toMatchObject([own('a')]);
		expect(provider.asked.filter((one) => one === 'query').length).toBeLessThan(40);
	});

	it('gets none if it would only be identified after its timeout', async () => {
		const running = answer(200, { output: { task_id: idOf('a'), task_status: 'RUNNING' } });
		const { find } = recoverOver(listing([rowOf('a', -HOUR)], { [idOf('a')]: () => running }));
		expect(await find(claim(0))).toMatchObject([{ kind: 'unknown', taskIds: [idOf('a')] }]);
	});

	it.each<[string, object]>([
		['of another model', rowOf('a', -HOUR, { model_name: 'wan2.7-videoedit' })],
		['older than 24 hours', rowOf('a', -25 * HOUR)],
		['created after the retry began', rowOf('a', 2 * MINUTE)],
		['that has failed', rowOf('a', -HOUR, { status: 'FAILED' })],
		['that was canceled', rowOf('a', -HOUR, { status: 'CANCELED' })],
	])('does not get a task %s', async (_, row) => {
		const { find } = recoverOver(listing([row], { [idOf('a')]: () => done('a') }));
		expect(await find(claim(0))).toEqual([{ kind: 'none' }]);
	});

	it("does not get a task that finished executions have handed on, according to the workflow's data", async () => {
		const staticData: IDataObject = {};
		const before = recoverOver([pageOf([])], { staticData });
		new UsedTasks({ ...before.run.context, getMode: () => 'trigger' }, before.clock).add([
			idOf('a'),
			idOf('b'),
		]);
		const rows = ['a', 'b', 'c'].map((name, number) => rowOf(name, -HOUR * (number + 1)));
		const answers = Object.fromEntries(['a', 'b', 'c'].map((name) => [idOf(name), () => done(name)]));
		const { find } = recoverOver(listing(rows, answers), { staticData });
		expect(await find(claim(0))).toMatchObject([own('c')]);
		// Without that data, they cannot be distinguished.
		expect(await recoverOver(listing(rows, answers)).find(claim(0))).toMatchObject([{ kind: 'unknown' }]);
	});

	it('does not get a task of a run of this process', async () => {
		const { find, run } = recoverOver(listing([rowOf('a', -HOUR)], { [idOf('a')]: () => done('a') }));
		run.account.own(idOf('a'), NOON - HOUR);
		expect(await find(claim(0))).toEqual([{ kind: 'none' }]);
	});

	it.each<[string, string, object]>([
		['gets the task that another retry of it has created', 'Clay', own('a')],
		['gets none that a retry of another item has created', 'Another clip', { kind: 'none' }],
	])('%s', async (_, request, found) => {
		const { find, run } = recoverOver(listing([rowOf('a', -MINUTE)], { [idOf('a')]: () => done('a') }));
		run.account.own(idOf('a'), NOON - MINUTE);
		run.account.claim(idOf('a'), request);
		expect(await find(claim(0))).toMatchObject([found]);
	});

	it('gets a task that a run of this process has left behind', async () => {
		const { find, run } = recoverOver(listing([rowOf('a', -HOUR)], { [idOf('a')]: () => done('a') }));
		run.account.own(idOf('a'), NOON - HOUR);
		run.account.leave(idOf('a'), 'behind');
		expect(await find(claim(0))).toMatchObject([own('a')]);
	});

	it('shares no task with items whose requests differ, although it matches', async () => {
		const { find, run } = recoverOver(listing([rowOf('a', -HOUR)], { [idOf('a')]: () => done('a') }));
		run.account.own(idOf('a'), NOON - HOUR);
		run.account.claim(idOf('a'), 'another clip');
		run.account.leave(idOf('a'), 'delivered');
		expect(await find(claim(0))).toMatchObject([{ kind: 'unknown', taskIds: [idOf('a')] }]);
	});

	it('does not get a task that a create request in flight may have created', async () => {
		const { find, run, clock } = recoverOver(listing([rowOf('a', -500)], { [idOf('a')]: () => done('a') }));
		run.account.open('vace', clock);
		expect(await find(claim(0))).toMatchObject([{ kind: 'unknown', taskIds: [idOf('a')] }]);
	});

	it('is not distinguished from items with equal requests: they get the tasks in order', async () => {
		const rows = [rowOf('late', -HOUR), rowOf('early', -2 * HOUR)];
		const answers = { [idOf('late')]: () => done('late'), [idOf('early')]: () => done('early') };
		const { find } = recoverOver(listing(rows, answers));
		expect(await find(claim(0), claim(1), claim(2))).toMatchObject([
			own('early'),
			own('late'),
			{ kind: 'none' },
		]);
	});

	it('gets none if an item with another request could have created it', async () => {
		const { find } = recoverOver(listing([rowOf('a', -HOUR)], { [idOf('a')]: () => done('a') }));
		const findings = await find(claim(0, 'Clay', 'clip 1'), claim(1, 'Clay', 'clip 2'));
		expect(findings).toMatchObject([{ kind: 'unknown' }, { kind: 'unknown' }]);
	});

	it('gets a task that the list shows late', async () => {
		const clock = new VirtualClock();
		const list = () => pageOf(clock.now() > NOON + 4_000 ? [rowOf('a', -MINUTE)] : []);
		const { find } = recoverOver([byEndpoint({ list, query: () => done('a') })], { clock });
		expect(await find(claim(0))).toMatchObject([own('a')]);
	});

	it('gets such a task even if its timeout is shorter than the second read takes', async () => {
		const clock = new VirtualClock();
		const list = () => pageOf(clock.now() > NOON + 4_000 ? [rowOf('a', -MINUTE)] : []);
		const script = [byEndpoint({ list, query: () => done('a') })];
		expect(await recoverOver(script, { clock, timeoutMs: 0 }).find(claim(0))).toMatchObject([own('a')]);
	});

	it('gets it if the list could not be read for a while', async () => {
		const clock = new VirtualClock();
		const list = () => (clock.now() > NOON + MINUTE ? pageOf([rowOf('a', -MINUTE)]) : answer(503, ''));
		const { find } = recoverOver([byEndpoint({ list, query: () => done('a') })], { clock });
		expect(await find(claim(0))).toMatchObject([own('a')]);
	});

	it.each<[string, ReturnType<typeof answer>]>([
		['that cannot be read', answer(500, '')],
		['without an end', pageOf([rowOf('a', -MINUTE)], {}, 1e9)],
		['whose page is empty, though it counts a task', answer(200, { data: [], total: 1, total_page: 1 })],
	])('gets none from a list %s', async (_, page) => {
		const { find } = recoverOver([byEndpoint({ list: () => page, query: () => done('a') })]);
		expect(await find(claim(0))).toMatchObject([
			{ kind: 'unknown', why: expect.stringContaining('list') as string },
		]);
	});

	it('gets it from the second page if the first one does not state the number of pages', async () => {
		const others = Array.from({ length: 50 }, (_, n) =>
			rowOf(`other-${n}`, -MINUTE, { model_name: 'wan2.7-i2v' }),
		);
		const list = (page: unknown) => answer(200, { data: page === 1 ? others : [rowOf('a', -MINUTE)] });
		const script = [byEndpoint({ list: ({ query }) => list(query?.page_no), query: () => done('a') })];
		expect(await recoverOver(script).find(claim(0))).toMatchObject([own('a')]);
	});

	it('searches only when another retry of the same node has ended', async () => {
		const world = recoverOver(listing([], {}));
		const leave = await world.run.account.retryTurn(
			`${world.run.context.getWorkflow().id} n`,
			'another execution',
			new AbortController().signal,
		);
		let isFound = false;
		const finding = world.find(claim(0)).then(() => (isFound = true));
		await world.clock.sleep(HOUR);
		expect(isFound).toBe(false);
		leave?.();
		await finding;
		expect(isFound).toBe(true);
	});
});
