import { createHash, randomUUID } from 'crypto';
import type { Clock } from '../n8n/clock';
import { type HttpRequest, noAnswer, type Send } from './http';
import { FAMILIES, type ModelFamily, TASK_REQUESTS_PER_SECOND } from './models';
import { RateLimit } from './rateLimit';
import type { TaskId } from './taskId';

/** Of the provider's limit per account: workers in other processes ask too. */
const OWN_SHARE = 0.9;

/** Tasks that are older do not matter any more to who looks for a fresh one. */
const KEPT_MS = 3_600_000;

/** A create call, from its departure to its answer or its loss. Epoch milliseconds, our clock. */
export interface CreateCall {
	readonly id: string;
	readonly family: ModelFamily;
	readonly sentAt: number;
	/** Undefined while it is under way. */
	endedAt?: number;
}

/**
 * What this process knows of an account, shared by all its runs: the provider counts requests per account, and
 * whose a task in the account's list is can be told only by what everyone here has created.
 */
export class Account {
	private readonly creates: Readonly<Record<ModelFamily, RateLimit>> = {
		'wan2.7-videoedit': new RateLimit(FAMILIES['wan2.7-videoedit'].submitsPerSecond),
		vace: new RateLimit(FAMILIES.vace.submitsPerSecond),
	};
	private readonly requests: Readonly<Record<NonNullable<HttpRequest['countsAs']>, RateLimit>> = {
		query: new RateLimit(TASK_REQUESTS_PER_SECOND * OWN_SHARE),
		list: new RateLimit(TASK_REQUESTS_PER_SECOND * OWN_SHARE),
		cancel: new RateLimit(TASK_REQUESTS_PER_SECOND * OWN_SHARE),
	};
	private readonly owned = new Map<TaskId, number>();
	private readonly calls = new Map<string, CreateCall>();

	/** Waits until a create call of the family may leave. */
	async admitCreate(family: ModelFamily, clock: Clock, signal: AbortSignal): Promise<void> {
		await this.creates[family].admit(clock, signal);
	}

	/** The same door with the limits for queries, lists and cancellations in it. After a Stop it lets none of them out. */
	paced(send: Send, clock: Clock, signal: AbortSignal): Send {
		return async (request) => {
			if (request.countsAs === undefined || request.evenWhenStopped) return await send(request);
			await this.requests[request.countsAs].admit(clock, signal);
			return signal.aborted ? noAnswer('', 'stopped') : await send(request);
		};
	}

	/** Notes a create call that leaves now. It stays open until `settle` is told what became of it. */
	open(family: ModelFamily, clock: Clock): CreateCall {
		const call: CreateCall = { id: randomUUID(), family, sentAt: clock.now() };
		this.calls.set(call.id, call);
		return call;
	}

	/** The outcome of a call is known: it created this task, or none. */
	settle({ id, sentAt }: CreateCall, taskId: TaskId | undefined): void {
		this.calls.delete(id);
		if (taskId !== undefined) this.own(taskId, sentAt);
	}

	/** The task is somebody's here: nobody else may take it for his own. */
	own(taskId: TaskId, at: number): void {
		this.owned.set(taskId, at);
		for (const [id, since] of this.owned) {
			if (since > at - KEPT_MS) break;
			this.owned.delete(id);
		}
	}

	disown(taskId: TaskId): void {
		this.owned.delete(taskId);
	}

	owns(taskId: TaskId): boolean {
		return this.owned.has(taskId);
	}

	/** Calls whose outcome is open, under way or lost. */
	unsettled(now: number): CreateCall[] {
		for (const [id, call] of this.calls) if (call.sentAt < now - KEPT_MS) this.calls.delete(id);
		return [...this.calls.values()];
	}
}

const accounts = new Map<string, Account>();

/** The account behind a key at a host, the same object for every run of this process. */
export function accountOf(baseUrl: string, apiKey: string): Account {
	const name = createHash('sha256').update(`${baseUrl} ${apiKey}`).digest('hex');
	const account = accounts.get(name) ?? new Account();
	accounts.set(name, account);
	return account;
}
