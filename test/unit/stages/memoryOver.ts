import type { IExecuteFunctions } from 'n8n-workflow';
import { parseTaskId, type TaskId } from '../../../nodes/WanVideoEdit/dashscope/taskId';
import { LostCreate } from '../../../nodes/WanVideoEdit/failure/lostCreate';
import type { SeenSlot } from '../../../nodes/WanVideoEdit/stages/inspect';
import { SubmitMemory } from '../../../nodes/WanVideoEdit/stages/memory';
import type { Task } from '../../../nodes/WanVideoEdit/stages/run';
import { checkedOf, form, modeNamed } from '../drafts';
import { NOON } from '../standIns';

export const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;

/** What n8n keeps of the node for an execution: all tries see it, and it is stored as JSON between them. */
export class Execution {
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
export const withoutUndefined = (value: unknown): unknown =>
	typeof value !== 'object' || value === null || Array.isArray(value)
		? value
		: Object.fromEntries(
				Object.entries(value)
					.filter(([, one]) => one !== undefined)
					.map(([name, one]) => [name, withoutUndefined(one)]),
			);

export const task: Task = {
	taskId: ID,
	item: 0,
	operation: 'outpaint',
	model: 'wanx2.1-vace-plus',
	kind: 'wanx2.1-vace-plus outpaint ',
	submittedAt: NOON,
	status: 'PENDING',
	answer: { request_id: 'r', output: { task_id: ID, task_status: 'PENDING', orig_prompt: 'A lady' } },
};

export const lostCreate = new LostCreate(
	{ id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
	'It is not known whether the task of item 0 was created: the create call brought HTTP 500',
	'The provider says: later.',
	{ operation: 'outpaint', model: 'wanx2.1-vace-plus', httpStatus: 500, code: 'InternalError' },
);

export const keep = (sent: Task | LostCreate) => (memory: SubmitMemory) => memory.keep(sent);
export const recall = (memory: SubmitMemory) => memory.recall();

/** What may be another ask than the one that was kept. */
export const ASKS: Array<[string, Parameters<Execution['try']>[1]]> = [
	['of another operation', { operation: 'repaint' }],
	['with another prompt', { values: { prompt: 'A man' } }],
	['with another link', { values: { videoUrl: 'https://example.com/other.mp4' } }],
	['with a file', { file: 'id of a file' }],
	['with another model', { values: { model: { __rl: true, mode: 'id', value: 'wanx2.1-vace-plus' } } }],
	['with another setting', { values: { topScale: 1.6 } }],
	['with another option', { values: { options: { seed: 7 } } }],
];
