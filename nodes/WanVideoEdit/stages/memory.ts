import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { parseTaskId } from '../dashscope/taskId';
import { Failure } from '../failure/failure';
import type { AnyMode, Checked } from '../modes/mode';
import type { SeenSlot } from './inspect';
import type { Task } from './run';

/** What is kept of a create call. It stands in the execution's data, so it is plain JSON and holds no secret. */
type Kept =
	| {
			readonly kind: 'created';
			readonly taskId: string;
			readonly model: string;
			readonly submittedAt: number;
	  }
	/** It may have been accepted: it must not be sent again. */
	| {
			readonly kind: 'uncertain';
			readonly message: string;
			readonly description?: string;
			readonly model: string;
	  };

/**
 * The create call of an item, remembered for this execution. n8n's Retry On Fail runs the node again for all
 * items: with this, a retry goes on with the tasks that exist instead of paying for new ones.
 *
 * It stands in the node's context, which outlasts retries and begins empty with each execution. The key is
 * what the person asked for, with item and run, so that a loop that asks for the same again gets a task of its own.
 */
export class SubmitMemory {
	private readonly key: string;

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
		const { $runIndex } = context.getWorkflowDataProxy(request.item);
		this.key = createHash('sha256')
			.update(JSON.stringify([mode.operation, $runIndex, rest, sources]))
			.digest('hex');
	}

	/**
	 * The task that an earlier try of this run created for the item.
	 * @throws Failure `uncertain` where an earlier try does not know whether it created one
	 */
	recall(): Task | undefined {
		const kept = this.calls[this.key];
		if (kept === undefined) return undefined;
		const { operation } = this.mode;
		if (kept.kind === 'uncertain') {
			throw new Failure('uncertain', kept.message, kept.description, { operation, model: kept.model });
		}
		const taskId = parseTaskId(kept.taskId);
		if (taskId === undefined) return undefined;
		return {
			taskId,
			item: this.request.item,
			operation,
			model: kept.model,
			submittedAt: kept.submittedAt,
			resumed: true,
			status: null,
			answer: {},
		};
	}

	keep({ taskId, model, submittedAt }: Task): void {
		this.calls[this.key] = {
			kind: 'created',
			taskId,
			model: model ?? this.request.model,
			submittedAt: submittedAt ?? 0,
		};
	}

	/** Looks at how the item ended: what a retry must not do again, and what it may. */
	learnFrom(cause: unknown): void {
		if (!(cause instanceof Failure)) return;
		const { message, description, details } = cause;
		if (cause.kind === 'uncertain') {
			this.calls[this.key] = {
				kind: 'uncertain',
				message,
				description,
				model: details.model ?? this.request.model,
			};
		}
		// The provider ended the task for a reason that may pass, and does not bill it: a retry creates a new one.
		if (cause.kind === 'taskFailed' && details.retryable) delete this.calls[this.key];
	}

	private get calls(): Record<string, Kept> {
		return (this.context.getContext('node').createCalls ??= {}) as Record<string, Kept>;
	}
}
