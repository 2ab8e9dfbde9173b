import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { MODES } from '../modes';
import { TASK_OPERATIONS } from '../tasks';
import { fieldsOf } from '../modes/form';
import { alsoWhen } from '../form/displayed';
import { byName } from '../form/choices';

/** What the node shows below its name on the canvas: the operation as the form calls it. */
export function subtitle(): string {
	const labels = [...MODES, ...TASK_OPERATIONS].map(({ operation, label }) => [operation, label]);
	return `={{ (${JSON.stringify(Object.fromEntries(labels))})[$parameter["operation"]] + ": " + ($parameter["resource"] === "task" ? "Task" : "Video") }}`;
}

/** The whole form of the node. */
export function nodeFields(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: 'video',
			options: [
				{ name: 'Task', value: 'task', description: 'Tasks that were created earlier' },
				{ name: 'Video', value: 'video', description: 'Edit a video, or make one from images and clips' },
			],
		},
		operationField('video', MODES, 'edit'),
		operationField('task', TASK_OPERATIONS, 'get'),
		...MODES.flatMap((mode) => shownFor('video', mode.operation, fieldsOf(mode))),
		...TASK_OPERATIONS.flatMap((task) => shownFor('task', task.operation, task.fields)),
	];
}

function operationField(
	resource: string,
	operations: ReadonlyArray<{ operation: string; label: string; action: string; description: string }>,
	defaultOperation: string,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		default: defaultOperation,
		options: operations
			.map(({ operation, label, action, description }): INodePropertyOptions => ({
				name: label,
				value: operation,
				action,
				description,
			}))
			.sort((a, b) => byName(a.name, b.name)),
	};
}

const shownFor = (
	resource: string,
	operation: string,
	fields: readonly INodeProperties[],
): INodeProperties[] =>
	fields.map((field) => alsoWhen(field, { resource: [resource], operation: [operation] }));
