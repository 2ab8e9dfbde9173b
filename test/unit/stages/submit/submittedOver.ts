import type { IExecuteFunctions } from 'n8n-workflow';
import { parseTaskId, type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import { LostCreate } from '../../../../nodes/WanVideoEdit/stages/submit/lostCreate';
import type { SeenSlot } from '../../../../nodes/WanVideoEdit/stages/check/seenSlot';
import { SubmittedTask } from '../../../../nodes/WanVideoEdit/stages/submit/submittedTasks';
import { requestKeyOf } from '../../../../nodes/WanVideoEdit/stages/submit/requestKey';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { checkedOf, form, modeNamed } from '../../drafts';
import { NOON, VirtualClock } from '../../standIns';

export const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;

/** A try of the node for one item: what the user entered, the input, and where n8n runs it. */
export interface Try {
	readonly operation?: string;
	/** Parameters as entered, including expressions. */
	readonly written?: Readonly<Record<string, unknown>>;
	/** Value of an expression with `$fromAI`. */
	readonly fromAI?: string;
	readonly json?: object;
	readonly item?: number;
	readonly $runIndex?: number;
	/** Identity of the file in each slot; by default, all are links. */
	readonly file?: string;
	readonly type?: string;
	readonly execution?: string;
	readonly workflow?: string;
	readonly account?: string;
	/** Whether the try has ended after its use. */
	readonly isOver?: boolean;
	readonly clock?: VirtualClock;
}

/** The context of a try, with the data that n8n stores for the node. */
function contextOf(
	{
		operation = 'outpaint',
		written = {},
		fromAI = '',
		json = {},
		item = 0,
		$runIndex = 0,
		type = 'wanVideoEdit',
		execution = '1',
		workflow = 'w',
	}: Try,
	kept: object,
): IExecuteFunctions {
	const parameters = form(operation, written);
	const context = {
		getContext: () => kept,
		getWorkflow: () => ({ id: workflow }),
		getWorkflowDataProxy: () => ({ $runIndex }),
		getExecutionId: () => execution,
		getNode: () => ({ id: 'n', type: `n8n-nodes-wan-video-edit.${type}`, parameters }),
		getInputData: () => Array.from({ length: item + 1 }, () => ({ json })),
		getNodeParameter: () => fromAI,
	};
	return context as unknown as IExecuteFunctions;
}

/** The key of the request of a try. */
export function keyOf(one: Try = {}, context = contextOf(one, {})): string {
	const { operation = 'outpaint', item = 0, file, account = 'account' } = one;
	const request = checkedOf(operation, form(operation), item);
	const files = request.slots.map(
		(slot) => ({ slot, file: file === undefined ? undefined : { identity: file } }) as SeenSlot,
	);
	return requestKeyOf(context, modeNamed(operation), item, files, account);
}

/**
 * The data that n8n stores for the node in an execution: all tries see it, and it is serialized as JSON
 * between them.
 */
export class Execution {
	private kept = '{}';

	/** The stored request of an item in one try, passed to `use`. */
	try<Result>(use: (memory: SubmittedTask) => Result, one: Try = {}): Result {
		const data = JSON.parse(this.kept) as object;
		const context = contextOf(one, data);
		const { operation = 'outpaint', item = 0, isOver = true, clock = new VirtualClock() } = one;
		const memory = new SubmittedTask(context, clock, { item, operation }, keyOf(one, context));
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

/** As in JSON: a key without a value is missing. Any other change by JSON shows up. */
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
	response: { request_id: 'r', output: { task_id: ID, task_status: 'PENDING', orig_prompt: 'A lady' } },
};

export const lostCreate = new LostCreate(
	{ id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
	'It is not known whether a task was created: the create request got HTTP 500',
	'Alibaba Cloud says: later.',
	{ operation: 'outpaint', model: 'wanx2.1-vace-plus', httpStatus: 500, code: 'InternalError' },
);

export const keep = (sent: Task | LostCreate) => (memory: SubmittedTask) => memory.keep(sent);
export const recall = (memory: SubmittedTask) => memory.recall()?.sent;

/** Changes that make a request differ from the stored one. */
export const OTHER_REQUESTS: ReadonlyArray<[string, Try]> = [
	['of another operation', { operation: 'repaint' }],
	['with another prompt', { written: { prompt: 'A man' } }],
	['with another link', { written: { videoUrl: 'https://example.com/other.mp4' } }],
	['with another file', { file: 'id of a file' }],
	['with another model', { written: { options: { model: 'wanx2.1-vace-plus' } } }],
	['with another setting', { written: { topScale: 1.6 } }],
	['with another option', { written: { options: { seed: 7 } } }],
	['for other data', { json: { prompt: 'A man' } }],
	['with another account', { account: 'another account' }],
	['of another item', { item: 1 }],
	['of another workflow', { workflow: 'another' }],
];
