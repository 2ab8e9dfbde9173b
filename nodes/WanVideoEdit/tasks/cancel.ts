import type { IDataObject } from 'n8n-workflow';
import type { TaskId } from '../dashscope/taskId';
import { simplifyField } from '../form/result';
import { demand, readTaskId, type TaskOperation, taskIdField } from './task';

interface Cancel {
	readonly item: number;
	readonly taskId: TaskId;
	readonly simplify: boolean;
}

/** Cancels a task that has not begun. */
export const cancel: TaskOperation<Cancel> = {
	operation: 'cancel',
	label: 'Cancel',
	action: 'Cancel task',
	description: 'Take a task out of the queue. Only tasks that have not begun can be canceled.',

	fields: [taskIdField, simplifyField],

	prepare: (parameters) => ({
		item: parameters.item,
		taskId: readTaskId(parameters),
		simplify: parameters.boolean('simplify') ?? true,
	}),

	async perform({ item, taskId, simplify }, run) {
		const answer = demand(
			await run.client.cancelTask(taskId),
			`the cancellation of task ${taskId} of item ${item}`,
			taskId,
		);
		// The provider's answer has no state in it: an accepted cancellation is the state.
		const json = simplify
			? { taskId, status: 'CANCELED', operation: 'cancel' }
			: { ...(answer as IDataObject), taskId, status: 'CANCELED', operation: 'cancel' };
		return [{ json, pairedItem: { item } }];
	},

	cancelsOnStop: () => false,
};
