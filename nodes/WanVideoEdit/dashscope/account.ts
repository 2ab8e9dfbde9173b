import { createHash, randomUUID } from 'crypto';
import { LruMap } from '../timing/lruMap';
import { type Clock, systemClock, whileWatching } from '../timing/clock';
import { type HttpRequest, noResponse, type Send } from './http';
import { accountHostOf } from './hosts';
import { FAMILIES, type ModelFamily, RETENTION_HOURS, TASK_REQUESTS_PER_SECOND } from './models';
import { RateLimit } from '../timing/rateLimit';
import type { TaskId } from './taskId';

/** Of the provider's limit per account: workers in other processes ask too. */
const OWN_SHARE = 0.9;

/** How long the provider lists tasks: until then one may be taken for another. */
const KEPT_MS = RETENTION_HOURS * 3_600_000;

/** Create calls whose outcome is open that long ago have none that anyone waits for. */
const CALLS_KEPT_MS = 3_600_000;

/** Of the latest tasks. A day at the pace of the fastest model's concurrency limit is less. */
const MOST_OWNED = 20_000;

/** A create call, from its departure to its answer or its loss. Milliseconds of `Clock.now`. */
export interface CreateCall {
	readonly id: string;
	readonly family: ModelFamily;
	readonly sentAt: number;
	/** Undefined while it is under way. */
	endedAt?: number;
	/** Names what it asked for, where an execution that was retried has sent it and lost its answer. */
	request?: string;
}

/** Whose a task is in this process. */
export interface Ownership {
	/** Milliseconds of `Clock.now`. */
	readonly at: number;
	/** Created with this account's key for sure. */
	isCreated?: true;
	/** Names the request of the item that has it, where that is known: see `Account.claim`. */
	request?: string;
	/** Set when the run that has it ends: see `Account.leave`. */
	left?: 'behind' | 'delivered';
}

/** A retried execution that recovers its tasks, or creates what it does not find. */
interface Retrying {
	readonly execution: string;
	readonly over: Promise<void>;
	readonly end: () => void;
	/** Runs of its nodes: an agent calls its tools side by side. */
	runs: number;
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
	private readonly owned = new Map<TaskId, Ownership>();
	private readonly retries = new Map<string, Retrying>();
	private readonly calls = new Map<string, CreateCall>();

	/**
	 * The ID of the key in lists, known from the row of a task that was created with it. Other keys of the account have
	 * their tasks in the same list.
	 */
	keyId: string | undefined;

	private runs = 0;
	/** When its latest task was created, or may have been. */
	private latestAt = -Infinity;

	/** @param id names the account in data that outlives the process, and shows nothing of the key */
	constructor(readonly id: string) {}

	/**
	 * A run works with it from now on: until it says that it does not any more, the account is not forgotten. Two of them for
	 * one key would send twice as fast as is allowed, and each would take the other's tasks for nobody's.
	 * @returns to be called at the end of the run
	 */
	use(): () => void {
		let isUsed = true;
		this.runs++;
		return () => {
			if (isUsed) this.runs--;
			isUsed = false;
		};
	}

	/** Whether there is nothing to be known of it any more: no run has it, no call is open, its tasks are not listed any more. */
	isIdle(now: number): boolean {
		return this.runs === 0 && now - this.latestAt > KEPT_MS;
	}

	/** Waits until a create call of the family may leave. */
	async admitCreate(family: ModelFamily, clock: Clock, signal: AbortSignal): Promise<void> {
		await this.creates[family].admit(clock, signal);
	}

	/** The same door with the limits for queries, lists and cancellations in it. After a Stop it lets none of them out. */
	paced(send: Send, clock: Clock, signal: AbortSignal): Send {
		return async (request) => {
			if (request.countsAs === undefined || request.evenWhenStopped) return await send(request);
			await this.requests[request.countsAs].admit(clock, signal);
			return signal.aborted ? noResponse('', 'stopped') : await send(request);
		};
	}

	/** Notes a create call that leaves now. It stays open until `settle` is told what became of it. */
	open(family: ModelFamily, clock: Clock): CreateCall {
		this.forgetCallsBefore(clock.now() - CALLS_KEPT_MS);
		const call: CreateCall = { id: randomUUID(), family, sentAt: clock.now() };
		this.calls.set(call.id, call);
		this.latestAt = call.sentAt;
		return call;
	}

	/** The outcome of a call is known: it created this task, or none. */
	settle({ id, sentAt }: CreateCall, taskId: TaskId | undefined): void {
		this.calls.delete(id);
		if (taskId === undefined) return;
		const { request } = this.owned.get(taskId) ?? {};
		this.own(taskId, sentAt);
		const ownership = this.owned.get(taskId);
		if (ownership === undefined) return;
		ownership.isCreated = true;
		// A task that was recovered is claimed before it is proven to be the call's.
		if (request !== undefined) ownership.request = request;
	}

