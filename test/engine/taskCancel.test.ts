import { errorOf, startWan, type Wan, requestsOf } from '../support/wan';

describe('Task → Cancel', () => {
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
				message: expect.stringContaining('Only a task that is still PENDING can be removed from the queue.'),
				details: { taskId, code: 'UnsupportedOperation', httpStatus: 400, operation: 'cancel' },
			},
		]);
	});
});
