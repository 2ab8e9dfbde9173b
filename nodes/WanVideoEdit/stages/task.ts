import type { IExecuteFunctions } from 'n8n-workflow';
import type { TaskId } from '../dashscope/taskId';
import type { TaskResponse } from '../dashscope/wire';
import type { Failure } from '../failure/failure';

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
	response: TaskResponse;
}

/** What is known of a task, for failures. */
export const factsOf = ({ taskId, status, operation, model, response }: Task) => ({
	taskId,
	status,
	operation,
	model,
	requestId: response.request_id ?? null,
});

/**
 * Notes a task that belongs to the run: for messages, and in n8n's log, where its ID outlives the process. All else that
 * a node writes n8n keeps only when the node has ended.
 */
export function noteTask(
	{ context, created }: { readonly context: IExecuteFunctions; readonly created: Task[] },
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
export function noteStatus(
	{ context }: { readonly context: IExecuteFunctions },
	task: Task,
	status: string,
): void {
	if (status === task.status) return;
	task.status = status;
	context.sendMessageToUI?.(`Item ${task.item}: task ${task.taskId} is ${status}`);
}
