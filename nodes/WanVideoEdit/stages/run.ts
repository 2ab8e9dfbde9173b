import type { Account } from '../dashscope/account';
import type { TaskId } from '../dashscope/taskId';
import type { TaskAnswer } from '../dashscope/wire';
import type { Failure } from '../failure/failure';
import type { PlacingRun } from './place/placement';
import { type Placements, placementsOf } from './place/placements';
import { Durations } from './wait/durations';
import { Lanes } from './lanes';
import { Lookout } from './wait/lookout';
import { Recovery } from './submit/recover';

/** What all items of an execution share. */
export interface Run extends PlacingRun {
	/** Aborted by Stop only, not when an item ends the run: then there is time to hear a create call out. */
	readonly stop: AbortSignal;
	/** The ways in which files reach the provider. */
	readonly placements: Placements;
	/** Every task that was created, in that order, so that none is lost when the run ends early. */
	readonly created: Task[];
	/** What this process knows of the account: its limits, and whose its tasks are. */
	readonly account: Account;
	/** The places for tasks and transfers. */
	readonly lanes: Lanes;
	/** Looks at the tasks of all items. */
	readonly lookout: Lookout;
	/** How long earlier tasks took. */
	readonly durations: Durations;
	/** Finds the tasks of an execution that crashed and is retried. */
	readonly recovery: Recovery;
	/** Tasks of items that have their result: their video, or an ID where that is all that is wanted. */
	readonly handedOn: Set<TaskId>;
	/** To be called when an item has what it needs at its beginning: the next one begins then, and not only at its end. */
	started(): void;
}

/**
 * @param tasks how many tasks may be in flight at once
 * @param onFailure is called when an item fails, before another one takes its place
 * @param starts how many items may be at their beginning at once
 */
export const runOf = (
	base: PlacingRun & Pick<Run, 'stop'>,
	account: Account,
	tasks: number,
	onFailure?: () => void,
	starts?: number,
): Run => ({
	...base,
	placements: placementsOf(base),
	created: [],
	account,
	lanes: new Lanes(tasks, onFailure, starts),
	lookout: new Lookout(base),
	durations: new Durations(base.context, base.client.baseUrl),
	recovery: new Recovery(),
	handedOn: new Set(),
	started: () => undefined,
});

/** A task at the provider, as far as this run has seen it. */
export interface Task {
	readonly taskId: TaskId;
	readonly item: number;
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** The name that was sent. Null for a task that was created elsewhere: the provider does not tell. */
	readonly model: string | null;
	/** Tasks of the same kind take about the same time. Undefined for a task that was created elsewhere. */
	readonly kind?: string;
	/** By `Clock.now`. Null for a task that was created elsewhere. */
	readonly submittedAt: number | null;
	/** Created by an earlier try of this execution, or found in the list: the time to wait for it begins now. */
	readonly resumed?: true;
	/** Found in the task list: its create call was lost, or the n8n that sent it crashed. */
	readonly recovered?: true;
	/** Found in the provider's list after its create call was lost for this reason: not proven yet to be the item's own. */
	readonly doubt?: Failure;
	/** The provider's word, which may be one that no document knows. */
	status: string | null;
	/** The latest answer about it. */
	answer: TaskAnswer;
}

/** What is known of a task, for failures. */
export const factsOf = ({ taskId, status, operation, model, answer }: Task) => ({
	taskId,
	status,
	operation,
	model,
	requestId: answer.request_id ?? null,
});

/**
 * Notes a task that belongs to the run: for messages, and in n8n's log, where its ID outlives the process. All else that
 * a node writes n8n keeps only when the node has ended.
 */
export function noteTask(
	{ context, created }: Pick<Run, 'context' | 'created'>,
	task: Task,
	how: 'created' | 'recovered',
): void {
	created.push(task);
	const { taskId, item, operation, model } = task;
	const { id: workflow } = context.getWorkflow();
	const execution = context.getExecutionId();
	context.logger.info(
		`Wan task ${taskId} ${how}: item ${item}, ${operation}, ${model}, workflow ${workflow}, execution ${execution}`,
		{ taskId, item, workflowId: workflow, executionId: execution },
	);
}

/** Notes a task's state. A change is told in the browser's console, where the person watches a manual run. */
export function noteStatus({ context }: Pick<Run, 'context'>, task: Task, status: string): void {
	if (status === task.status) return;
	task.status = status;
	context.sendMessageToUI?.(`Item ${task.item}: task ${task.taskId} is ${status}`);
}
