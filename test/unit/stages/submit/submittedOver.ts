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

/** A try of the node for one item: what the person wrote, what came in, and where n8n runs it. */
export interface Try {
	readonly operation?: string;
	/** Parameters as they are written, expressions included. */
	readonly written?: Readonly<Record<string, unknown>>;
	/** What an expression with `$fromAI` gives. */
	readonly fromAI?: string;
	readonly json?: object;
	readonly item?: number;
	readonly $runIndex?: number;
	/** Identity of the file of each slot; links without. */
	readonly file?: string;
	readonly type?: string;
	readonly execution?: string;
	readonly workflow?: string;
	readonly account?: string;
	/** Whether the try has ended when it was made use of. */
	readonly isOver?: boolean;
	readonly clock?: VirtualClock;
}

/** The context of a try, with what n8n keeps of the node. */
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

/** What n8n keeps of the node for an execution: all tries see it, and it is stored as JSON between them. */
export class Execution {
	private kept = '{}';

	/** The node's memory for an item in one try, which `use` makes use of. */
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
	response: { request_id: 'r', output: { task_id: ID, task_status: 'PENDING', orig_prompt: 'A lady' } },
};

export const lostCreate = new LostCreate(
	{ id: 'call-1', family: 'vace', sentAt: NOON, endedAt: NOON + 500 },
	'It is not known whether a task was created for item 0: the create request got HTTP 500',
	'Alibaba Cloud says: later.',
	{ operation: 'outpaint', model: 'wanx2.1-vace-plus', httpStatus: 500, code: 'InternalError' },
);

export const keep = (sent: Task | LostCreate) => (memory: SubmittedTask) => memory.keep(sent);
export const recall = (memory: SubmittedTask) => memory.recall()?.sent;

/** What makes another request of the one that was kept. */
export const OTHER_REQUESTS: ReadonlyArray<[string, Try]> = [
	['of another operation', { operation: 'repaint' }],
	['with another prompt', { written: { prompt: 'A man' } }],
	['with another link', { written: { videoUrl: 'https://example.com/other.mp4' } }],
	['with another file', { file: 'id of a file' }],
	['with another model', { written: { model: { __rl: true, mode: 'id', value: 'wanx2.1-vace-plus' } } }],
	['with another setting', { written: { topScale: 1.6 } }],
	['with another option', { written: { options: { seed: 7 } } }],
	['for other data', { json: { prompt: 'A man' } }],
	['with another account', { account: 'another account' }],
	['of another item', { item: 1 }],
	['of another workflow', { workflow: 'another' }],
];
