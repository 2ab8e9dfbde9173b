import { createHash, randomUUID } from 'crypto';
import { LruMap } from '../timing/lruMap';
import { type Clock, systemClock, whileWatching } from '../timing/clock';
import { type HttpRequest, noResponse, type Send } from './http';
import { accountHostOf } from './hosts';
import { FAMILIES, type ModelFamily, RETENTION_HOURS, TASK_REQUESTS_PER_SECOND } from './models';
import { RateLimit } from '../timing/rateLimit';
import type { TaskId } from './taskId';

/**
 * Share of Alibaba Cloud's limits per account that this process uses: workers in other processes send
 * requests too.
 */
const OWN_SHARE = 0.9;

/** How long Alibaba Cloud lists a task: until then, it can be mistaken for another. */
const KEPT_MS = RETENTION_HOURS * 3_600_000;

/** Create requests with an unknown outcome are forgotten after this time: nobody waits for them any longer. */
const CALLS_KEPT_MS = 3_600_000;

/** Maximum number of known tasks. At the concurrency limit of the fastest model, a day produces fewer. */
const MOST_OWNED = 20_000;

/** A create request, from sending it to its response or loss. Milliseconds of `Clock.now`. */
export interface CreateCall {
	readonly id: string;
	readonly family: ModelFamily;
	readonly sentAt: number;
	/** Undefined while it is in flight. */
	endedAt?: number;
	/** Identifies the request of the item. Only set if a retried execution sent it and its response was lost. */
	request?: string;
}

/** What a task belongs to in this process. */
export interface Ownership {
	/** Milliseconds of `Clock.now`. */
	readonly at: number;
	/** It was certainly created with this account's key. */
	isCreated?: true;
	/** Identifies the request of the item that has the task, if known: see `Account.claim`. */
	request?: string;
	/** Set when its run ends: see `Account.leave`. */
	left?: 'behind' | 'delivered';
}

/** A retried execution that recovers its tasks, and creates those that it does not find. */
interface Retrying {
	readonly execution: string;
	readonly over: Promise<void>;
	readonly end: () => void;
	/** Number of its runs: an agent calls its tools in parallel. */
	runs: number;
}

