import type { HttpResponse, HttpRequest } from '../../../../nodes/WanVideoEdit/dashscope/http';
import { parseTaskId, type TaskId } from '../../../../nodes/WanVideoEdit/dashscope/taskId';
import type { PollResult } from '../../../../nodes/WanVideoEdit/stages/wait/taskPoller';
import type { Task } from '../../../../nodes/WanVideoEdit/stages/task';
import { answer, byEndpoint, idIn, MODEL, NOON, runOver } from '../../standIns';

export const taskOf = (number: number, facts: Partial<Task> = {}): Task => ({
	taskId: parseTaskId(`task-${number}`) as TaskId,
	item: number,
	operation: 'outpaint',
	model: MODEL,
	submittedAt: NOON,
	status: 'PENDING',
	response: {},
	...facts,
});

export const tasksOf = (count: number, facts?: Partial<Task>): Task[] =>
	Array.from({ length: count }, (_, number) => taskOf(number, facts));

const query = (status: string, id: string): HttpResponse =>
	answer(200, {
		output: {
			task_id: id,
			task_status: status,
			...(status === 'SUCCEEDED' ? { video_url: 'https://example.com/out.mp4' } : {}),
		},
	});

export const listing = (statuses: Readonly<Record<string, unknown>>): HttpResponse =>
	answer(200, { data: Object.entries(statuses).map(([task_id, status]) => ({ task_id, status })) });

/** All tasks are running, or have the given statuses. */
export function pollerOver({
	statuses = {},
	list = (all) => listing(all),
}: {
	statuses?: Readonly<Record<string, string>>;
	list?: (
		all: Readonly<Record<string, string>>,
		request: HttpRequest,
	) => HttpResponse | Promise<HttpResponse>;
} = {}) {
	const all = { ...Object.fromEntries(tasksOf(30).map(({ taskId }) => [taskId, 'RUNNING'])), ...statuses };
	const world = runOver([
		byEndpoint({
			query: (request) => query(all[idIn(request)] ?? 'UNKNOWN', idIn(request)),
			list: async (request) => await list(all, request),
		}),
	]);
	const poll = async (task: Task, { pauseMs = 1000, slackMs = 0, final = false } = {}) =>
		await world.run.poller.poll(task, { pauseMs, slackMs }, world.run.signal, final);
	/** Polls all of them once. */
	const pollAll = async (tasks: readonly Task[], options?: Parameters<typeof poll>[1]) =>
		await Promise.all(tasks.map(async (task) => await poll(task, options)));
	return { ...world, poll, pollAll };
}

export const kindsOf = (polls: ReadonlyArray<PollResult | undefined>) => polls.map((poll) => poll?.kind);
