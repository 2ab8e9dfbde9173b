import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

describe('waiting', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const edit = () => requestsOf(wan.emulator).edit!;
	const lastTask = () => wan.emulator.tasks.at(-1)!;

	it.each([
		['429', { on: 'query', kind: 'status', status: 429, code: 'Throttling.RateQuota' }],
		['a server that fails', { on: 'query', kind: 'status', status: 503, code: 'ModelUnavailable' }],
		['a broken connection', { on: 'query', kind: 'reset' }],
		['a web page', { on: 'query', kind: 'body', body: '<html>gateway</html>' }],
		['an empty response', { on: 'query', kind: 'body', body: '' }],
		['half an answer', { on: 'query', kind: 'truncate', bytes: 30 }],
		['a response without a status', { on: 'query', kind: 'edit', set: { 'output.task_status': null } }],
		['a state that nobody knows', { on: 'query', kind: 'edit', set: { 'output.task_status': 'FROZEN' } }],
	] as const)('continues after %s', async (_, fault) => {
		wan.emulator.inject({ ...fault, times: 3 });
		const run = await wan.run(edit());
		expect(run.status).toBe('success');
		expect(wan.json(run)).toMatchObject([{ status: 'SUCCEEDED', taskId: lastTask().id }]);
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.count('query')).toBeGreaterThan(3);
	});

	it('ends with the task ID when the timeout is reached', async () => {
		const run = await wan.run({ ...edit(), advancedOptions: { timeout: 0.5 } });
		expect(errorOf(run).message).toBe('The video is not ready after 0.5 minutes: its task is still RUNNING');
		expect(errorOf(run).description).toContain('resource Task, operation Get');
		expect(errorOf(run).context).toMatchObject({
			kind: 'timedOut',
			taskId: lastTask().id,
			status: 'RUNNING',
		});
	});

	it('returns the task with its status when the timeout is reached and the user wants to continue', async () => {
		const run = await wan.run({
			...edit(),
			downloadVideo: true,
			advancedOptions: { timeout: 0.5, onTimeout: 'continue' },
		});
		expect(run.status).toBe('success');
		expect(wan.json(run)).toEqual([
			{
				taskId: lastTask().id,
				status: 'RUNNING',
				operation: 'edit',
				model: 'wan2.7-videoedit',
				submittedAt: expect.any(String),
			},
		]);
	});

	it('reports the result of the last query when the timeout is reached', async () => {
		wan.emulator.inject({ on: 'query', kind: 'body', body: '<html>', times: Infinity });
		const run = await wan.run({ ...edit(), advancedOptions: { timeout: 0.5 } });
		expect(errorOf(run).description).toContain('The last poll got a web page instead of JSON.');
		expect(errorOf(run).context).toMatchObject({ taskId: lastTask().id });
	});

	it.each([
		[
			'with a reason',
			{ code: 'InvalidFile.Duration', message: 'Too long.' },
			/^A video is too short or too long$/,
			'Alibaba Cloud says: Too long.',
		],
		['without a reason', {}, /^Alibaba Cloud could not create the video$/, 'Alibaba Cloud gave no reason'],
	])('reports a task that failed %s', async (_, reason, message, words) => {
		wan.emulator.inject({ on: 'task', kind: 'fail', ...reason });
		const run = await wan.run(edit());
		expect(errorOf(run).message).toMatch(message);
		expect(errorOf(run).description).toContain(words);
		expect(errorOf(run).description).toContain('not billed');
		expect(errorOf(run).context).toMatchObject({
			kind: 'taskFailed',
			status: 'FAILED',
			taskId: lastTask().id,
		});
	});

	it.each(['CANCELED', 'CANCELLED'])(
		'ends when the task was canceled elsewhere and its status is %s',
		async (word) => {
			wan.emulator.inject({ on: 'query', kind: 'edit', set: { 'output.task_status': word } });
			const run = await wan.run(edit());
			expect(errorOf(run).message).toBe(
				'The task was removed from the queue at Alibaba Cloud before it started',
			);
			expect(errorOf(run).context).toMatchObject({
				kind: 'taskCanceled',
				taskId: lastTask().id,
				status: word,
			});
		},
	);

	it('ends when Alibaba Cloud no longer knows the task', async () => {
		wan.emulator.inject({ on: 'task', kind: 'vanish' });
		const run = await wan.run(edit());
		expect(errorOf(run).message).toBe('Alibaba Cloud does not know this task');
		expect(errorOf(run).context).toMatchObject({ kind: 'taskUnknown', status: 'UNKNOWN' });
	});

	it('ends when the response about a finished task has no link', async () => {
		wan.emulator.inject({
			on: 'query',
			kind: 'edit',
			set: { 'output.task_status': 'SUCCEEDED', 'output.video_url': null },
		});
		const run = await wan.run(edit());
		expect(errorOf(run).message).toContain('returned no link to the video');
		expect(errorOf(run).context).toMatchObject({ taskId: lastTask().id });
	});

	it('ends when the key is no longer accepted, also in a second query, and keeps the ID', async () => {
		wan.emulator.inject({ on: 'query', kind: 'status', status: 401, code: 'InvalidApiKey', times: 2 });
		const run = await wan.run(edit());
		expect(errorOf(run).context).toMatchObject({
			kind: 'credential',
			taskId: lastTask().id,
			httpStatus: 401,
		});
	});
});
