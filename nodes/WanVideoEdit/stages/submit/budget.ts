import type { IExecuteFunctions } from 'n8n-workflow';
import { hundredths } from '../../dashscope/billing';
import { billedSecondsOf } from '../../dashscope/tasks';
import { Failure } from '../../failure/failure';
import type { SpendingLimit } from '../../form/spending';
import type { Task } from '../task';
import { LostCreate } from './lostCreate';
import { hasEndedWithoutBill } from './submittedTasks';

/** What was asked of Alibaba Cloud: a task, or a request that may have created one. */
type Sent = Task | LostCreate;

/**
 * Billed seconds of tasks by ID, as estimated until Alibaba Cloud tells them. Stored in the node's context, which is
 * plain JSON: it lasts over Retry On Fail, loops and the calls of an agent.
 */
interface Spent {
	execution?: string;
	tasks?: Record<string, number>;
	/** Of executions that this one retries: they are not part of its limit. */
	earlier?: Record<string, number>;
}

/** What items of this process may still be billed, by the node's context. */
const RESERVED = new WeakMap<object, Set<Budget>>();

/** Seconds that this execution may already be billed for this node. */
export function spentSeconds(context: IExecuteFunctions): number {
	let sum = 0;
	for (const seconds of Object.values(tasksOf(context))) sum += seconds;
	for (const budget of reservedIn(context)) sum += budget.reserved;
	return hundredths(sum);
}

/** Call when a run ends: items that never started need nothing. */
export function releaseBudgets(context: IExecuteFunctions): void {
	for (const budget of reservedIn(context)) if (budget.context === context) budget.release();
}

/** What is known about the price of something that was sent earlier. */
export function priceOf(
	sent: Sent,
	context: IExecuteFunctions,
): { readonly seconds: number; readonly isCounted: boolean } | undefined {
	const own = tasksOf(context)[idOf(sent)];
	const seconds = own ?? spentIn(context).earlier?.[idOf(sent)];
	return seconds === undefined ? undefined : { seconds, isCounted: own !== undefined };
}

/**
 * What an item may be billed. Seconds are set aside before anything is sent, and become those of its tasks one by one.
 * Nothing here waits, so two calls that run at the same time cannot both take the last seconds.
 */
export class Budget {
	/** Seconds that are set aside for tasks that do not exist yet. */
	reserved = 0;
	/** What the item was estimated to be billed. Undefined if nobody asked. */
	estimate: number | undefined;

	constructor(
		readonly context: IExecuteFunctions,
		readonly limit: SpendingLimit | undefined,
	) {}

	reserve(seconds: number): void {
		this.reserved = hundredths(this.reserved + seconds);
		reservedIn(this.context).add(this);
	}

	/**
	 * Call before a task is created: sets aside what is missing.
	 * @throws Failure `badInput` if that exceeds the limit
	 */
	demand(seconds: number): void {
		const missing = hundredths(seconds - this.reserved);
		if (this.limit === undefined || missing <= 0) return;
		const spent = spentSeconds(this.context);
		if (exceeds(this.limit, spent, [missing])) throw overLimit(this.limit, spent, [missing]);
		this.reserve(missing);
	}

	/** A task was created, or may have been. */
	commit(sent: Sent, seconds: number): void {
		tasksOf(this.context)[idOf(sent)] = seconds;
		this.reserved = Math.max(0, hundredths(this.reserved - seconds));
	}

	/** The task of a lost request was found. */
	found(lost: LostCreate, task: Task): void {
		const tasks = tasksOf(this.context);
		const seconds = tasks[idOf(lost)];
		if (seconds === undefined) return;
		delete tasks[idOf(lost)];
		tasks[task.taskId] = seconds;
	}

	/** The bill of a finished task takes the place of its estimate. */
	settle(task: Task): void {
		const tasks = tasksOf(this.context);
		const billed = billedSecondsOf(task.response.usage);
		if (billed !== null && tasks[task.taskId] !== undefined) tasks[task.taskId] = billed;
	}

	/** Tasks that ended without a video are not billed. */
	learnFrom(cause: unknown): void {
		if (!hasEndedWithoutBill(cause) || cause.details.taskId === null) return;
		delete tasksOf(this.context)[cause.details.taskId];
	}

	/** Call when the item has ended, however it ended. */
	release(): void {
		this.reserved = 0;
		reservedIn(this.context).delete(this);
	}
}

/** Whether the limit is exceeded by what is spent and wanted. Who wants nothing exceeds nothing. */
export const exceeds = ({ seconds }: SpendingLimit, spent: number, wanted: readonly number[]): boolean =>
	wanted.length > 0 && hundredths(spent + sumOf(wanted)) > seconds;

/** To the hundredth of a second. */
export const sumOf = (all: readonly number[]): number => hundredths(all.reduce((sum, one) => sum + one, 0));

/** Items whose seconds a description lists. */
const MOST_LISTED = 20;

/**
 * The failure of a run that could exceed its limit.
 * @param wanted seconds of each item for which a task would be created
 */
export function overLimit(
	{ label, seconds }: SpendingLimit,
	spent: number,
	wanted: readonly number[],
): Failure {
	const own = sumOf(wanted);
	const items = wanted.length === 1 ? 'this item' : `${wanted.length} items`;
	const earlier = spent > 0 ? `${spent} earlier in this execution and ` : '';
	const more = wanted.length > MOST_LISTED ? ', …' : '';
	const parts =
		wanted.length === 1 ? '' : ` By item: ${wanted.slice(0, MOST_LISTED).join(', ')}${more} seconds.`;
	return new Failure(
		'badInput',
		`'${label}' is ${seconds}; Alibaba Cloud could bill ${hundredths(spent + own)} seconds: ${earlier}${own} for ${items}`,
		`No task was created.${parts} Raise the limit, or process fewer or shorter videos.`,
	);
}

const idOf = (sent: Sent): string => (sent instanceof LostCreate ? sent.call.id : sent.taskId);

function spentIn(context: IExecuteFunctions): Spent {
	const spent = (context.getContext('node').spentSeconds ??= {}) as Spent;
	const execution = context.getExecutionId();
	if (spent.execution !== execution) {
		spent.earlier = { ...spent.earlier, ...spent.tasks };
		spent.tasks = {};
		spent.execution = execution;
	}
	return spent;
}

const tasksOf = (context: IExecuteFunctions): Record<string, number> => (spentIn(context).tasks ??= {});

function reservedIn(context: IExecuteFunctions): Set<Budget> {
	const node = context.getContext('node');
	const reserved = RESERVED.get(node) ?? new Set();
	RESERVED.set(node, reserved);
	return reserved;
}
