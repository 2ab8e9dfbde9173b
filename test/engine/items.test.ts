import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

describe('several items', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const colors = ['red', 'green', 'blue', 'gold', 'grey', 'pink', 'teal'];
	const byPrompt = () => ({ ...requestsOf(wan.emulator).edit, prompt: '=Paint it {{ $json.color }}' });
	const inputs = colors.map((color) => ({ color }));

	it('get one task each, with their own expressions, in input order and paired', async () => {
		const run = await wan.run(byPrompt(), { inputs });
		expect(run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(colors.length);
		expect(wan.json(run).map(({ prompt }) => prompt)).toEqual(colors.map((color) => `Paint it ${color}`));
		expect(wan.items(run).map(({ pairedItem }) => pairedItem)).toEqual(colors.map((_, item) => ({ item })));
		expect(new Set(wan.json(run).map(({ taskId }) => taskId)).size).toBe(colors.length);
	});

	it('run no more tasks at once than the user allows', async () => {
		const run = await wan.run(
			{ ...byPrompt(), advancedOptions: { maxConcurrentTasks: 1 } },
			{ inputs: inputs.slice(0, 3) },
		);
		expect(run.status).toBe('success');
		const tasks = wan.emulator.tasks.slice(-3);
		for (const [index, task] of tasks.slice(1).entries()) {
			expect(task.submittedAt).toBeGreaterThanOrEqual(tasks[index]!.endedAt!);
		}
	});

	it('send nothing at all if one of them breaks a rule', async () => {
		const run = await wan.run(byPrompt(), { inputs: [...inputs.slice(0, 2), { color: 'x'.repeat(5000) }] });
		expect(run.status).toBe('error');
		expect(errorOf(run).message).toBe("'Prompt' has 5009 characters; Edit takes up to 5000");
		expect(errorOf(run).context).toMatchObject({ itemIndex: 2, taskId: null, operation: 'edit' });
		expect(wan.emulator.requests).toHaveLength(0);
	});

	it('continue without the invalid one with Continue On Fail', async () => {
		const run = await wan.run(byPrompt(), {
			inputs: [{ color: 'red' }, { color: 'x'.repeat(5000) }, { color: 'blue' }],
			node: { onError: 'continueRegularOutput' },
		});
		expect(run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(2);
		expect(wan.json(run).map(({ status, error }) => status ?? error)).toEqual([
			'SUCCEEDED',
			"'Prompt' has 5009 characters; Edit takes up to 5000",
			'SUCCEEDED',
		]);
	});

	it('that fail leave through the error output, with their IDs and paired with their input', async () => {
		wan.emulator.inject({
			on: 'task',
			kind: 'fail',
			after: 1,
			code: 'DataInspectionFailed',
			message: 'Inappropriate.',
		});
		const run = await wan.run(byPrompt(), {
			inputs: inputs.slice(0, 3),
			node: { onError: 'continueErrorOutput' },
		});
		expect(wan.json(run).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
		const [failed] = wan.items(run, 1);
		const broken = wan.emulator.tasks.find(({ status }) => status === 'FAILED');
		expect(failed?.json).toEqual({
			// The engine lays the item under the json of its input.
			color: expect.any(String),
			error: 'Content moderation rejected the prompt or a file',
			message: expect.stringMatching(
				`Alibaba Cloud says: Inappropriate\\. .*Item 1 \\(counted from 0\\), task ID ${String(broken?.id)}, code DataInspectionFailed`,
			),
			details: {
				taskId: broken?.id,
				status: 'FAILED',
				code: 'DataInspectionFailed',
				requestId: expect.any(String),
				httpStatus: null,
				retryable: false,
				operation: 'edit',
				model: 'wan2.7-videoedit',
				item: 1,
			},
		});
	});

	it('are named with their tasks if one item ends the run', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InvalidFile.Duration', message: 'Too long.' });
		const run = await wan.run(byPrompt(), { inputs: inputs.slice(0, 3) });
		expect(run.status).toBe('error');
		const failed = wan.emulator.tasks.slice(-3).find(({ status }) => status === 'FAILED');
		const others = wan.emulator.tasks.slice(-3).filter((task) => task !== failed);
		expect(errorOf(run).context).toMatchObject({ taskId: failed?.id, code: 'InvalidFile.Duration' });
		for (const { id } of others) expect(errorOf(run).description).toContain(id);
	});
});
