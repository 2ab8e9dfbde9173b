import { TASK_REQUESTS_PER_SECOND } from '../dashscope/models';
import type { Run, Task } from './run';

/** How long the clean-up after a Stop may take: the run has to end within a second. */
const CLEAN_UP_MS = 400;

/** More of them in a second are turned down (ALI-TASK), and there is one second: those that begin soonest come first. */
const MOST_CANCELS = Math.floor(0.9 * TASK_REQUESTS_PER_SECOND);

/** PENDING, or of an earlier try and not looked at since. */
const mayWait = ({ status }: Task): boolean => status === 'PENDING' || status === null;

/**
 * Cancels at the provider what can be canceled: tasks that were not seen to have begun, and are the run's own for sure.
 * Never throws; what could not be canceled keeps its status.
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

/** Tasks by ID, item and status, for a sentence. */
export const listed = (tasks: readonly Task[]): string =>
	tasks.map(({ taskId, item, status }) => `${taskId} (item ${item}, ${status ?? 'unknown'})`).join(', ');
