import { type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { Failure, type FailureKind } from '../../../../nodes/WanVideoEdit/failure/failure';
import { LostCreate } from '../../../../nodes/WanVideoEdit/stages/submit/lostCreate';
import type { SubmittedTask } from '../../../../nodes/WanVideoEdit/stages/submit/submittedTasks';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { NOON, VirtualClock } from '../../standIns';

import { ID, Execution, task, lostCreate, keep, recall, OTHER_REQUESTS, type Try } from './submittedOver';

describe('The stored create request', () => {
	it('is missing before one was sent', () => {
		expect(new Execution().try(recall)).toBeUndefined();
	});

	it('is the task that it created, with which the next try continues', () => {
		const execution = new Execution();
		execution.try(keep(task));
		expect(execution.try(recall)).toEqual({
			taskId: ID,
			item: 0,
			operation: 'outpaint',
			model: 'wanx2.1-vace-plus',
			kind: 'wanx2.1-vace-plus outpaint ',
			submittedAt: NOON,
			resumed: true,
			// Its status must be queried again.
			status: null,
			response: {},
		});
	});

	it('stays the same task, however many tries there are', () => {
		const execution = new Execution();
		execution.try(keep(task));
		const again = execution.try((memory) => {
			const recalled = recall(memory);
			if (recalled) memory.keep(recalled);
			return recalled;
		});
		expect(execution.try(recall)).toEqual(again);
	});

	it('is recorded as lost, with all data needed to search for its task', () => {
		const execution = new Execution();
		execution.try(keep(lostCreate));
		const recalled = execution.try(recall);
		expect(recalled).toBeInstanceOf(LostCreate);
		const { call, kind, message, description, details } = recalled as LostCreate;
		expect({ call, kind, message, description, details }).toEqual({
			call: { id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
			kind: 'uncertain',
			message: lostCreate.message,
			description: 'Alibaba Cloud says: later.',
			details: lostCreate.details,
		});
	});

	it('becomes the task, once that was found and proven', () => {
		const execution = new Execution();
		execution.try(keep(lostCreate));
		execution.try(keep({ ...task, kind: undefined, doubt: lostCreate }));
		expect(execution.try(recall)).toMatchObject({ taskId: ID, resumed: true });
		expect(execution.json).not.toContain('lost');
	});

	it.each(['', 'no', '../../x'])('is ignored if its ID was changed to %p in the data', (taskId) => {
		const execution = new Execution();
		execution.try(keep({ ...task, taskId: taskId as TaskId }));
		expect(execution.try(recall)).toBeUndefined();
	});
});

describe('Another request', () => {
	const others: ReadonlyArray<[string, Try]> = [
		...OTHER_REQUESTS,
		['of another run of the node', { $runIndex: 1 }],
	];

	it.each(others)('%s is stored separately', (_, other) => {
		const execution = new Execution();
		execution.try(keep(task));
		expect(execution.try(recall, other)).toBeUndefined();
		execution.try(keep(lostCreate), other);
		expect(execution.try(recall)).toMatchObject({ taskId: ID });
		expect(execution.try(recall, other)).toBeInstanceOf(LostCreate);
	});
});

// n8n passes the data of the execution to the one that retries it.
describe('An execution that retries another', () => {
	const execution = '2';
	const recallWhole = (memory: SubmittedTask) => memory.recall();

	it('continues with the task, and knows that another execution sent it', () => {
		const retried = new Execution();
		retried.try(keep(task));
		expect(retried.try(recallWhole)).toMatchObject({ isOfAnotherExecution: false });
		expect(retried.try(recallWhole, { execution })).toMatchObject({
			sent: { taskId: ID },
			isOfAnotherExecution: true,
		});
	});

	it.each<FailureKind>(['taskFailed', 'taskCanceled', 'taskUnknown'])(
		'has nothing to continue with after %s, which costs nothing',
		(kind) => {
			const retried = new Execution();
			retried.try((memory) => {
				memory.keep(task);
				memory.learnFrom(new Failure(kind, 'It ended', undefined, { status: 'FAILED' }));
			});
			expect(retried.try(recall, { execution })).toBeUndefined();
		},
	);

	it('continues with a task that succeeded without a link: it is paid for', () => {
		const retried = new Execution();
		retried.try((memory) => {
			memory.keep(task);
			memory.learnFrom(new Failure('taskFailed', 'No link', undefined, { status: 'SUCCEEDED' }));
		});
		expect(retried.try(recall, { execution })).toMatchObject({ taskId: ID });
	});

	it.each<FailureKind>(['timedOut', 'stopped', 'download', 'refused', 'unreachable'])(
		'continues with the task after %s',
		(kind) => {
			const retried = new Execution();
			retried.try((memory) => {
				memory.keep(task);
				memory.learnFrom(new Failure(kind, 'It did not work'));
			});
			expect(retried.try(recall, { execution })).toMatchObject({ taskId: ID });
		},
	);

	it.each([60_000, -60_000, 8 * 3_600_000])(
		'reads correct times if the wall clock is changed by %d ms before it is retried',
		(ms) => {
			const clock = new VirtualClock();
			const retried = new Execution();
			for (const [sent, times] of [
				[task, { submittedAt: NOON }],
				[lostCreate, { call: { sentAt: NOON, endedAt: NOON + 500 } }],
			] as const) {
				retried.try(keep(sent), { clock });
				clock.step(ms);
				expect(retried.try(recall, { execution, clock })).toMatchObject(times);
			}
		},
	);

	it('reads correct times in a process whose clock started elsewhere', () => {
		const [first, second] = [new VirtualClock(), new VirtualClock(NOON + 5_000)];
		// The wall clock of the first process was changed after its start.
		first.step(60_000);
		const retried = new Execution();
		retried.try(keep(task), { clock: first });
		expect(retried.try(recall, { execution, clock: second })).toMatchObject({ submittedAt: NOON + 60_000 });
		retried.try(keep(lostCreate), { clock: first });
		expect(retried.try(recall, { execution, clock: second })).toMatchObject({
			call: { sentAt: NOON + 60_000, endedAt: NOON + 60_500 },
		});
	});
});

it('keeps the task of an item that has its result: others may make n8n try again', () => {
	const execution = new Execution();
	execution.try((memory) => {
		memory.keep(task);
		memory.close();
	});
	expect(execution.try(recall)).toMatchObject({ taskId: ID });
});

describe('A try that failed', () => {
	const after = (kind: FailureKind, retryable: boolean, sent: Task | LostCreate = task) => {
		const execution = new Execution();
		execution.try((memory) => {
			memory.keep(sent);
			memory.learnFrom(new Failure(kind, 'It did not work', undefined, { retryable }));
		});
		return execution.try(recall);
	};

	it('is followed by a new task only if the old one ended for a temporary reason', () => {
		expect(after('taskFailed', true)).toBeUndefined();
	});

	it.each<[FailureKind, boolean]>([
		['taskFailed', false],
		['taskCanceled', false],
		['taskUnknown', true],
		['timedOut', true],
		['stopped', true],
		['refused', true],
		['credential', false],
		['unreachable', true],
		['uncertain', true],
		['download', true],
		['archive', true],
	])('is never followed by a new task after %s, retryable: %p', (kind, retryable) => {
		expect(after(kind, retryable)).toMatchObject({ taskId: ID });
		expect(after(kind, retryable, lostCreate)).toBeInstanceOf(LostCreate);
	});

	it('is never followed by a new task after a bug', () => {
		const execution = new Execution();
		execution.try((memory) => {
			memory.keep(task);
			memory.learnFrom(new TypeError('x is not a function'));
		});
		expect(execution.try(recall)).toMatchObject({ taskId: ID });
	});
});

describe('The data of the execution, which users can read', () => {
	it('contains nothing of the request', () => {
		const execution = new Execution();
		const signed = 'https://example.com/in.mp4?Signature=SECRET';
		execution.try(keep(task), { written: { videoUrl: signed, prompt: 'PRIVATE' } });
		execution.try(keep(lostCreate), { written: { videoUrl: signed, prompt: 'PRIVATE' }, item: 1 });
		expect(execution.json).not.toMatch(/SECRET|PRIVATE|A lady|example\.com/);
	});
});
