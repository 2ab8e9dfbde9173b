import { existsSync } from 'node:fs';
import { until } from '../support/until';
import { errorOf, startWan, type Wan, requestsOf } from '../support/wan';

describe('Task → Get', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const submitted = async (operation = 'edit'): Promise<string> => {
		const run = await wan.run({ ...requestsOf(wan.emulator)[operation], waitForCompletion: false });
		wan.emulator.forget();
		return String(wan.json(run)[0]?.taskId);
	};

	it('returns the status of a task with one request', async () => {
		const slow = await startWan({ runSeconds: { queue: 3600, run: 1 } });
		const made = await slow.run({ ...requestsOf(slow.emulator).edit, waitForCompletion: false });
		const taskId = slow.json(made)[0]?.taskId as string;
		slow.emulator.forget();
		const run = await slow.run({ resource: 'task', operation: 'get', taskId });
		expect(slow.json(run)).toEqual([
			{
				taskId,
				status: 'PENDING',
				operation: 'get',
				model: null,
				submittedAt: expect.stringMatching(/T[\d:.]+Z$/),
			},
		]);
		expect(slow.emulator.requests.map(({ path }) => path)).toEqual([`/api/v1/tasks/${taskId}`]);
		await slow.close();
	});

	it('waits for a task that another execution created, and downloads its video', async () => {
		const taskId = await submitted();
		const run = await wan.run({
			resource: 'task',
			operation: 'get',
			taskId: `  "${taskId}"\n`,
			waitForCompletion: true,
			downloadVideo: true,
		});
		const [item] = wan.items(run);
		expect(item?.json).toMatchObject({
			taskId,
			status: 'SUCCEEDED',
			videoUrl: expect.any(String),
			billedSeconds: expect.any(Number),
		});
		expect(existsSync(wan.engine.binaryPath(item!.binary!.data!) ?? '')).toBe(true);
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('returns a failed task with its reason', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InvalidFile.FPS', message: 'Too few.' });
		const taskId = await submitted();
		const waiting = await wan.run({ resource: 'task', operation: 'get', taskId, waitForCompletion: true });
		expect(errorOf(waiting).context).toMatchObject({ taskId, status: 'FAILED', code: 'InvalidFile.FPS' });
		const looking = await wan.run({ resource: 'task', operation: 'get', taskId });
		expect(wan.json(looking)).toMatchObject([
			{ taskId, status: 'FAILED', code: 'InvalidFile.FPS', message: 'Too few.' },
		]);
	});

	it.each([
		['no state', { request_id: 'r-1', code: 'Busy', message: 'Later.' }, 'HTTP 200 with an error'],
		['no output', {}, 'contains no status'],
		['no link', { output: { task_status: 'SUCCEEDED' } }, 'Alibaba Cloud returned no link to the video'],
	])('reports a response with %s, and keeps the ID', async (_, body, words) => {
		const taskId = await submitted();
		wan.emulator.inject({ on: 'query', kind: 'body', status: 200, body: JSON.stringify(body) });
		const run = await wan.run({ resource: 'task', operation: 'get', taskId, downloadVideo: true });
		expect(errorOf(run).message).toContain(words);
		expect(errorOf(run).context).toMatchObject({ taskId });
	});

	it('never outputs a key "error", which n8n would take for a failed item', async () => {
		const taskId = await submitted();
		const body = { output: { task_id: taskId, task_status: 'RUNNING' }, error: { code: 'x' } };
		wan.emulator.inject({ on: 'query', kind: 'body', status: 200, body: JSON.stringify(body) });
		const run = await wan.run({ resource: 'task', operation: 'get', taskId, simplify: false });
		expect(wan.json(run)).toMatchObject([{ output: { task_status: 'RUNNING' } }]);
		expect(wan.json(run)[0]).not.toHaveProperty('error');
	});

	it('reports that a task is unknown after 24 hours', async () => {
		const taskId = await submitted();
		await wan.run({ resource: 'task', operation: 'get', taskId, waitForCompletion: true });
		wan.emulator.clock.advance(25 * 3_600_000);
		const looking = await wan.run(
			{ resource: 'task', operation: 'get', taskId },
			{ node: { onError: 'continueErrorOutput' } },
		);
		expect(wan.items(looking, 0)).toEqual([]);
		expect(wan.json(looking, 1)).toMatchObject([
			{
				error: 'Alibaba Cloud does not know this task',
				message: expect.stringContaining(taskId),
				details: { taskId, status: 'UNKNOWN', operation: 'get' },
			},
		]);
		const waiting = await wan.run({ resource: 'task', operation: 'get', taskId, waitForCompletion: true });
		expect(errorOf(waiting).message).toBe('Alibaba Cloud does not know this task');
		expect(errorOf(waiting).description).toContain('24 hours');
	});

	it.each([true, false])('fails for an ID that never existed, with Simplify %s', async (simplify) => {
		const taskId = '7f0c2c1e-5d0b-4b60-9a53-000000000000';
		const run = await wan.run({ resource: 'task', operation: 'get', taskId, simplify });
		expect(run.status).toBe('error');
		expect(errorOf(run).message).toBe('Alibaba Cloud does not know this task');
		expect(errorOf(run).context).toMatchObject({ kind: 'taskUnknown', taskId, status: 'UNKNOWN' });
	});

	it('queries once more for a task that is not visible yet', async () => {
		const taskId = await submitted();
		wan.emulator.inject({ on: 'query', kind: 'edit', set: { 'output.task_status': 'UNKNOWN' } });
		const run = await wan.run({ resource: 'task', operation: 'get', taskId });
		expect(wan.json(run)).toMatchObject([
			{ taskId, status: expect.stringMatching(/PENDING|RUNNING|SUCCEEDED/) },
		]);
		expect(wan.emulator.count('query')).toBe(2);
	});

	it('returns every time in UTC, and the unchanged response if it is not simplified', async () => {
		const taskId = await submitted();
		const parameters = { resource: 'task', operation: 'get', taskId, waitForCompletion: true };
		const [item] = wan.json(await wan.run(parameters));
		const [listed] = wan.json(await wan.run({ resource: 'task', operation: 'getMany', limit: 1 }));
		const times = Object.entries({ ...item, ...listed }).filter(([name]) => /At$/.test(name));
		expect(times.map(([name]) => name).sort()).toEqual([
			'finishedAt',
			'startedAt',
			'submittedAt',
			'videoUrlExpiresAt',
		]);
		for (const [, time] of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(
			Math.abs(Date.parse(String(item?.submittedAt)) - wan.emulator.tasks.at(-1)!.submittedAt),
		).toBeLessThan(2);
		const [raw] = wan.json(await wan.run({ ...parameters, simplify: false }));
		expect(raw).toMatchObject({
			output: { submit_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/) },
			videoUrlExpiresAt: expect.stringMatching(/Z$/),
		});
	});

	it('never cancels a task that it only watches', async () => {
		const slow = await startWan({ runSeconds: { queue: 3600, run: 1 } });
		const made = await slow.run({ ...requestsOf(slow.emulator).edit, waitForCompletion: false });
		const run = slow.start({
			resource: 'task',
			operation: 'get',
			taskId: slow.json(made)[0]?.taskId as string,
			waitForCompletion: true,
		});
		await until(() => slow.emulator.count('query') > 0);
		run.stop();
		expect((await run.finished).status).toBe('canceled');
		expect(slow.emulator.tasks[0]?.status).toBe('PENDING');
		await slow.close();
	});

	it.each(['', ' '])('refuses %j, which is no ID', async (taskId) => {
		const run = await wan.run({ resource: 'task', operation: 'get', taskId: `=${taskId}` });
		expect(errorOf(run).message).toMatch(/^'Task' is empty/);
		expect(wan.emulator.requests).toHaveLength(0);
	});

	it.each(['https://example.com/task/1', '../tasks', 'a b c d', '任务一号'])(
		'refuses %j, which cannot be an ID',
		async (taskId) => {
			const run = await wan.run({ resource: 'task', operation: 'get', taskId: `=${taskId}` });
			expect(errorOf(run).message).toMatch(/^'Task' is /);
			expect(wan.emulator.requests).toHaveLength(0);
		},
	);
});