/**
 * What this process knows about an account, shared by all its runs: Alibaba Cloud counts requests per
 * account, and only the tasks created here tell what a task in the account's list belongs to.
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
	 * The ID of the key in lists, known from the row of a task that was created with it. The list also has
	 * tasks of the account's other keys.
	 */
	keyId: string | undefined;

	private runs = 0;
	/** When the latest task was created, or may have been. */
	private latestAt = -Infinity;

	/** @param id identifies the account in data that outlives the process, and reveals nothing about the key */
	constructor(readonly id: string) {}

	/**
	 * Registers a run, so that the account is not removed while it is in use. Two objects for one account
	 * would send at twice the allowed rate, and each would treat the other's tasks as unclaimed.
	 * @returns function to call at the end of the run
	 */
	use(): () => void {
		let isUsed = true;
		this.runs++;
		return () => {
			if (isUsed) this.runs--;
			isUsed = false;
		};
	}

	/**
	 * Whether nothing about it matters any longer: no run uses it, no create request is unsettled, and its
	 * tasks are no longer listed.
	 */
	isIdle(now: number): boolean {
		return this.runs === 0 && now - this.latestAt > KEPT_MS;
	}

	/** Waits until the rate limit admits a create request. */
	async admitCreate(family: ModelFamily, clock: Clock, signal: AbortSignal): Promise<void> {
		await this.creates[family].admit(clock, signal);
	}

	/** Adds the rate limits for queries, lists and cancellations. After a Stop, it sends none of them. */
	paced(send: Send, clock: Clock, signal: AbortSignal): Send {
		return async (request) => {
			if (request.countsAs === undefined || request.evenWhenStopped) return await send(request);
			await this.requests[request.countsAs].admit(clock, signal);
			return signal.aborted ? noResponse('', 'stopped') : await send(request);
		};
	}

	/** Records a create request that is being sent. It stays unsettled until `settle` is called. */
	open(family: ModelFamily, clock: Clock): CreateCall {
		this.forgetCallsBefore(clock.now() - CALLS_KEPT_MS);
		const call: CreateCall = { id: randomUUID(), family, sentAt: clock.now() };
		this.calls.set(call.id, call);
		this.latestAt = call.sentAt;
		return call;
	}

	/** The outcome of a create request is known: it created this task, or none. */
	settle({ id, sentAt }: CreateCall, taskId: TaskId | undefined): void {
		this.calls.delete(id);
		if (taskId === undefined) return;
		this.own(taskId, sentAt);
		const ownership = this.owned.get(taskId);
		if (ownership) ownership.isCreated = true;
	}

	/** The task belongs to something in this process: nothing else may claim it, except for the same request. */
	own(taskId: TaskId, at: number): void {
		const { request, isCreated } = this.owned.get(taskId) ?? {};
		this.owned.delete(taskId);
		// A second try takes up its task again: other retries of the same item must still find it.
		this.owned.set(taskId, {
			at,
			...(request !== undefined && { request }),
			...(isCreated && { isCreated }),
		});
		this.latestAt = Math.max(this.latestAt, at);
		for (const [id, { at: since }] of this.owned) {
			if (since > at - KEPT_MS && this.owned.size <= MOST_OWNED) break;
			this.owned.delete(id);
		}
	}

	/**
	 * Records for which item a retried execution has the task: other retries of the same item may use it too.
	 * @param request identifies the request of the item, see `likenessOf`
	 */
	claim(taskId: TaskId, request: string): void {
		const ownership = this.owned.get(taskId);
		if (ownership) ownership.request = request;
	}

	/**
	 * The run that has the task ends. From now on, the task may be recovered: by any retried execution if it
	 * was left behind, or by retries of the same item if a retried execution delivered it.
	 */
	leave(taskId: TaskId, how: 'behind' | 'delivered'): void {
		const ownership = this.owned.get(taskId);
		if (ownership) ownership.left = how;
	}

	/**
	 * What a task belongs to, for an execution that searches for its own tasks. Undefined if nothing in this
	 * process has it.
	 */
	ownershipOf(taskId: TaskId): Ownership | undefined {
		return this.owned.get(taskId);
	}

	/**
	 * Tasks since then that a retried execution may recover, and that the list may not show yet: runs of this
	 * process have left them, or hold them for a known request.
	 */
	recoverableSince(time: number): Array<{ readonly taskId: TaskId; readonly at: number }> {
		return [...this.owned].flatMap(([taskId, { at, left, request }]) =>
			(left !== undefined || request !== undefined) && at >= time ? { taskId, at } : [],
		);
	}

	/**
	 * Waits until no other execution of this process recovers tasks for the same node: a user may click Retry
	 * twice, and the second execution must see what the first one has created.
	 * @param node identifies the node and its workflow
	 * @returns function to call when the execution has its tasks; undefined if the signal was aborted first
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

	/** Create requests with an unknown outcome, in flight or lost. */
	unsettled(now: number): CreateCall[] {
		this.forgetCallsBefore(now - CALLS_KEPT_MS);
		return [...this.calls.values()];
	}

	private forgetCallsBefore(time: number): void {
		for (const [id, { sentAt }] of this.calls) {
			// They are in the order in which they were sent.
			if (sentAt >= time) break;
			this.calls.delete(id);
		}
	}
}

/** Maximum number of idle accounts kept. They only hold rate limits, which are irrelevant after a second. */
const MOST_IDLE = 100;

/** The accounts of a process. */
export class Accounts {
	private now = -Infinity;
	private readonly known = new LruMap<string, Account>(MOST_IDLE, (account) => account.isIdle(this.now));

	/** Number of accounts kept. */
	get size(): number {
		return this.known.size;
	}

	/**
	 * The account for a key and a host: the same object for all runs of this process, however key and host
	 * are written. All hosts of a region share one account (ALI-RATE: limits count per account, not per
	 * host).
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