	/** The task is somebody's here: nobody else may take it for his own. */
	own(taskId: TaskId, at: number): void {
		this.owned.delete(taskId);
		this.owned.set(taskId, { at });
		this.latestAt = Math.max(this.latestAt, at);
		for (const [id, { at: since }] of this.owned) {
			if (since > at - KEPT_MS && this.owned.size <= MOST_OWNED) break;
			this.owned.delete(id);
		}
	}

	/**
	 * Notes for which item a retried execution has the task: others that retry the same item may use it too.
	 * @param request names the request of the item, see `likenessOf`
	 */
	claim(taskId: TaskId, request: string): void {
		const ownership = this.owned.get(taskId);
		if (ownership) ownership.request = request;
	}

	/**
	 * The run that has the task ends. From now on it may be recovered: by any retried execution if it stays behind, by those
	 * that retry the same item if a retried execution delivered it.
	 */
	leave(taskId: TaskId, how: 'behind' | 'delivered'): void {
		const ownership = this.owned.get(taskId);
		if (ownership) ownership.left = how;
	}

	/** Whose a task is, for an execution that looks for its own. Undefined for a task that nobody here has. */
	ownershipOf(taskId: TaskId): Ownership | undefined {
		return this.owned.get(taskId);
	}

	/** Tasks that runs of this process have left since then, the oldest first: the list may not show them yet. */
	leftSince(time: number): Array<{ readonly taskId: TaskId; readonly at: number }> {
		return [...this.owned].flatMap(([taskId, { at, left }]) => (left && at >= time ? { taskId, at } : []));
	}

	/**
	 * Waits until no other execution of this process recovers tasks for the same node: Retry may be chosen twice, and the
	 * second execution has to see what the first one has created.
	 * @param node names the node in its workflow
	 * @returns to be called when the execution has what it needs; undefined where the signal was aborted before
	 */
	async retryTurn(node: string, execution: string, signal: AbortSignal): Promise<(() => void) | undefined> {
		for (;;) {
			const current = this.retries.get(node);
			if (current === undefined || current.execution === execution) break;
			await whileWatching(signal, async (aborted) => await Promise.race([current.over, aborted]));
			if (signal.aborted) return undefined;
		}
		let end = (): void => undefined;
		const over = new Promise<void>((resolve) => (end = resolve));
		const own = this.retries.get(node) ?? { execution, over, end, runs: 0 };
		own.runs++;
		this.retries.set(node, own);
		return () => {
			own.runs--;
			if (own.runs > 0) return;
			this.retries.delete(node);
			own.end();
		};
	}

	disown(taskId: TaskId): void {
		this.owned.delete(taskId);
	}

	owns(taskId: TaskId): boolean {
		return this.owned.has(taskId);
	}

	/** Calls whose outcome is open, under way or lost. */
	unsettled(now: number): CreateCall[] {
		this.forgetCallsBefore(now - CALLS_KEPT_MS);
		return [...this.calls.values()];
	}

	private forgetCallsBefore(time: number): void {
		for (const [id, { sentAt }] of this.calls) {
			// They are in the order of their departure.
			if (sentAt >= time) break;
			this.calls.delete(id);
		}
	}
}

/** Accounts that are kept although nothing is to be known of them: only their pace, which is over in a second. */
const MOST_IDLE = 100;

/** The accounts of a process. */
export class Accounts {
	private now = -Infinity;
	private readonly known = new LruMap<string, Account>(MOST_IDLE, (account) => account.isIdle(this.now));

	/** How many are kept. */
	get size(): number {
		return this.known.size;
	}

	/**
	 * The account behind a key at a host, the same object for every run of this process, however the two are spelled. The
	 * hosts of a region lead to one account (ALI-RATE counts by account, not by host).
	 */
	of(baseUrl: string, apiKey: string, clock: Pick<Clock, 'now'> = systemClock): Account {
		const id = createHash('sha256')
			.update(`${accountHostOf(baseUrl)} ${apiKey.trim()}`)
			.digest('hex');
		this.now = clock.now();
		const account = this.known.get(id) ?? new Account(id);
		this.known.set(id, account);
		return account;
	}
}

const accounts = new Accounts();

/** See `Accounts.of`. */
export const accountOf = (baseUrl: string, apiKey: string, clock?: Pick<Clock, 'now'>): Account =>
	accounts.of(baseUrl, apiKey, clock);
