import type { INodeProperties } from 'n8n-workflow';
import type { Reply } from '../dashscope/client';
import { isRetryable } from '../dashscope/errors';
import { adviceAndWords, explain, nameOf, rejectionOf } from '../dashscope/explain';
import { parseTaskId, type TaskId } from '../dashscope/taskId';
import { Failure } from '../failure/failure';
import { notAsTool, onlyAsTool } from '../form/displayed';
import { type ItemParameters } from '../form/parameters';
import { quoted } from '../failure/quoted';
import type { Operation } from '../stages/operation';
import type { PlaceRun } from '../stages/place/placements';
import type { Run } from '../stages/run';
import type { WaitRun } from '../stages/wait/wait';

const EXAMPLE_ID = 'e.g. 7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01';

/** An operation on existing tasks, with its entry in the form. */
export interface TaskOperation<Job, Needs extends Run = Run> extends Operation<Job, Needs> {
	/** Name in the list of operations. */
	readonly label: string;
	/** Sentence in the node panel. */
	readonly action: string;
	readonly description: string;
	/** What it does and what it needs, for an agent: whole sentences. */
	readonly toolDescription: string;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a job is made and used by the same operation
export type AnyTaskOperation = TaskOperation<any, WaitRun & PlaceRun>;

/**
 * The task: chosen from the last 24 hours, or by its ID. An agent gives its ID.
 * @param more what else it takes, as a sentence
 */
export const taskIdFields = (more?: string): INodeProperties[] => [
	notAsTool({
		displayName: 'Task',
		name: 'taskId',
		type: 'resourceLocator',
		required: true,
		// The editor adds these keys when the credential changes.
		default: { __rl: true, mode: 'list', value: '', cachedResultUrl: '' },
		description: sentences(
			'The task, as an operation of the Video resource created it. Tasks are kept for 24 hours.',
			more,
		),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a task...',
				typeOptions: { searchListMethod: 'searchTasks', searchable: true },
			},
			{ displayName: 'ID', name: 'id', type: 'string', placeholder: EXAMPLE_ID },
		],
	}),
	onlyAsTool({
		displayName: 'Task ID',
		name: 'taskId',
		type: 'string',
		default: '',
		required: true,
		placeholder: EXAMPLE_ID,
		description: sentences(
			'ID of the task, as returned by an operation of the Video resource. Tasks are kept for 24 hours.',
			more,
		),
	}),
];

const sentences = (...all: ReadonlyArray<string | undefined>): string => all.filter(Boolean).join(' ');

/** @throws Failure `badInput` */
export const readTaskId = (parameters: ItemParameters): TaskId =>
	demandTaskId(parameters.locator('taskId'), parameters);

/** Tasks in the order in which their videos are joined. @throws Failure `badInput` */
export function readTaskIds(parameters: ItemParameters): readonly [TaskId, ...TaskId[]] {
	const texts = parameters.locators('taskId');
	if (texts.length > MOST_TASKS) {
		throw new Failure(
			'badInput',
			`'${parameters.label('taskId')}' has ${texts.length} task IDs; up to ${MOST_TASKS} videos can be joined`,
			'Get them in several items, or one by one.',
		);
	}
	const twice = texts.find((text, index) => texts.indexOf(text) !== index);
	if (twice !== undefined) {
		throw new Failure(
			'badInput',
			`'${parameters.label('taskId')}' has ${quoted(twice)} twice; it takes each task once, in the order of the pieces`,
			"Use the task IDs in 'pieces' of the output or error of the run that created them.",
		);
	}
	return texts.map((text) => demandTaskId(text, parameters)) as unknown as [TaskId, ...TaskId[]];
}

/** As many films as one can be joined of. */
const MOST_TASKS = 255;

function demandTaskId(text: string, parameters: ItemParameters): TaskId {
	const taskId = parseTaskId(text);
	if (taskId !== undefined) return taskId;
	throw new Failure(
		'badInput',
		`'${parameters.label('taskId')}' is ${quoted(text)}; a task ID consists of letters, digits, dots and hyphens`,
		"Use the 'taskId' that an operation of the Video resource returned.",
	);
}

/**
 * Returns the body of a reply, which must be `ok`.
 * @param doing name of the request, for the middle of a sentence
 * @param status of the task, if known
 * @throws Failure `refused`, `credential` or `unreachable`
 */
export function demand<Body>(
	reply: Reply<Body>,
	doing: string,
	taskId: TaskId | null,
	status: string | null = null,
): Body {
	if (reply.kind === 'ok') return reply.body;
	const facts = {
		taskId,
		status,
		code: reply.code ?? null,
		requestId: reply.requestId ?? null,
		httpStatus: reply.httpStatus ?? null,
	};
	if (reply.kind === 'unclear') {
		throw new Failure(
			'unreachable',
			`Alibaba Cloud returned no usable response to ${doing}: ${nameOf(reply)}`,
			['Run the node again: queries cost nothing.', explain(reply.code, reply.message)]
				.filter(Boolean)
				.join(' '),
			{ ...facts, retryable: true },
		);
	}
	throw new Failure(
		reply.httpStatus === 401 ? 'credential' : 'refused',
		rejectionOf(doing, reply),
		adviceAndWords(reply.code, reply.message),
		{ ...facts, retryable: isRetryable(reply.code, reply.httpStatus, reply.message) },
		reply.retryAfterSeconds === undefined ? undefined : reply.retryAfterSeconds * 1000,
	);
}
