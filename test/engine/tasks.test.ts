import { until } from '../support/until';
import { existsSync } from 'node:fs';
import { HostileHost } from '../support/hostileHost';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

describe('Task', () => {
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

	describe('Get', () => {
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

	describe('Get Many', () => {
		it('lists page after page up to the limit, without duplicates', async () => {
			const crowd = await startWan({
				limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
			});
			const parameters = {
				...requestsOf(crowd.emulator).edit,
				waitForCompletion: false,
				advancedOptions: { maxConcurrentTasks: 20 },
			};
			await crowd.run(parameters, { inputs: Array.from({ length: 120 }, () => ({})) });
			crowd.emulator.forget();

			const all = await crowd.run({ resource: 'task', operation: 'getMany', returnAll: true });
			expect(new Set(crowd.json(all).map(({ taskId }) => taskId)).size).toBe(120);
			expect(crowd.emulator.count('list')).toBe(3);
			expect(crowd.items(all).every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
				true,
			);

			const some = await crowd.run({ resource: 'task', operation: 'getMany', limit: 60 });
			expect(crowd.json(some)).toHaveLength(60);
			const few = await crowd.run({ resource: 'task', operation: 'getMany', limit: 7 });
			expect(crowd.json(few)).toHaveLength(7);
			await crowd.close();
		});

		it("filters by status, model and time in Alibaba Cloud's time zone", async () => {
			const before = wan.emulator.clock.now();
			const taskId = await submitted('repaint');
			await wan.run({ resource: 'task', operation: 'get', taskId, waitForCompletion: true });
			await submitted('edit');
			wan.emulator.forget();
			const startTime = new Date(before - 60_000).toISOString();
			const endTime = new Date(before + 3_600_000).toISOString();
			const run = await wan.run({
				resource: 'task',
				operation: 'getMany',
				filters: { status: 'SUCCEEDED', model: 'wan2.1-vace-plus', startTime, endTime },
			});
			expect(wan.json(run)).toEqual([
				{
					taskId,
					status: 'SUCCEEDED',
					model: 'wan2.1-vace-plus',
					submittedAt: expect.stringMatching(/Z$/),
					startedAt: expect.stringMatching(/Z$/),
					finishedAt: expect.stringMatching(/Z$/),
					requestId: expect.any(String),
				},
			]);
			const [asked] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'list');
			expect(asked?.query).toMatchObject({
				status: 'SUCCEEDED',
				model_name: 'wan2.1-vace-plus',
				start_time: expect.stringMatching(/^\d{14}$/),
			});
		});

		it('rejects a range of more than 24 hours', async () => {
			const run = await wan.run({
				resource: 'task',
				operation: 'getMany',
				filters: { startTime: '2026-01-01T00:00:00Z', endTime: '2026-01-02T06:00:00Z' },
			});
			expect(errorOf(run).message).toBe(
				"'End Time' is 30 hours after 'Start Time'; Get Many takes up to 24 hours",
			);
			expect(wan.emulator.requests).toHaveLength(0);
		});

		it.each([
			['startTime', 30, "'Start Time' is 30 hours ago; Get Many goes back up to 24 hours"],
			['endTime', 30, "'End Time' is 30 hours ago; Get Many goes back up to 24 hours"],
			['startTime', -1, "'Start Time' is in the future"],
		])('rejects %s alone, %i hours ago', async (name, hours, words) => {
			const time = new Date(wan.emulator.clock.now() - hours * 3_600_000).toISOString();
			const run = await wan.run({ resource: 'task', operation: 'getMany', filters: { [name]: time } });
			expect(errorOf(run).message).toBe(words);
			expect(wan.emulator.requests).toHaveLength(0);
		});

		it('accepts "24 hours ago" however late the expression is evaluated', async () => {
			const taskId = await submitted();
			const now = wan.emulator.clock.now();
			const [startTime, endTime] = [now - 24 * 3_600_000 - 900, now + 900].map((ms) =>
				new Date(ms).toISOString(),
			);
			for (const filters of [{ startTime }, { startTime, endTime }, { endTime }]) {
				const run = await wan.run({ resource: 'task', operation: 'getMany', filters });
				expect(wan.json(run)).toContainEqual(expect.objectContaining({ taskId }));
			}
		});

		it('lists the readable rows if one cannot be read', async () => {
			const body = JSON.stringify({
				data: [null, 7, { task_id: 'task-1', status: 'FAILED' }],
				total_page: 1,
			});
			wan.emulator.inject({ on: 'list', kind: 'body', status: 200, body });
			const run = await wan.run({ resource: 'task', operation: 'getMany' });
			expect(wan.json(run)).toMatchObject([{ taskId: 'task-1', status: 'FAILED' }]);
		});

		describe('from a host whose list never ends', () => {
			const rowsOn = async (pages: (page: number) => unknown) => {
				let page = 0;
				const host = new HostileHost((_, response) => response.end(JSON.stringify(pages(++page))));
				const baseUrl = await host.start();
				const run = await wan.run(
					{ resource: 'task', operation: 'getMany', returnAll: true },
					{ credential: { ...wan.credential, baseUrl } },
				);
				await host.close();
				return { run, asked: page };
			};

			it('gives up after a thousand pages, and says how to request less', async () => {
				const { run, asked } = await rowsOn((page) => ({ data: [{ task_id: `task-${page}` }] }));
				expect(errorOf(run).message).toBe('The task list has more than 1000 pages');
				expect(errorOf(run).description).toContain("'Filters'");
				expect(asked).toBe(1000);
			});

			it('lists the tasks of a page once if it is returned repeatedly', async () => {
				const { run, asked } = await rowsOn(() => ({ data: [{ task_id: 'task-1' }], total_page: 1e9 }));
				expect(wan.json(run)).toMatchObject([{ taskId: 'task-1' }]);
				expect(asked).toBe(3);
			});

			it('ends with pages of invalid rows', async () => {
				const { run, asked } = await rowsOn(() => ({ data: [null], total_page: 1e9 }));
				expect(wan.json(run)).toEqual([]);
				expect(asked).toBe(2);
			});
		});

		it('reports an invalid response', async () => {
			wan.emulator.inject({ on: 'list', kind: 'body', body: '<html>' });
			const run = await wan.run({ resource: 'task', operation: 'getMany' });
			expect(errorOf(run).message).toBe(
				'Alibaba Cloud returned no usable response to the task list request: a web page instead of JSON',
			);
		});
	});

	describe('Cancel', () => {
		it('removes a task from the queue', async () => {
			const slow = await startWan({ runSeconds: { queue: 3600, run: 1 } });
			const made = await slow.run({ ...requestsOf(slow.emulator).edit, waitForCompletion: false });
			const taskId = slow.json(made)[0]?.taskId as string;
			const run = await slow.run({ resource: 'task', operation: 'cancel', taskId });
			expect(slow.json(run)).toEqual([{ taskId, status: 'CANCELED', operation: 'cancel' }]);
			expect(slow.emulator.tasks[0]?.status).toBe('CANCELED');
			await slow.close();
		});

		it.each(['{"request_id":"r-1"}', '{"code":"UnsupportedOperation","message":"No."}'])(
			'fails for an ID that never existed, whatever the response: %s',
			async (body) => {
				const taskId = '7f0c2c1e-5d0b-4b60-9a53-000000000000';
				wan.emulator.inject({ on: 'cancel', kind: 'body', status: body.includes('code') ? 400 : 200, body });
				const run = await wan.run({ resource: 'task', operation: 'cancel', taskId });
				expect(errorOf(run).message).toBe('Alibaba Cloud does not know this task');
				expect(errorOf(run).context).toMatchObject({ kind: 'taskUnknown', taskId });
			},
		);

		it.each([
			['{}', 'a response without a confirmation'],
			['{"request_id":"r-1","code":"UnsupportedOperation","message":"No."}', 'HTTP 200 with an error'],
			['{"error":{}}', 'a response without a confirmation'],
		])('does not trust a response without a confirmation: %s', async (body, words) => {
			const taskId = await submitted();
			wan.emulator.inject({ on: 'cancel', kind: 'body', status: 200, body });
			const run = await wan.run({ resource: 'task', operation: 'cancel', taskId });
			expect(errorOf(run).message).toBe(
				`Alibaba Cloud returned no usable response to the cancellation of a task that is ${wan.emulator.tasks.at(-1)!.status}: ${words}`,
			);
			expect(errorOf(run).context).toMatchObject({ taskId });
		});

		it('reports that a task that has started continues', async () => {
			const taskId = await submitted();
			await wan.run({ resource: 'task', operation: 'get', taskId, waitForCompletion: true });
			const run = await wan.run(
				{ resource: 'task', operation: 'cancel', taskId },
				{ node: { onError: 'continueErrorOutput' } },
			);
			expect(wan.json(run, 1)).toMatchObject([
				{
					error:
						'Alibaba Cloud rejected the cancellation of a task that is SUCCEEDED: the task has a status that does not allow this',
					message: expect.stringContaining(
						'Only a task that is still PENDING can be removed from the queue.',
					),
					details: { taskId, code: 'UnsupportedOperation', httpStatus: 400, operation: 'cancel' },
				},
			]);
		});
	});
});
