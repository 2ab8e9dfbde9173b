import type { Reply } from '../../dashscope/client';
import { statusOf } from '../../dashscope/tasks';
import type { TaskResponse } from '../../dashscope/wire';
import type { Task } from '../task';
import type { NextPoll } from './pollSchedule';
import type { RunBase } from '../run';

/** From so many looks on that are due together, one list request is cheaper, though finished ones are asked for once more. */
const WORTH_A_LIST = 3;

/** The list may lag behind: after so many looks by it, a task is asked for itself. */
const LISTED_IN_A_ROW = 4;

/** A list that brought nothing this often in a row is not asked any more. */
const USELESS_LISTS = 3;

/** The provider names no maximum for a page (ALI-TASK). */
const LARGEST_PAGE = 50;

/** What a look saw: an answer about the task, or its state in the list. */
export type PollResult =
	| { readonly kind: 'reply'; readonly reply: Reply<TaskResponse> }
	| { readonly kind: 'listed'; readonly status: string };

interface Watcher {
	readonly task: Task;
	/** From when on a look serves. */
	readonly ripeAt: number;
	readonly mayList: boolean;
	readonly woken: AbortController;
	listed?: string;
	/** A list request that is under way covers it. */
	awaited?: Promise<void>;
}

/** Looks at the tasks of all waiting items of a run, with one list request in place of many queries where that saves some. */
export class TaskPoller {
	private readonly watchers = new Set<Watcher>();
	private readonly listedInARow = new WeakMap<Task, number>();
	private uselessLists = 0;

	constructor(private readonly run: Pick<RunBase, 'client' | 'clock'>) {}

	/**
	 * Waits for the next look at a task and takes it. Ends early when another task's look covers it.
	 * @param final the last look before the time is over: only the task's own answer will do
	 * @returns undefined where the signal was aborted
	 */
	async poll(
		task: Task,
		{ pauseMs, slackMs }: NextPoll,
		signal: AbortSignal,
		final: boolean,
	): Promise<PollResult | undefined> {
		const { client, clock } = this.run;
		const watcher: Watcher = {
			task,
			ripeAt: clock.now() + pauseMs - slackMs,
			mayList: !final && task.model !== null && (this.listedInARow.get(task) ?? 0) < LISTED_IN_A_ROW,
			woken: new AbortController(),
		};
		this.watchers.add(watcher);
		await clock.sleep(pauseMs, AbortSignal.any([signal, watcher.woken.signal]));
		if (!signal.aborted && !watcher.woken.signal.aborted) {
			await (watcher.awaited ?? this.listFor(watcher));
		}
		this.watchers.delete(watcher);
		if (signal.aborted) return undefined;

		if (watcher.listed !== undefined) {
			this.listedInARow.set(task, (this.listedInARow.get(task) ?? 0) + 1);
			return { kind: 'listed', status: watcher.listed };
		}
		this.listedInARow.delete(task);
		const reply = await client.getTask(task.taskId);
		return signal.aborted ? undefined : { kind: 'reply', reply };
	}

	/** Asks the list for this task and all others that are due soon, where they are many. */
	private async listFor(watcher: Watcher): Promise<void> {
		if (!watcher.mayList || this.uselessLists >= USELESS_LISTS) return;
		const now = this.run.clock.now();
		const due = [...this.watchers].filter(
			(other) =>
				other.mayList &&
				other.awaited === undefined &&
				other.task.model === watcher.task.model &&
				(other === watcher || other.ripeAt <= now),
		);
		if (due.length < WORTH_A_LIST) return;
		const listed = this.list(watcher.task.model ?? '', due);
		for (const one of due) one.awaited = listed;
		await listed;
		// With a reason of our own: the one that Node makes has a stack trace.
		for (const one of due) one.woken.abort('seen');
	}

	private async list(model: string, due: readonly Watcher[]): Promise<void> {
		const reply = await this.run.client.listTasks({
			model_name: model,
			page_no: 1,
			// Those that are due may be the oldest of all.
			page_size: Math.min(LARGEST_PAGE, Math.max(10, this.watchers.size * 2)),
		});
		const rows = reply.kind === 'ok' && Array.isArray(reply.body.data) ? reply.body.data : [];
		// Where this threw, all items would end without their task IDs.
		const statuses = new Map<unknown, unknown>(rows.map((row) => [row?.task_id, row?.status]));
		for (const watcher of due) {
			const told = statuses.get(watcher.task.taskId);
			const status = typeof told === 'string' ? statusOf(told) : undefined;
			// Of a finished task the list has neither link nor reason: it is asked for itself.
			if (status === 'PENDING' || status === 'RUNNING') watcher.listed = status;
		}
		const saved = due.filter(({ listed }) => listed !== undefined).length > 1;
		this.uselessLists = saved ? 0 : this.uselessLists + 1;
	}
}
