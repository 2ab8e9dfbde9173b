import type { INodeProperties, INodePropertyOptions, NodeHint } from 'n8n-workflow';
import { FAMILIES, type ModelFamily } from '../dashscope/models';
import { MODES } from '../modes';
import { TASK_OPERATIONS } from '../tasks';
import { fieldsOf } from '../modes/form';
import { alsoWhen, onlyAsTool } from '../form/displayed';
import { byName } from '../form/choices';

/** What the node shows below its name on the canvas: the operation as the form calls it. */
export function subtitle(): string {
	const labels = [...MODES, ...TASK_OPERATIONS].map(({ operation, label }) => [operation, label]);
	return `={{ (${JSON.stringify(Object.fromEntries(labels))})[$parameter["operation"]] + ": " + ($parameter["resource"] === "task" ? "Task" : "Video") }}`;
}

/**
 * What to know before and during the execution: how long it takes, and what is billed. Also what a Stop does: the
 * editor shows it again then, and n8n keeps nothing else of a stopped node. One hint for each model family.
 */
export const usualTimeHints = (): NodeHint[] =>
	(Object.keys(FAMILIES) as ModelFamily[]).map((family) => {
		const operations = MODES.filter((mode) => mode.family === family).map(({ operation }) => operation);
		const [from, to] = FAMILIES[family].usualMinutes;
		return {
			message: `A video usually takes ${from} to ${to} minutes. Alibaba Cloud bills every finished video by the second; failed tasks cost nothing. If you stop the execution, a task that has started continues and is billed: get its video with the resource Task, operation Get.`,
			type: 'info',
			// At `ndv`, the editor would also show it after the execution.
			location: 'outputPane',
			whenToDisplay: 'beforeExecution',
			displayCondition: `={{ $parameter["resource"] === "video" && ${JSON.stringify(operations)}.includes($parameter["operation"]) }}`,
		};
	});

/**
 * Where the editor shows the credentials. Without it, it shows them at the last field that one of them depends on: at
 * 'Use OSS Bucket', far below, where a new user does not find the API key.
 */
const CREDENTIALS_PLACE: INodeProperties = {
	displayName: 'Credentials',
	name: 'credentials',
	type: 'credentials',
	default: '',
};

/** The whole form of the node. */
export function nodeFields(): INodeProperties[] {
	return [
		CREDENTIALS_PLACE,
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: 'video',
			options: [
				{ name: 'Video', value: 'video', description: 'Edit a video, or make one from images and clips' },
				{ name: 'Task', value: 'task', description: 'Tasks that were created earlier' },
			],
		},
		operationField('video', MODES, 'edit'),
		operationField('task', TASK_OPERATIONS, 'get'),
		...MODES.flatMap((mode) =>
			shownFor('video', mode.operation, [
				toolDescriptionField(`${mode.toolDescription} ${PAID_CALLS}`),
				...fieldsOf(mode),
			]),
		),
		...TASK_OPERATIONS.flatMap((task) =>
			shownFor('task', task.operation, [toolDescriptionField(task.toolDescription), ...task.fields]),
		),
	];
}

/** What an agent has to know about every operation that creates a task. */
const PAID_CALLS =
	'Every call is paid for, so call it once for each video that the user asks for. If it fails with a task ID, do not call it again: get that task instead. Takes minutes, and returns a link to the finished MP4, which expires after 24 hours, and the task ID.';

/**
 * What n8n tells the model about the tool. With its own field, n8n does not add its choice of an automatic
 * description, which would be no more than the operation's name.
 */
const toolDescriptionField = (text: string): INodeProperties =>
	onlyAsTool({
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		default: text,
		required: true,
		description: 'What the AI model reads about this tool: what it does, and when to use it',
	});

function operationField(
	resource: string,
	operations: ReadonlyArray<
		Record<'operation' | 'label' | 'action' | 'description' | 'toolDescription', string>
	>,
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
			.map(({ operation, label, action, description, toolDescription }): INodePropertyOptions => ({
				name: label,
				value: operation,
				action,
				description,
				// For n8n's workflow builder. Older n8n ignores it.
				builderHint: { propertyHint: toolDescription },
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
