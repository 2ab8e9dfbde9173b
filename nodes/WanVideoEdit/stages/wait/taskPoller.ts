import type { Reply } from '../../dashscope/client';
import { statusOf } from '../../dashscope/tasks';
import type { TaskListRow, TaskResponse } from '../../dashscope/wire';
import type { Task } from '../task';
import type { NextPoll } from './pollSchedule';
import type { RunBase } from '../run';

/**
 * From this many polls due together, one list request is cheaper, although finished tasks are then queried
 * as well.
 */
const WORTH_A_LIST = 3;

/** The list may lag behind: after this many polls from the list, a task is queried itself. */
const LISTED_IN_A_ROW = 4;

/** After this many useless lists in a row, the list is no longer requested. */
const USELESS_LISTS = 3;

/** Alibaba Cloud documents no maximum page size (ALI-TASK). */
const LARGEST_PAGE = 50;

/** Result of a poll: a response about the task, or its status in the list. */
export type PollResult =
	| { readonly kind: 'reply'; readonly reply: Reply<TaskResponse> }
	| { readonly kind: 'listed'; readonly status: string; readonly queuedSeconds: number | undefined };

interface Watcher {
	readonly task: Task;
	/** A poll counts from this time on. */
	readonly ripeAt: number;
	readonly mayList: boolean;
	readonly woken: AbortController;
	listed?: { readonly status: string; readonly queuedSeconds: number | undefined };
	/** Set while a list request that covers it is in flight. */
	awaited?: Promise<void>;
}

/**
 * Polls the tasks of all waiting items of a run, and replaces several queries by one list request where that
 * saves requests.
 */
export class TaskPoller {
	private readonly watchers = new Set<Watcher>();
	private readonly listedInARow = new WeakMap<Task, number>();
	private uselessLists = 0;

	constructor(private readonly run: Pick<RunBase, 'client' | 'clock'>) {}

	/**
	 * Waits until the next poll of a task is due and performs it. Ends early if a list request covers it.
	 * @param final the last poll before the timeout: only a response about the task itself counts
	 * @returns undefined if the signal was aborted
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
			return { kind: 'listed', ...watcher.listed };
		}
		this.listedInARow.delete(task);
		const reply = await client.getTask(task.taskId);
		return signal.aborted ? undefined : { kind: 'reply', reply };
	}

	/** Requests the list for this task and all others that are due soon, if there are enough of them. */
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
		// An explicit reason: the default one has a stack trace.
		for (const one of due) one.woken.abort('seen');
	}

	private async list(model: string, due: readonly Watcher[]): Promise<void> {
		const reply = await this.run.client.listTasks({
			model_name: model,
			page_no: 1,
			// The tasks that are due may be the oldest ones.
			page_size: Math.min(LARGEST_PAGE, Math.max(10, this.watchers.size * 2)),
		});
		const rows = reply.kind === 'ok' && Array.isArray(reply.body.data) ? reply.body.data : [];
		// If this threw, all items would end without their task IDs.
		const byId = new Map<unknown, TaskListRow>(rows.map((row) => [row?.task_id, row]));
		for (const watcher of due) {
			const row = byId.get(watcher.task.taskId);
			const status = typeof row?.status === 'string' ? statusOf(row.status) : undefined;
			// The list has neither link nor error of a finished task: it is queried itself.
			if (row && (status === 'PENDING' || status === 'RUNNING'))
				watcher.listed = { status, queuedSeconds: listedInQueue(row) };
		}
		const saved = due.filter(({ listed }) => listed !== undefined).length > 1;
		this.uselessLists = saved ? 0 : this.uselessLists + 1;
	}
}

/** Seconds that a listed task waited in the queue. Undefined if it has not started, or that is not known. */
function listedInQueue({ gmt_create: created, start_time: started }: TaskListRow): number | undefined {
	const seconds = (Number(started ?? NaN) - Number(created ?? NaN)) / 1000;
	return seconds >= 0 ? seconds : undefined;
}
