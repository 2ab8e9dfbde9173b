import { TASK_REQUESTS_PER_SECOND } from '../dashscope/models';
import type { Run } from '../stages/run';
import type { Task } from '../stages/task';
import { itemName, withNotes } from '../text/itemName';

/** Time limit for the clean-up after a Stop: the run must end within a second. */
const CLEAN_UP_MS = 400;

/** More per second are rejected (ALI-TASK), and the clean-up has less than a second: tasks that will start soonest come first. */
const MOST_CANCELS = Math.floor(0.9 * TASK_REQUESTS_PER_SECOND);

/** PENDING, or of an earlier try and not polled since. */
const mayWait = ({ status }: Task): boolean => status === 'PENDING' || status === null;

/**
 * Cancels the tasks that are not known to have started and certainly belong to the run.
 * Never throws; a task that could not be canceled keeps its status.
 */
export async function cancelPending({ client, clock }: Run, tasks: readonly Task[]): Promise<void> {
	const cancelled = tasks
		.filter((task) => mayWait(task) && task.doubt === undefined)
		.slice(0, MOST_CANCELS)
		.map(async (task) => {
			const reply = await client.cancelTask(task.taskId, true);
			if (reply.kind === 'ok') task.status = 'CANCELED';
		});
	await Promise.race([Promise.all(cancelled), clock.sleep(CLEAN_UP_MS)]);
}

/** n8n retries stopped nodes too. On a retry, nothing is canceled again: the tasks canceled before are only marked. */
export async function cancelOnce(run: Run, tasks: readonly Task[]): Promise<void> {
	const kept = run.context.getContext('node') as { stoppedExecution?: string; canceledTasks?: string[] };
	const execution = run.context.getExecutionId();
	if (kept.stoppedExecution === execution) {
		for (const task of run.created) if (kept.canceledTasks?.includes(task.taskId)) task.status = 'CANCELED';
		return;
	}
	kept.stoppedExecution = execution;
	await cancelPending(run, tasks);
	kept.canceledTasks = tasks.filter(({ status }) => status === 'CANCELED').map(({ taskId }) => taskId);
}

/** In a description. n8n's log has every task. */
const MOST_IN_DESCRIPTION = 100;

/** n8n shows the message of a stopped run without a scroll bar. */
const MOST_IN_MESSAGE = 10;

/**
 * Tasks by ID, item and status, for a sentence.
 * @param items number of input items
 */
export const listed = (tasks: readonly Task[], items: number): string =>
	enumerated(tasks, MOST_IN_DESCRIPTION, ({ taskId, item, status }) =>
		withNotes(taskId, itemName(item, items), status ?? 'unknown'),
	);

function enumerated(tasks: readonly Task[], most: number, words: (task: Task) => string): string {
	const named = tasks.slice(0, most).map(words);
	const more = tasks.length - named.length;
	return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * What becomes of the tasks of a run after a Stop, and what is billed. It is part of the message, because n8n keeps
 * nothing else of a stopped node's error.
 * @param unclear number of items that may or may not have a task
 * @param items number of input items
 */
export function leftBehind(tasks: readonly Task[], unclear: number, items: number): string | undefined {
	const goingOn = tasks.filter((task) => !OVER.has(stateOf(task)));
	const finished = tasks.filter((task) => stateOf(task) === 'SUCCEEDED');
	const canceled = tasks.filter((task) => CANCELED.has(stateOf(task)));
	const sentences = [
		counted(
			goingOn,
			'keeps running at Alibaba Cloud and is billed if it succeeds',
			'keep running at Alibaba Cloud and are billed if they succeed',
			items,
		),
		counted(finished, 'is finished and billed', 'are finished and billed', items),
		counted(
			canceled,
			'was canceled before it started and is not billed',
			'were canceled before they started and are not billed',
			items,
		),
		unclear === 0
			? undefined
			: `${items === 1 ? 'It' : `For ${unclear} ${unclear === 1 ? 'item' : 'items'} it`} is not known whether a task was created: see n8n's log`,
	];
	return sentences.filter((sentence) => sentence !== undefined).join('. ') || undefined;
}

const CANCELED: ReadonlySet<string> = new Set(['CANCELED', 'CANCELLED']);
const OVER: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', ...CANCELED]);

const stateOf = ({ status }: Task): string => status?.toUpperCase() ?? '';

function counted(tasks: readonly Task[], one: string, many: string, items: number): string | undefined {
	if (tasks.length === 0) return undefined;
	const named = enumerated(tasks, MOST_IN_MESSAGE, ({ taskId, item }) =>
		withNotes(taskId, itemName(item, items)),
	);
	return `${tasks.length} ${tasks.length === 1 ? `task ${one}` : `tasks ${many}`}: ${named}`;
}
