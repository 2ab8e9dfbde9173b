import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { CreateCall } from '../../dashscope/account';
import { parseTaskId } from '../../dashscope/taskId';
import { Failure, type FailureDetails, type FailureKind } from '../../failure/failure';
import { LostCreate } from './lostCreate';
import { type Clock, dateOffset } from '../../timing/clock';
import type { Piece } from '../../media/piece';
import { isTool } from '../../n8n/tool';
import { isRetried } from '../../n8n/executionMode';
import { runIndexOf } from './requestKey';
import type { Task } from '../task';

/**
 * What is stored about a create request. It is part of the execution's data, so it must be plain JSON
 * without secrets. Times are dates.
 */
type Kept = {
	/** The execution that sent it: n8n passes its data to an execution that retries it. */
	readonly execution: string;
	/**
	 * The process that sent it, and the offset that turned its times into dates: the wall clock may be
	 * changed meanwhile.
	 */
	readonly process?: string;
	readonly offset?: number;
} & (
	| {
			readonly kind: 'created';
			readonly taskId: string;
			readonly model: string;
			/** See `Task.kind`. */
			readonly taskKind?: string;
			readonly submittedAt: number;
			readonly recovered?: true;
			/** It ended without a video and is not billed. */
			readonly isFree?: true;
	  }
	/** It may have been accepted: it must not be sent again. The task must be searched for instead. */
	| {
			readonly kind: 'lost';
			readonly call: CreateCall;
			readonly message: string;
			readonly description?: string;
			readonly details: FailureDetails;
	  }
);

/** What an earlier try or execution sent for an item. */
export interface Recalled {
	readonly sent: Task | LostCreate;
	/**
	 * Sent by an execution that this one retries: the user wants a video, whatever happened to the first
	 * task.
	 */
	readonly isOfAnotherExecution: boolean;
}

/** What the node stores in its context, in addition to the requests. */
interface Marks {
	/**
	 * Number of runs that have ended: n8n saved their data. If n8n crashes during a run, it saves nothing of
	 * it.
	 */
	endedRuns?: number;
}

const marksOf = (context: IExecuteFunctions): Marks => context.getContext('node') as Marks;

/**
 * Whether this is a retried execution and n8n saved no data of this run of the node, because it crashed or
 * the node had not been reached. Tool calls of an agent have no run index: their tasks are always searched
 * for.
 */
export const isForgotten = (context: IExecuteFunctions): boolean =>
	isRetried(context) && !((runIndexOf(context) ?? Infinity) < (marksOf(context).endedRuns ?? 0));

/** Call when a run of the node ends, however it ends. */
export function noteEnd(context: IExecuteFunctions): void {
	const runIndex = runIndexOf(context);
	// In a retried execution, lost data stays lost: the next try searches again for tasks that were not
	// identified.
	if (runIndex === undefined || isRetried(context)) return;
	const marks = marksOf(context);
	marks.endedRuns = Math.max(marks.endedRuns ?? 0, runIndex + 1);
}

const keptIn = (context: IExecuteFunctions): Readonly<Record<string, Kept>> =>
	(context.getContext('node').createCalls ?? {}) as Record<string, Kept>;

/** Whether n8n saved anything about the requests of earlier tries. */
export function hasKept(context: IExecuteFunctions): boolean {
	for (const _key in keptIn(context)) return true;
	return false;
}

/** Whether n8n saved anything about the pieces of a request. See `pieceKey`. */
export const hasKeptPieces = (context: IExecuteFunctions, request: string): boolean =>
	Object.keys(keptIn(context)).some((key) => key.startsWith(`${request}/`));

/** Key of a piece of a request. @param request see `requestKeyOf` */
export const pieceKey = (request: string, { from, to }: Pick<Piece, 'from' | 'to'>): string =>
	`${request}/${from.toFixed(3)}-${to.toFixed(3)}`;

/** IDs of all saved tasks. */
export const keptTaskIds = (context: IExecuteFunctions): ReadonlySet<string> =>
	new Set(Object.values(keptIn(context)).flatMap((kept) => (kept.kind === 'created' ? kept.taskId : [])));

/** A process has only one clock. */
const PROCESSES = new WeakMap<object, string>();

function processOf(clock: object): string {
	const id = PROCESSES.get(clock) ?? randomUUID();
	PROCESSES.set(clock, id);
	return id;
}

/** Outcomes of a task that are not billed. */
const FREE_ENDINGS: ReadonlySet<FailureKind> = new Set(['taskFailed', 'taskCanceled', 'taskUnknown']);

/** Whether a failure means that the task ended and costs nothing. */
export const hasEndedWithoutBill = (cause: unknown): cause is Failure =>
	cause instanceof Failure && FREE_ENDINGS.has(cause.kind) && cause.details.status !== 'SUCCEEDED';

/** The tool calls of agents that are running in this process, by execution and key. */
const callsUnderWay = new Set<string>();

