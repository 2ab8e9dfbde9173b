import { HostileHost } from '../support/hostileHost';
import { errorOf, startWan, type Wan, requestsOf } from '../support/wan';

describe('Task → Get Many', () => {
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
