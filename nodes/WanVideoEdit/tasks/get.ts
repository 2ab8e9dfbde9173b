import { explain } from '../dashscope/explain';
import type { TaskId } from '../dashscope/taskId';
import { statusOf } from '../dashscope/tasks';
import { Failure } from '../failure/failure';
import { downloadFields, readOutput, simplifyField } from '../form/result';
import { alsoWhen } from '../form/displayed';
import { advancedOptionsField, readWaiting, waitField, waitingOptions } from '../form/waiting';
import { collect } from '../stages/collect/collect';
import { collectPieces } from '../stages/collect/collectPieces';
import type { PieceTask } from '../stages/collect/pieces';
import type { Output } from '../form/result';
import type { Run } from '../stages/run';
import { factsOf, type Task } from '../stages/task';
import type { PlaceRun } from '../stages/place/placements';
import { finished, wait, type WaitRun } from '../stages/wait/wait';
import type { Waiting } from '../form/waiting';
import { demand, readTaskIds, type TaskOperation, taskIdFields } from './task';

interface Get {
	readonly item: number;
	/** Several are pieces of one video, in order. */
	readonly taskIds: readonly [TaskId, ...TaskId[]];
	readonly waiting: Waiting | undefined;
	readonly output: Output;
}

/** Status and result of a task by its ID, for example of one that an earlier execution lost. */
export const get: TaskOperation<Get, WaitRun & PlaceRun> = {
	operation: 'get',
	label: 'Get',
	action: 'Get task',
	description: 'Get the status and result of a task by its ID, and optionally wait for it',
	toolDescription:
		'Returns the status of a video task and, when it has finished, the link to its video. Free. Needs the task ID that the operation which created the task returned, at most 24 hours ago.',

	fields: [
		...taskIdFields('Several IDs, in order, are pieces of one video: their results are joined.'),
		{
			...waitField,
			default: false,
			description: 'Whether to wait for the finished video. If off, returns the current status.',
		},
		...downloadFields.map((field) => ({
			...field,
			default: field.name === 'downloadVideo' ? false : field.default,
		})),
		alsoWhen(advancedOptionsField(waitingOptions), { waitForCompletion: [true] }),
		simplifyField,
	],

	prepare: (parameters) => ({
		item: parameters.item,
		taskIds: readTaskIds(parameters),
		waiting: readWaiting(parameters),
		output: readOutput(parameters),
	}),

	async perform({ item, taskIds: [first, ...others], waiting, output }, run) {
		const one = async (taskId: TaskId) => await taskOf(taskId, item, waiting, run);
		if (others.length === 0) return [await collect(await one(first), output, run)];
		const tasks = await Promise.all([one(first), ...others.map(one)]);
		return [await collectPieces(tasks.map((task) => ({ task })) as [PieceTask, ...PieceTask[]], output, run)];
	},

	// This execution did not create the task.
	cancelsOnStop: () => false,
};

const VISIBLE_AFTER_MS = 3_000;

/** @throws Failure */
async function taskOf(
	taskId: TaskId,
	item: number,
	waiting: Waiting | undefined,
	run: WaitRun,
): Promise<Task> {
	const task: Task = {
		taskId,
		item,
		operation: 'get',
		model: null,
		submittedAt: null,
		status: null,
		response: {},
	};
	if (waiting) return await wait(task, waiting, run);
	await query(task, run);
	if (task.status === 'UNKNOWN') {
		// A task that was just created may not be visible yet.
		await run.clock.sleep(VISIBLE_AFTER_MS, run.signal);
		await query(task, run);
	}
	// FAILED is a valid result of a status query. UNKNOWN is not.
	if (['SUCCEEDED', 'UNKNOWN'].includes(task.status ?? '')) finished(task);
	return task;
}

/** Queries the status, once. @throws Failure `refused`, `credential` or `unreachable` */
async function query(task: Task, run: Run): Promise<void> {
	task.response = demand(await run.client.getTask(task.taskId), 'the status query', task.taskId);
	const status = task.response.output?.task_status;
	if (status === undefined) throw withoutStatus(task);
	task.status = statusOf(status) ?? status;
}

const withoutStatus = (task: Task): Failure =>
	new Failure(
		'unreachable',
		"Alibaba Cloud's response contains no status",
		[
			'Run the node again: queries cost nothing.',
			explain(task.response.code || undefined, task.response.message || undefined),
		]
			.filter(Boolean)
			.join(' '),
		{ ...factsOf(task), httpStatus: 200, retryable: true },
	);