/**
 * Stores the create request of an item for this execution and those that retry it. n8n's Retry On Fail runs
 * the node again for all items: a retry then continues with the existing tasks instead of paying for new
 * ones.
 *
 * The data is stored in the node's context. It survives Retry On Fail. A new execution starts with an empty
 * one, except when n8n starts it to retry another. The key identifies what the user entered, the item and
 * the run. So a loop that makes the same request again gets a new task, and so does an execution that is
 * retried with another prompt.
 */
export class SubmittedTask {
	/** Key under which the item's request is stored. */
	private readonly key: string;
	private readonly claimed: string | undefined;
	private readonly execution: string;

	/** @param request see `requestKeyOf` and `pieceKey` */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly clock: Pick<Clock, 'now' | 'date'>,
		private readonly of: Pick<Task, 'item' | 'operation' | 'piece'>,
		request: string,
	) {
		this.execution = context.getExecutionId();
		this.key = isTool(context) ? this.freeKeyFor(request) : request;
		if (isTool(context)) callsUnderWay.add((this.claimed = this.claimOf(this.key)));
	}

	/** An agent may make two identical calls at the same time: each gets its own task. */
	private freeKeyFor(request: string): string {
		const isFree = (key: string): boolean => !callsUnderWay.has(this.claimOf(key));
		const kept = Object.keys(this.calls).find((key) => key.startsWith(`${request} `) && isFree(key));
		if (kept !== undefined) return kept;
		let number = 0;
		while (!isFree(`${request} ${number}`)) number += 1;
		return `${request} ${number}`;
	}

	private claimOf(key: string): string {
		return `${this.execution} ${key}`;
	}

	/** Call at the end of the try, however it ends. */
	release(): void {
		if (this.claimed !== undefined) callsUnderWay.delete(this.claimed);
	}

	/**
	 * What happened to the create request that an earlier try sent for the item, if any. Undefined if another
	 * execution sent it and its task ended free of charge.
	 */
	recall(): Recalled | undefined {
		const kept = this.calls[this.key];
		if (kept === undefined) return undefined;
		const isOfAnotherExecution = kept.execution !== this.execution;
		const offset = kept.process === processOf(this.clock) ? (kept.offset ?? 0) : dateOffset(this.clock);
		if (kept.kind === 'lost') {
			const { id, family, sentAt, endedAt } = kept.call;
			const call = { id, family, sentAt: sentAt - offset, ...(endedAt && { endedAt: endedAt - offset }) };
			const sent = new LostCreate(call, kept.message, kept.description, kept.details, offset);
			return { sent, isOfAnotherExecution };
		}
		const taskId = parseTaskId(kept.taskId);
		if (taskId === undefined || (kept.isFree && isOfAnotherExecution)) return undefined;
		const sent: Task = {
			...this.of,
			taskId,
			model: kept.model,
			...(kept.taskKind === undefined ? {} : { kind: kept.taskKind }),
			submittedAt: kept.submittedAt - offset,
			resumed: true,
			...(kept.recovered && { recovered: true }),
			status: null,
			response: {},
		};
		return { sent, isOfAnotherExecution };
	}

	keep(sent: Task | LostCreate): void {
		const offset = dateOffset(this.clock);
		const made = { execution: this.execution, process: processOf(this.clock), offset };
		if (sent instanceof LostCreate) {
			const { call, message, description, details } = sent;
			const { id, family, sentAt, endedAt } = call;
			const dated = { id, family, sentAt: sentAt + offset, ...(endedAt && { endedAt: endedAt + offset }) };
			this.calls[this.key] = { ...made, kind: 'lost', call: dated, message, description, details };
			return;
		}
		const { taskId, model, kind, submittedAt, recovered } = sent;
		this.calls[this.key] = {
			...made,
			kind: 'created',
			taskId,
			model: model ?? '',
			...(kind === undefined ? {} : { taskKind: kind }),
			submittedAt: (submittedAt ?? this.clock.now()) + offset,
			...(recovered && { recovered }),
		};
	}

	/**
	 * Records how the task ended. Within this execution the item keeps it, so that Retry On Fail does not
	 * create one task after another, unless the failure may be temporary. An execution that retries this one
	 * creates a new task.
	 */
	learnFrom(cause: unknown): void {
		if (!hasEndedWithoutBill(cause)) return;
		const kept = this.calls[this.key];
		if (cause.kind === 'taskFailed' && cause.details.retryable) this.forget();
		else if (kept?.kind === 'created') this.calls[this.key] = { ...kept, isFree: true };
	}

	/** The item has its result. From now on, an identical call of an agent means another task. */
	close(): void {
		if (this.claimed !== undefined) this.forget();
	}

	/** No task was created, or it ended free of charge. */
	forget(): void {
		delete this.calls[this.key];
	}

	private get calls(): Record<string, Kept> {
		return (this.context.getContext('node').createCalls ??= {}) as Record<string, Kept>;
	}
}
