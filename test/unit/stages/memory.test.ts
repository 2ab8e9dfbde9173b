import { type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import { LostCreate } from '../../../nodes/WanVideoEdit/failure/lostCreate';
import type { Task } from '../../../nodes/WanVideoEdit/stages/run';
import { NOON } from '../standIns';

import { ID, Execution, task, lostCreate, keep, recall, ASKS } from './memoryOver';

describe('What is remembered of a create call', () => {
	it('is nothing before one was sent', () => {
		expect(new Execution().try(recall)).toBeUndefined();
	});

	it('is the task that it created, which the next try goes on with', () => {
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
			// Its state is asked for anew.
			status: null,
			answer: {},
		});
	});

	it('stays the same task, however many tries there are', () => {
		const execution = new Execution();
		execution.try(keep(task));
		const again = execution.try((memory) => {
			const recalled = memory.recall();
			if (recalled) memory.keep(recalled);
			return recalled;
		});
		expect(execution.try(recall)).toEqual(again);
	});

	it('is that it was lost, with all that is needed to look for its task', () => {
		const execution = new Execution();
		execution.try(keep(lostCreate));
		const recalled = execution.try(recall);
		expect(recalled).toBeInstanceOf(LostCreate);
		const { call, kind, message, description, details } = recalled as LostCreate;
		expect({ call, kind, message, description, details }).toEqual({
			call: { id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
			kind: 'uncertain',
			message: lostCreate.message,
			description: 'The provider says: later.',
			details: lostCreate.details,
		});
	});

	it('is the task instead, once that was found and proven', () => {
		const execution = new Execution();
		execution.try(keep(lostCreate));
		execution.try(keep({ ...task, kind: undefined, doubt: lostCreate }));
		expect(execution.try(recall)).toMatchObject({ taskId: ID, resumed: true });
		expect(execution.json).not.toContain('lost');
	});

	it.each(['', 'no', '../../x'])('is nothing where the ID was changed to %p in the data', (taskId) => {
		const execution = new Execution();
		execution.try(keep({ ...task, taskId: taskId as TaskId }));
		expect(execution.try(recall)).toBeUndefined();
	});
});

function hasItsOwn(_: string, other: Parameters<Execution['try']>[1]): void {
	const execution = new Execution();
	execution.try(keep(task));
	expect(execution.try(recall, other)).toBeUndefined();
	execution.try(keep(lostCreate), other);
	expect(execution.try(recall)).toMatchObject({ taskId: ID });
	expect(execution.try(recall, other)).toBeInstanceOf(LostCreate);
}

describe('Another create call', () => {
	it.each<[string, Parameters<Execution['try']>[1]]>([
		['of another item', { item: 1 }],
		['of another run of the node', { $runIndex: 1 }],
	])('%s has a memory of its own', hasItsOwn);

	// n8n hands what the execution knew on to the one that retries it, and the person may have changed the node.
	describe('of an execution that retries another', () => {
		const execution = '2';
		it.each<[string, Parameters<Execution['try']>[1]]>(ASKS)('%s has a memory of its own', (_, other) =>
			hasItsOwn(_, { ...other, execution }),
		);

		it('for the same is the one that was sent', () => {
			const retried = new Execution();
			retried.try(keep(task));
			expect(retried.try(recall, { execution })).toMatchObject({ taskId: ID });
		});

		it('tells files by their content, not by the field in which they are', () => {
			const retried = new Execution();
			retried.try(keep(task), { file: 'one' });
			expect(retried.try(recall, { file: 'another', execution })).toBeUndefined();
			const moved = { file: 'one', values: { videoInput: 'binary', videoField: 'elsewhere' }, execution };
			expect(retried.try(recall, moved)).toMatchObject({ taskId: ID });
		});
	});

	it.each(ASKS)(
		'of the same item in the same run is none, even %s: an expression may give the time',
		(_, other) => {
			const execution = new Execution();
			execution.try(keep(task));
			expect(execution.try(recall, other)).toMatchObject({ taskId: ID });
		},
	);

	it('is none either after a second try that asked for something else', () => {
		const execution = new Execution();
		execution.try(keep(task));
		execution.try((memory) => memory.keep(memory.recall()!), { values: { prompt: 'A man' } });
		expect(execution.try(recall, { values: { prompt: 'A child' } })).toMatchObject({ taskId: ID });
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

describe('A try that did not succeed', () => {
	const after = (kind: FailureKind, retryable: boolean, sent: Task | LostCreate = task) => {
		const execution = new Execution();
		execution.try((memory) => {
			memory.keep(sent);
			memory.learnFrom(new Failure(kind, 'It did not work', undefined, { retryable }));
		});
		return execution.try(recall);
	};

	it('is followed by a new task only where the provider ended the old one for a reason that may pass', () => {
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

	it('is never followed by a new task after a defect', () => {
		const execution = new Execution();
		execution.try((memory) => {
			memory.keep(task);
			memory.learnFrom(new TypeError('x is not a function'));
		});
		expect(execution.try(recall)).toMatchObject({ taskId: ID });
	});
});

describe('The data of the execution, which people can read', () => {
	it('holds nothing of what was asked for', () => {
		const execution = new Execution();
		const signed = 'https://example.com/in.mp4?Signature=SECRET';
		execution.try(keep(task), { values: { videoUrl: signed, prompt: 'PRIVATE' } });
		execution.try(keep(lostCreate), { values: { videoUrl: signed, prompt: 'PRIVATE' }, item: 1 });
		expect(execution.json).not.toMatch(/SECRET|PRIVATE|A lady|example\.com/);
	});
});
