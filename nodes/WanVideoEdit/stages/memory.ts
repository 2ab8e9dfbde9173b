import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { CreateCall } from '../dashscope/account';
import { parseTaskId } from '../dashscope/taskId';
import { Failure, type FailureDetails } from '../failure/failure';
import { LostCreate } from '../failure/lostCreate';
import type { AnyMode, Checked } from '../modes/mode';
import { isTool } from '../n8n/tool';
import type { SeenSlot } from './inspect';
import type { Task } from './run';

/** What is kept of a create call. It stands in the execution's data, so it is plain JSON and holds no secret. */
type Kept =
	| {
			readonly kind: 'created';
			readonly taskId: string;
			readonly model: string;
			/** See `Task.kind`. */
			readonly taskKind?: string;
			readonly submittedAt: number;
	  }
	/** It may have been accepted: it must not be sent again, but looked for. */
	| {
			readonly kind: 'lost';
			readonly call: CreateCall;
			readonly message: string;
			readonly description?: string;
			readonly details: FailureDetails;
	  };

const runIndexes = new WeakMap<IExecuteFunctions, unknown>();

/**
 * Which run of the node within the execution this is. n8n makes a whole proxy for it, so it is asked once, not
 * for every item. The calls of an agent that runs its tools by itself have none: n8n counts each try as a run.
 */
function runIndexOf(context: IExecuteFunctions): unknown {
	if (isTool(context)) return undefined;
	if (!runIndexes.has(context)) runIndexes.set(context, context.getWorkflowDataProxy(0).$runIndex);
	return runIndexes.get(context);
}

/** Which calls of agents are under way in this process, by execution and key. */
const callsUnderWay = new Set<string>();

/**
 * The create call of an item, remembered for this execution. n8n's Retry On Fail runs the node again for all
 * items: with this, a retry goes on with the tasks that exist instead of paying for new ones.
 *
 * It stands in the node's context, which outlasts retries and begins empty with each execution, but for one that
 * n8n makes to retry another. The key is what the person asked for, with item and run, so that a loop that asks
 * for the same again gets a task of its own, and so does an execution that is retried with another prompt. Within
 * an execution the item alone decides: an expression that gives the time or a random seed gives another one in
 * each try.
 */
export class SubmitMemory {
	private readonly key: string;
	/** Which item of which run this is. An agent's calls have none, see `runIndexOf`. */
	private readonly place: string | undefined;
	private claimed: string | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly mode: AnyMode,
		private readonly request: Checked<unknown>,
		files: readonly SeenSlot[],
	) {
		const { slots, ...rest } = request;
		const sources = slots.map((slot) => {
			const file = files.find((seen) => seen.slot === slot)?.file;
			return [slot.name, slot.role, file?.identity ?? slot.source];
		});
		const asked = createHash('sha256')
			.update(JSON.stringify([mode.operation, runIndexOf(context), rest, sources]))
			.digest('hex');
		if (isTool(context)) {
			this.key = this.claim(asked);
		} else {
			this.place = JSON.stringify([context.getExecutionId(), runIndexOf(context), request.item]);
			this.key = this.places[this.place] ?? asked;
		}
	}

	/** An agent may ask for the same twice at a time: each of its calls has a task of its own. */
	private claim(asked: string): string {
		const claimOf = (key: string): string => `${this.context.getExecutionId()} ${key}`;
		const kept = Object.keys(this.calls).filter((key) => key.startsWith(`${asked} `));
		let key = kept.find((one) => !callsUnderWay.has(claimOf(one)));
		for (let number = 0; key === undefined; number++) {
			const next = `${asked} ${number}`;
			if (!callsUnderWay.has(claimOf(next))) key = next;
		}
		this.claimed = claimOf(key);
		callsUnderWay.add(this.claimed);
		return key;
	}

	/** To be called at the end of the try, however it ends. */
	release(): void {
		if (this.claimed !== undefined) callsUnderWay.delete(this.claimed);
	}

	/** What became of the create call that an earlier try of this run sent for the item, if it did. */
	recall(): Task | LostCreate | undefined {
		const kept = this.calls[this.key];
		if (kept === undefined) return undefined;
		if (kept.kind === 'lost') {
			return new LostCreate(kept.call, kept.message, kept.description, kept.details);
		}
		const taskId = parseTaskId(kept.taskId);
		if (taskId === undefined) return undefined;
		return {
			taskId,
			item: this.request.item,
			operation: this.mode.operation,
			model: kept.model,
			...(kept.taskKind === undefined ? {} : { kind: kept.taskKind }),
			submittedAt: kept.submittedAt,
			resumed: true,
			status: null,
			answer: {},
		};
	}

	keep(sent: Task | LostCreate): void {
		if (this.place !== undefined) this.places[this.place] = this.key;
		if (sent instanceof LostCreate) {
			const { call, message, description, details } = sent;
			this.calls[this.key] = { kind: 'lost', call, message, description, details };
			return;
		}
		const { taskId, model, kind, submittedAt } = sent;
		this.calls[this.key] = {
			kind: 'created',
			taskId,
			...(kind === undefined ? {} : { taskKind: kind }),
			model: model ?? this.request.model,
			submittedAt: submittedAt ?? 0,
		};
	}

	/** The provider ended the task for a reason that may pass, and does not bill it: a retry may create a new one. */
	learnFrom(cause: unknown): void {
		if (!(cause instanceof Failure)) return;
		if (cause.kind === 'taskFailed' && cause.details.retryable) this.forget();
	}

	/** The item has its result. An agent that asks for the same again from now on wants another one. */
	close(): void {
		if (this.claimed !== undefined) this.forget();
	}

	private forget(): void {
		delete this.calls[this.key];
		if (this.place !== undefined) delete this.places[this.place];
	}

	private get calls(): Record<string, Kept> {
		return (this.context.getContext('node').createCalls ??= {}) as Record<string, Kept>;
	}

	/** The keys of the items that have a call, by their places. */
	private get places(): Record<string, string> {
		return (this.context.getContext('node').createCallsOfItems ??= {}) as Record<string, string>;
	}
}
