import { parseTaskId, type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import type { Waiting } from '../../../../nodes/WanVideoEdit/form/waiting';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { wait } from '../../../../nodes/WanVideoEdit/stages/wait/wait';
import { answer, NOON, runOver, VirtualClock } from '../../standIns';

export const ID = parseTaskId('7f0c2c1e-5d0b-4b60-9a53-2a1f3f1f9c01') as TaskId;
export const MINUTE = 60_000;
export const LINK = 'https://result.example.com/yy.mp4?Expires=1795227537';

export const state = (task_status: unknown, output: object = {}) =>
	answer(200, { request_id: 'r-get', output: { task_id: ID, task_status, ...output } });
export const PENDING = state('PENDING');
export const RUNNING = state('RUNNING');
export const DONE = state('SUCCEEDED', { video_url: LINK });

export const taskOf = (facts: Partial<Task> = {}): Task => ({
	taskId: ID,
	item: 2,
	operation: 'repaint',
	model: 'wan2.1-vace-plus',
	submittedAt: NOON,
	status: 'PENDING',
	response: { request_id: 'r-create', output: { task_id: ID, task_status: 'PENDING' } },
	...facts,
});

export function waitOver(
	script: Parameters<typeof runOver>[0],
	{
		task = taskOf(),
		clock = new VirtualClock(),
		...waiting
	}: Partial<Waiting> & { task?: Task; clock?: VirtualClock } = {},
) {
	const world = runOver(script, { clock });
	const work = wait(
		task,
		{ timeoutMs: 30 * MINUTE, continueOnTimeout: false, pace: 'balanced', cancelOnStop: true, ...waiting },
		world.run,
	);
	work.catch(() => undefined);
	return { ...world, work };
}

/** The details that every failure of a task has. */
export const facts = (more: object) => ({
	taskId: ID,
	status: null,
	code: null,
	requestId: 'r-get',
	httpStatus: null,
	retryable: false,
	operation: 'repaint',
	model: 'wan2.1-vace-plus',
	...more,
});
