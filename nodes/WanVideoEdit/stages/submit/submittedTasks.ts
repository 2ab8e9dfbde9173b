import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { CreateCall } from '../../dashscope/account';
import { parseTaskId } from '../../dashscope/taskId';
import { Failure, type FailureDetails, type FailureKind } from '../../failure/failure';
import { LostCreate } from './lostCreate';
import { type Clock, dateOffset } from '../../timing/clock';
import { isTool } from '../../n8n/tool';
import { isRetried } from '../../n8n/executionMode';
import { runIndexOf } from './requestKey';
import type { Task } from '../task';

/** What is kept of a create call. It stands in the execution's data, so it is plain JSON and holds no secret. Times are dates. */
type Kept = {
	/** The execution that sent it: n8n hands its data on to one that retries it. */
	readonly execution: string;
	/** The process that sent it, and what made dates of its times: its wall clock may be set meanwhile. */
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
			/** It ended without a video and costs nothing. */
			readonly isFree?: true;
	  }
	/** It may have been accepted: it must not be sent again, but looked for. */
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
	/** Sent by another execution, which n8n retries with this one: the person wants a video, whatever became of the first task. */
	readonly isOfAnotherExecution: boolean;
}

/** What the node keeps in its context, beside the calls. */
interface Marks {
	/** How many of its runs have ended: what they wrote, n8n keeps. Where n8n crashed it keeps nothing of a run. */
	endedRuns?: number;
}

const marksOf = (context: IExecuteFunctions): Marks => context.getContext('node') as Marks;

/**
 * Whether the execution is one that n8n retries, and n8n has kept nothing of what this run of the node did: it crashed, or
 * the node had not been reached. The calls of an agent have no number, and are always looked for.
 */
export const isForgotten = (context: IExecuteFunctions): boolean =>
	isRetried(context) && !((runIndexOf(context) ?? Infinity) < (marksOf(context).endedRuns ?? 0));

/** To be called when a run of the node ends, however it does. */
export function noteEnd(context: IExecuteFunctions): void {
	const runIndex = runIndexOf(context);
	// What was forgotten stays so: an item that was not found for sure is looked for again by the next try.
	if (runIndex === undefined || isRetried(context)) return;
	const marks = marksOf(context);
	marks.endedRuns = Math.max(marks.endedRuns ?? 0, runIndex + 1);
}

const keptIn = (context: IExecuteFunctions): Readonly<Record<string, Kept>> =>
	(context.getContext('node').createCalls ?? {}) as Record<string, Kept>;

/** Whether n8n has kept anything of what earlier tries sent. */
export function hasKept(context: IExecuteFunctions): boolean {
	for (const _key in keptIn(context)) return true;
	return false;
}

/** IDs of all tasks that n8n has kept. */
export const keptTaskIds = (context: IExecuteFunctions): ReadonlySet<string> =>
	new Set(Object.values(keptIn(context)).flatMap((kept) => (kept.kind === 'created' ? kept.taskId : [])));

/** A process has one clock. */
const PROCESSES = new WeakMap<object, string>();

function processOf(clock: object): string {
	const id = PROCESSES.get(clock) ?? randomUUID();
	PROCESSES.set(clock, id);
	return id;
}

/** Ways in which a task ends that costs nothing. */
const FREE_ENDINGS: ReadonlySet<FailureKind> = new Set(['taskFailed', 'taskCanceled', 'taskUnknown']);

/** Which calls of agents are under way in this process, by execution and key. */
const callsUnderWay = new Set<string>();

/**
 * The create call of an item, remembered for this execution and for those that retry it. n8n's Retry On Fail runs the
 * node again for all items: with this, a retry goes on with the tasks that exist instead of paying for new ones.
 *
 * It stands in the node's context, which outlasts retries and begins empty with each execution, but for one that
 * n8n makes to retry another. The key names what the person wrote, with item and run, so that a loop that asks for
 * the same again gets a task of its own, and so does an execution that is retried with another prompt.
 */
export class SubmittedTask {
	/** Where the call of the item is kept. */
	private readonly key: string;
	private readonly claimed: string | undefined;
	private readonly execution: string;

	/** @param request see `requestKeyOf` */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly clock: Pick<Clock, 'now' | 'date'>,
		private readonly of: Pick<Task, 'item' | 'operation'>,
		request: string,
	) {
		this.execution = context.getExecutionId();
		this.key = isTool(context) ? this.freeKeyFor(request) : request;
		if (isTool(context)) callsUnderWay.add((this.claimed = this.claimOf(this.key)));
	}

	/** An agent may ask for the same twice at a time: each of its calls has a task of its own. */
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

	/** To be called at the end of the try, however it ends. */
	release(): void {
		if (this.claimed !== undefined) callsUnderWay.delete(this.claimed);
	}

	/**
	 * What became of the create call that an earlier try sent for the item, if it did. Nothing where that was another
	 * execution whose task ended free of charge.
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
	 * Notes how the task ended. Within the execution it stays the item's, so that Retry On Fail does not create one
	 * after another, unless the reason may pass. An execution that retries this one creates a new task.
	 */
	learnFrom(cause: unknown): void {
		if (!(cause instanceof Failure) || !FREE_ENDINGS.has(cause.kind)) return;
		if (cause.details.status === 'SUCCEEDED') return;
		const kept = this.calls[this.key];
		if (cause.kind === 'taskFailed' && cause.details.retryable) this.forget();
		else if (kept?.kind === 'created') this.calls[this.key] = { ...kept, isFree: true };
	}

	/** The item has its result. An agent that asks for the same again from now on wants another one. */
	close(): void {
		if (this.claimed !== undefined) this.forget();
	}

	/** Nothing was created, or what was created ended free of charge. */
	forget(): void {
		delete this.calls[this.key];
	}

	private get calls(): Record<string, Kept> {
		return (this.context.getContext('node').createCalls ??= {}) as Record<string, Kept>;
	}
}
