import type { IDataObject, IRun } from 'n8n-workflow';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';
import { until } from '../support/until';

/**
 * Retry after a crash of n8n: an execution that starts again without any saved data. Only the tasks in
 * Alibaba Cloud's list remain of the first one. Here, the first execution is stopped, so that nothing claims
 * its tasks.
 */
describe('A retried execution of which n8n saved no data', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan({ runSeconds: { queue: 10, run: 120 } });
	});
	afterAll(async () => await wan.close());

	let number = 0;
	/** Each test has its own prompts: the list has the tasks of all. */
	const prompted = (name: string) => `${name} ${number}`;
	beforeEach(() => {
		number += 1;
		wan.emulator.clearFaults();
	});

	const edit = (more: IDataObject = {}) => ({
		...requestsOf(wan.emulator).edit,
		advancedOptions: { cancelOnStop: false },
		...more,
	});
	const created = () => wan.emulator.tasks.length;

	/** An execution that ends while its tasks are in flight. */
	async function crashed(parameters: IDataObject, inputs: IDataObject[] = [{}]) {
		const before = created();
		const run = wan.start(parameters, { inputs });
		await until(() => created() === before + inputs.length);
		const tasks = wan.emulator.tasks.slice(before);
		// The answers to the create calls have arrived then.
		const looks = wan.emulator.count('query') + wan.emulator.count('list');
		await until(() => wan.emulator.count('query') + wan.emulator.count('list') > looks);
		run.stop();
		const ended = await run.finished;
		const retry = async (more: object = {}) =>
			await wan.run(parameters, { inputs, retryOf: ended, hadCrashed: true, ...more });
		return { tasks, retry };
	}

	it('recovers the task that is still running, however often Retry is clicked', async () => {
		const { tasks, retry } = await crashed(edit({ prompt: prompted('Clay') }));
		const before = created();
		for (let press = 0; press < 2; press++) {
			const run = await retry();
			expect(wan.json(run)).toMatchObject([{ taskId: tasks[0]!.id, status: 'SUCCEEDED', recovered: true }]);
			expect(JSON.stringify(run.data.resultData.runData.Wan?.[0]?.hints)).toContain('recovered');
		}
		expect(created()).toBe(before);
	});

	it('recovers it if Retry is clicked again during the first retry', async () => {
		const { tasks, retry } = await crashed(edit({ prompt: prompted('Twice') }));
		const before = created();
		const runs = await Promise.all([retry(), retry()]);
		for (const run of runs) expect(wan.json(run)).toMatchObject([{ taskId: tasks[0]!.id }]);
		expect(created()).toBe(before);
	});

	it.each([
		['the time', 'at {{ $now.toMillis() }}'],
		['the execution', 'of {{ $execution.id }}'],
		['chance', 'by {{ Math.random() }}'],
		['a new date', 'on {{ new Date().toISOString() }} for {{ $json.who }}'],
	])('recovers a task whose prompt contains %s', async (_, ending) => {
		const { tasks, retry } = await crashed(edit({ prompt: `=${prompted('Glass')} ${ending}` }), [
			{ who: 'Ada' },
		]);
		const before = created();
		expect(wan.json(await retry())).toMatchObject([{ taskId: tasks[0]!.id, recovered: true }]);
		expect(created()).toBe(before);
	});

	it('gives each item of a batch its own task', async () => {
		const inputs = ['Clay', 'Glass', 'Wood'].map((look) => ({ prompt: prompted(look) }));
		const { tasks, retry } = await crashed(edit({ prompt: '={{ $json.prompt }}' }), inputs);
		const byPrompt = new Map(
			tasks.map(({ id, body }) => [(body as { input: { prompt: string } }).input.prompt, id]),
		);
		const items = wan.json(await retry());
		expect(items.map(({ taskId }) => taskId)).toEqual(inputs.map(({ prompt }) => byPrompt.get(prompt)));
	});

	it('gives items with equal requests one task each', async () => {
		const { tasks, retry } = await crashed(edit({ prompt: prompted('Same') }), [{ n: 1 }, { n: 2 }]);
		const before = created();
		const items = wan.json(await retry());
		expect(new Set(items.map(({ taskId }) => taskId))).toEqual(new Set(tasks.map(({ id }) => id)));
		expect(created()).toBe(before);
	});

	it('creates the tasks that are missing, and recovers the others', async () => {
		const parameters = edit({ prompt: '={{ $json.prompt }}' });
		const { tasks, retry } = await crashed(parameters, [{ prompt: prompted('First') }]);
		const inputs = [{ prompt: prompted('First') }, { prompt: prompted('Second') }];
		const run = await retry({ inputs });
		expect(wan.json(run)).toMatchObject([
			{ taskId: tasks[0]!.id, recovered: true },
			{ taskId: wan.emulator.tasks.at(-1)!.id, prompt: prompted('Second') },
		]);
		expect(wan.json(run)[1]).not.toHaveProperty('recovered');
	});

	it('creates one task if none matches, however often Retry is clicked', async () => {
		const parameters = edit({ prompt: prompted('New') });
		const failed = await wan.run(edit({ prompt: '' }));
		expect(failed.status).toBe('error');
		const before = created();
		const again = async () => await wan.run(parameters, { retryOf: failed, hadCrashed: true });
		const [one, two] = await Promise.all([again(), again()]);
		const three = await again();
		const ids = [one, two, three].map((run) => wan.json(run)[0]?.taskId);
		expect(new Set(ids).size).toBe(1);
		expect(created()).toBe(before + 1);
	});

	it.each<[string, (again: () => Promise<IRun>) => Promise<IRun[]>]>([
		['one after the other', async (again) => [await again(), await again()]],
		['during the first retry', async (again) => await Promise.all([again(), again()])],
	])(
		'creates one task if a retry recovers it after its create response was lost and Retry is clicked %s',
		async (_, pressTwice) => {
			const parameters = edit({ prompt: prompted('Lost') });
			const failed = await wan.run(edit({ prompt: '' }));
			expect(failed.status).toBe('error');
			const before = created();
			wan.emulator.inject({ on: 'create', kind: 'lostAnswer' });
			const runs = await pressTwice(
				async () => await wan.run(parameters, { retryOf: failed, hadCrashed: true }),
			);
			expect(created()).toBe(before + 1);
			const task = { taskId: wan.emulator.tasks.at(-1)!.id, status: 'SUCCEEDED', recovered: true };
			for (const run of runs) {
				expect(run.status === 'error' ? errorOf(run).message : wan.json(run)[0]).toMatchObject(task);
			}
		},
	);

	it('does not claim a task that another execution has handed on', async () => {
		const parameters = edit({ prompt: prompted('Used') });
		const used = await wan.run(parameters, { mode: 'trigger' });
		const { tasks, retry } = await crashed(parameters);
		expect(tasks[0]!.id).not.toBe(wan.json(used)[0]?.taskId);
		expect(wan.json(await retry())).toMatchObject([{ taskId: tasks[0]!.id, recovered: true }]);
	});

	it('creates a new task if the first one failed', async () => {
		const parameters = edit({ prompt: prompted('Failing') });
		const { tasks, retry } = await crashed(parameters);
		Object.assign(
			wan.emulator.tasks.find(({ id }) => id === tasks[0]!.id)!,
			{
				status: 'FAILED',
				endedAt: wan.emulator.clock.now(),
			},
		);
		const items = wan.json(await retry());
		expect(items).toMatchObject([{ status: 'SUCCEEDED' }]);
		expect(items[0]?.taskId).not.toBe(tasks[0]!.id);
	});

	it('creates none if several match, names them, and says what to do', async () => {
		const parameters = edit({ prompt: prompted('Several') });
		const { tasks } = await crashed(parameters);
		const { tasks: others, retry } = await crashed(parameters);
		const before = created();
		const error = errorOf(await retry());
		expect(error.context).toMatchObject({ kind: 'uncertain' });
		for (const { id } of [...tasks, ...others]) expect(error.description).toContain(id);
		expect(error.description).toContain('resource Task, operation Get');
		expect(error.description).toContain('start a new execution of the workflow');
		expect(created()).toBe(before);
		// A new execution creates a new one.
		expect(wan.json(await wan.run(parameters))).toMatchObject([{ status: 'SUCCEEDED' }]);
		expect(created()).toBe(before + 1);
	});

	it('creates none if the list cannot be read, and says what to do', async () => {
		const { retry } = await crashed(edit({ prompt: prompted('Unread') }));
		const before = created();
		wan.emulator.inject({ on: 'list', kind: 'status', status: 500, times: 1000 });
		const error = errorOf(await retry());
		expect(error.context).toMatchObject({ kind: 'uncertain' });
		expect(error.description).toContain('operation Get Many');
		expect(created()).toBe(before);
	});

	it('creates none if two items could have created the only matching task', async () => {
		const parameters = edit({ prompt: prompted('Shared'), videoUrl: '={{ $json.video }}' });
		const [a, b] = ['product-short.mp4', 'clip.mp4'].map((name) => ({ video: wan.emulator.sample(name) }));
		const { retry } = await crashed(parameters, [a!]);
		const before = created();
		const run = await retry({ inputs: [a!, b!], node: { onError: 'continueRegularOutput' } });
		// The only task is nobody's: neither item may name it as its own.
		expect(wan.json(run).map(({ details }) => (details as IDataObject).taskId)).toEqual([null, null]);
		for (const item of wan.json(run)) expect(item.error).toContain('several items could have created');
		expect(created()).toBe(before);
	});
});
