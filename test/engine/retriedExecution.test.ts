import type { IDataObject } from 'n8n-workflow';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

/**
 * Retry in n8n's list of executions: a new execution, which continues with the data that n8n saved of the
 * failed one.
 */
describe('An execution that n8n retries', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const edit = (more: IDataObject = {}) => ({ ...requestsOf(wan.emulator).edit, prompt: 'Clay', ...more });
	const outlasted = { advancedOptions: { timeout: 0.02 } };
	const inTime = { advancedOptions: { timeout: 30 } };

	it.each([
		['the time', '=Clay at {{ $now.toMillis() }}'],
		['the execution', '=Clay of {{ $execution.id }}'],
		['chance', '=Clay {{ Math.random() }}'],
	])('continues with the task that is still running, although its prompt contains %s', async (_, prompt) => {
		const failed = await wan.run(edit({ prompt, ...outlasted }));
		expect(errorOf(failed).context).toMatchObject({ kind: 'timedOut' });
		const retried = await wan.run(edit({ prompt, ...inTime }), { retryOf: failed });
		expect(wan.json(retried)).toMatchObject([{ taskId: wan.emulator.tasks.at(-1)?.id, status: 'SUCCEEDED' }]);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('creates a new task after a failed one, each time it is retried', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InvalidURL.Timeout', message: 'Too slow.' });
		wan.emulator.inject({
			on: 'task',
			kind: 'fail',
			code: 'InvalidURL.Timeout',
			message: 'Too slow.',
			after: 1,
		});
		const failed = await wan.run(edit());
		const failedAgain = await wan.run(edit(), { retryOf: failed });
		expect(failedAgain.status).toBe('error');
		const retried = await wan.run(edit(), { retryOf: failedAgain });
		expect(wan.json(retried)).toMatchObject([{ status: 'SUCCEEDED' }]);
		expect(wan.emulator.count('create')).toBe(3);
	});

	it('creates a new task if the first one was canceled meanwhile', async () => {
		const failed = await wan.run(edit(outlasted));
		const task = wan.emulator.tasks.at(-1)!;
		Object.assign(task, { status: 'CANCELED', endedAt: wan.emulator.clock.now() });
		const retried = await wan.run(edit(inTime), { retryOf: failed });
		expect(wan.json(retried)).toMatchObject([{ status: 'SUCCEEDED' }]);
		expect(wan.json(retried)[0]?.taskId).not.toBe(task.id);
	});

	it('creates a new task with another account, which does not know the first one', async () => {
		const failed = await wan.run(edit(outlasted));
		const others = await startWan();
		try {
			const retried = await wan.run(edit(inTime), { retryOf: failed, credential: others.credential });
			expect(wan.json(retried)).toMatchObject([{ taskId: others.emulator.tasks[0]?.id }]);
			expect(others.emulator.count('create')).toBe(1);
		} finally {
			await others.close();
		}
	});

	it('creates a new task for another prompt', async () => {
		const failed = await wan.run(edit(outlasted));
		const retried = await wan.run(edit({ prompt: 'Glass', ...inTime }), { retryOf: failed });
		expect(wan.json(retried)).toMatchObject([{ status: 'SUCCEEDED', prompt: 'Glass' }]);
		expect(wan.emulator.count('create')).toBe(2);
	});

	it('creates a task if the lost create request of the first execution had created none', async () => {
		wan.emulator.inject({ on: 'create', kind: 'reset' });
		const failed = await wan.run(edit());
		expect(errorOf(failed).context).toMatchObject({ kind: 'uncertain' });
		const before = wan.emulator.tasks.length;
		const retried = await wan.run(edit(), { retryOf: failed });
		expect(retried.status === 'error' ? errorOf(retried).message : wan.json(retried)[0]?.status).toBe(
			'SUCCEEDED',
		);
		expect(wan.emulator.tasks.length - before).toBe(1);
	});
});

it('marks a task that was recovered after the response to its create request was lost', async () => {
	const wan = await startWan({ fetchInputs: false, runSeconds: { queue: 5, run: 25 } });
	try {
		wan.emulator.inject({ on: 'create', kind: 'lostAnswer' });
		const run = await wan.run(requestsOf(wan.emulator).edit!);
		const [item] = wan.json(run);
		expect(Object.keys(item ?? {}).at(-1)).toBe('recovered');
		expect(item).toMatchObject({ taskId: wan.emulator.tasks[0]?.id, recovered: true });
		expect(JSON.stringify(run.data.resultData.runData.Wan?.[0]?.hints)).toContain(
			'recovered from the task list',
		);
	} finally {
		await wan.close();
	}
});
