import type { IExecuteFunctions } from 'n8n-workflow';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { Failure, type FailureKind } from '../../../nodes/WanVideoEdit/failure/failure';
import { LostCreate } from '../../../nodes/WanVideoEdit/failure/lostCreate';
import type { SeenSlot } from '../../../nodes/WanVideoEdit/stages/inspect';
import { SubmitMemory } from '../../../nodes/WanVideoEdit/stages/memory';
import type { Task } from '../../../nodes/WanVideoEdit/stages/run';
import { checkedOf, form, modeNamed } from '../drafts';
import { NOON } from '../standIns';

const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;

/** What n8n keeps of the node for an execution: all tries see it, and it is stored as JSON between them. */
class Execution {
	private kept = '{}';

	/** The node's memory for an item in one try, which `use` makes use of. */
	try<Result>(
		use: (memory: SubmitMemory) => Result,
		{
			operation = 'outpaint',
			values = {},
			item = 0,
			$runIndex = 0,
			file = '',
			type = 'wanVideoEdit',
			execution = '1',
			isOver = true,
		} = {},
	): Result {
		const data = JSON.parse(this.kept) as object;
		const context = {
			getContext: () => data,
			getWorkflowDataProxy: () => ({ $runIndex }),
			getExecutionId: () => execution,
			getNode: () => ({ type: `n8n-nodes-wan-video-edit.${type}` }),
		} as unknown as IExecuteFunctions;
		const request = checkedOf(operation, form(operation, values), item);
		const files = request.slots.map(
			(slot) => ({ slot, file: file === '' ? undefined : { identity: file } }) as SeenSlot,
		);
		const memory = new SubmitMemory(context, modeNamed(operation), request, files);
		const result = use(memory);
		if (isOver) memory.release();
		this.kept = JSON.stringify(data);
		expect(JSON.parse(this.kept)).toEqual(withoutUndefined(data));
		return result;
	}

	get json(): string {
		return this.kept;
	}
}

/** As JSON sees it: a key without a value is none. Anything else that JSON would change shows up. */
const withoutUndefined = (value: unknown): unknown =>
	typeof value !== 'object' || value === null || Array.isArray(value)
		? value
		: Object.fromEntries(
				Object.entries(value)
					.filter(([, one]) => one !== undefined)
					.map(([name, one]) => [name, withoutUndefined(one)]),
			);

const task: Task = {
	taskId: ID,
	item: 0,
	operation: 'outpaint',
	model: 'wanx2.1-vace-plus',
	kind: 'wanx2.1-vace-plus outpaint ',
	submittedAt: NOON,
	status: 'PENDING',
	answer: { request_id: 'r', output: { task_id: ID, task_status: 'PENDING', orig_prompt: 'A lady' } },
};

const lostCreate = new LostCreate(
	{ id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
	'It is not known whether the task of item 0 was created: the create call brought HTTP 500',
	'The provider says: later.',
	{ operation: 'outpaint', model: 'wanx2.1-vace-plus', httpStatus: 500, code: 'InternalError' },
);

const keep = (sent: Task | LostCreate) => (memory: SubmitMemory) => memory.keep(sent);
const recall = (memory: SubmitMemory) => memory.recall();

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

/** What may be another ask than the one that was kept. */
const ASKS: Array<[string, Parameters<Execution['try']>[1]]> = [
	['of another operation', { operation: 'repaint' }],
	['with another prompt', { values: { prompt: 'A man' } }],
	['with another link', { values: { videoUrl: 'https://example.com/other.mp4' } }],
	['with a file', { file: 'id of a file' }],
	['with another model', { values: { model: { __rl: true, mode: 'id', value: 'wanx2.1-vace-plus' } } }],
	['with another setting', { values: { topScale: 1.6 } }],
	['with another option', { values: { options: { seed: 7 } } }],
];

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

describe('A call of an agent', () => {
	const type = 'wanVideoEditTool';

	it('is the same in each try, though n8n counts every one as a run', () => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, $runIndex: 1 })).toMatchObject({ taskId: ID });
	});

	it.each(ASKS)('%s has a memory of its own', (_, other) => {
		const execution = new Execution();
		execution.try(keep(task), { type });
		expect(execution.try(recall, { type, ...other })).toBeUndefined();
	});

	it('is not taken for the same one that is under way at the same time, and each finds its own again', () => {
		const execution = new Execution();
		const id = (number: number) => `task-${number}` as TaskId;
		execution.try(keep({ ...task, taskId: id(1) }), { type, isOver: false, execution: '3' });
		execution.try(keep({ ...task, taskId: id(2) }), { type, execution: '3' });
		// The first is still under way, the other one is tried again.
		expect(execution.try(recall, { type, execution: '3', isOver: false })).toMatchObject({ taskId: id(2) });
		expect(execution.try(recall, { type, execution: '3' })).toBeUndefined();
	});

	it('is another one once it has its result', () => {
		const execution = new Execution();
		execution.try(
			(memory) => {
				memory.keep(task);
				memory.close();
			},
			{ type },
		);
		expect(execution.try(recall, { type, $runIndex: 1 })).toBeUndefined();
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
