import type { IDataObject } from 'n8n-workflow';
import type { TaskId } from '../dashscope/taskId';
import { statusOf } from '../dashscope/tasks';
import { simplifyField } from '../form/result';
import { unknownTask } from '../stages/wait/wait';
import type { Run } from '../stages/run';
import { demand, readTaskId, type TaskOperation, taskIdFields } from './task';

interface Cancel {
	readonly item: number;
	readonly taskId: TaskId;
	readonly simplify: boolean;
}

/** Cancels a task that has not started. */
export const cancel: TaskOperation<Cancel> = {
	operation: 'cancel',
	label: 'Cancel',
	action: 'Cancel task',
	description: 'Remove a task from the queue. Only tasks that have not started can be canceled.',
	toolDescription:
		'Cancels a video task that has not started yet, so that it is not billed. Free. Needs the task ID that the operation which created the task returned.',

	fields: [...taskIdFields(), simplifyField],

	prepare: (parameters) => ({
		item: parameters.item,
		taskId: readTaskId(parameters),
		simplify: parameters.boolean('simplify') ?? true,
	}),

	async perform({ item, taskId, simplify }, run) {
		const reply = await run.client.cancelTask(taskId);
		// The response for an unknown ID is not documented, so a confirmation may mean nothing.
		const state = await stateOf(taskId, run);
		if (state === 'UNKNOWN') throw unknownTask(taskId);
		const response = demand(
			reply,
			`the cancellation${state === undefined ? '' : ` of a task that is ${state}`}`,
			taskId,
			state,
		);
		// The response contains no status. An accepted cancellation is the status.
		const json = simplify
			? { taskId, status: 'CANCELED', operation: 'cancel' }
			: { ...(response as IDataObject), taskId, status: 'CANCELED', operation: 'cancel' };
		return [{ json, pairedItem: { item } }];
	},

	cancelsOnStop: () => false,
};

/** Status of a task, or undefined if the request fails. */
async function stateOf(taskId: TaskId, { client }: Run): Promise<string | undefined> {
	const reply = await client.getTask(taskId);
	const status = reply.kind === 'ok' ? reply.body.output?.task_status : undefined;
	return statusOf(status) ?? status;
}
