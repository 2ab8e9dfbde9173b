import type { IExecuteFunctions } from 'n8n-workflow';
import type { TaskId } from '../dashscope/taskId';
import type { TaskResponse } from '../dashscope/wire';
import type { Failure } from '../failure/failure';
import { type Piece, pieceName } from '../media/piece';
import { itemName, withNotes } from '../text/itemName';

/** A task at Alibaba Cloud, as far as this run knows it. */
export interface Task {
	readonly taskId: TaskId;
	readonly item: number;
	/** What it edits of the item's video, if that is split. */
	readonly piece?: Piece;
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** The name that was sent. Null for a task that was created elsewhere: Alibaba Cloud does not return it. */
	readonly model: string | null;
	/** Tasks of the same kind take about the same time. Undefined for a task that was created elsewhere. */
	readonly kind?: string;
	/** By `Clock.now`. Null for a task that was created elsewhere. */
	readonly submittedAt: number | null;
	/** Created by an earlier try of this execution, or found in the list: its timeout starts now. */
	readonly resumed?: true;
	/** Found in the task list: the response to its create request was lost, or n8n crashed. */
	readonly recovered?: true;
	/** Found in the task list after the create request was lost for this reason: not yet proven to belong to the item. */
	readonly doubt?: Failure;
	/** Alibaba Cloud's status, which may be undocumented. */
	status: string | null;
	/** The latest response about it. */
	response: TaskResponse;
}

/** What is known about a task, for failures. */
export const factsOf = ({ taskId, status, operation, model, response }: Task) => ({
	taskId,
	status,
	operation,
	model,
	requestId: response.request_id ?? null,
});

/**
 * Records a task of the run, for messages and in n8n's log, where its ID survives a crash. n8n saves everything else
 * that a node writes only after the node has ended.
 */
export function noteTask(
	{ context, created }: { readonly context: IExecuteFunctions; readonly created: Task[] },
	task: Task,
	how: 'created' | 'recovered',
): void {
	created.push(task);
	const { taskId, item, operation, model, piece } = task;
	const which = piece === undefined ? `item ${item}` : `item ${item}, ${pieceName(piece)}`;
	const { id: workflow } = context.getWorkflow();
	const execution = context.getExecutionId();
	context.logger.info(
		`Wan task ${taskId} ${how}: ${which}, ${operation}, ${model}, workflow ${workflow}, execution ${execution}`,
		{ taskId, item, workflowId: workflow, executionId: execution },
	);
}

/** Records a task's status. A change is reported in the browser console during a manual run. */
export function noteStatus(
	{ context }: { readonly context: IExecuteFunctions },
	task: Task,
	status: string,
): void {
	if (status === task.status) return;
	task.status = status;
	const name = itemName(task.item, context.getInputData().length);
	context.sendMessageToUI?.(`Task ${withNotes(task.taskId, name)} is ${status}`);
}
