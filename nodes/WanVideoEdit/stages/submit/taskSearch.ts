import type { Ownership } from '../../dashscope/account';
import { RETENTION_HOURS } from '../../dashscope/models';
import type { TaskId } from '../../dashscope/taskId';
import { hasEnded, hasEndedFree } from '../../dashscope/tasks';
import type { TaskResponse } from '../../dashscope/wire';
import { dateOffset } from '../../timing/clock';
import { EventLoopYield } from '../../timing/eventLoop';
import { type Evidence, fitOf } from './evidence';
import { filterOf, isOfKey, isOfModel, learnKeyId, type ListedTask, pagesOfList } from './listedTasks';
import { keptTaskIds } from './submittedTasks';
import type { Run } from '../run';
import { UsedTasks } from './usedTasks';

/** Maximum number of pages read: 1,000 tasks, each of which is queried. */
const MOST_PAGES = 20;
/** How long to retry a list that cannot be read. */
const READING_MS = 90_000;
/** Between two tries, and between two polls of running tasks. */
const PAUSE_MS = { first: 2_000, most: 20_000 };
/** The list may lag behind: it is read once more after this time. */
const CONFIRM_MS = 6_000;
/** How long this process remembers tasks that the list may not show yet: longer than any lag ever observed. */
const LAG_MS = 10 * 60_000;
const RETENTION_MS = RETENTION_HOURS * 3_600_000;
/** Tolerance around a create request of this process that is in flight: its response shows whose task it is. */
const CALL_MS = 3_000;

/** What identifies an item's own task among those of the last 24 hours. */
export interface Claim extends Evidence {
	readonly item: number;
	/** Number of the piece, if the item's video is split. */
	readonly piece?: number;
	readonly operation: string;
	readonly model: string;
	/** Equal for items with equal requests, see `likenessOf`. */
	readonly likeness: string;
}

/** What distinguishes a claim from the others of its run. */
export const claimKey = ({ item, piece }: Pick<Claim, 'item' | 'piece'>): string =>
	piece === undefined ? `${item}` : `${item}/${piece}`;

/** Result of the search for an item. */
export type Finding =
	| {
			readonly kind: 'own';
			readonly taskId: TaskId;
			/** Milliseconds of `Clock.now`. */
			readonly createdAt: number;
			readonly model: string | undefined;
			readonly response: TaskResponse;
	  }
	| { readonly kind: 'none' }
	| { readonly kind: 'unknown'; readonly taskIds: readonly TaskId[]; readonly why: string };

/** A listed task, with what is known about it so far. */
interface Candidate extends ListedTask {
	response?: TaskResponse;
}

/** Items with equal requests: it does not matter which of them gets which of their tasks. */
interface Group {
	readonly claims: readonly [Claim, ...Claim[]];
	readonly fitting: Candidate[];
	readonly open: Candidate[];
}

/** Searches the account's task list of the last 24 hours for the tasks of items. Runs once per execution. */
export class TaskSearch {
	private readonly candidates = new Map<TaskId, Candidate>();
	private readonly groups: readonly Group[];
	private readonly likenesses: ReadonlySet<string>;
	private readonly isUsed: (taskId: TaskId) => boolean;
	private readonly kept: ReadonlySet<string>;
	private readonly eventLoop: EventLoopYield;
	/** How far Alibaba Cloud's clock is ahead of `Clock.now`. */
	private skewMs: number;
	/** Start of the execution by Alibaba Cloud's clock: tasks of an earlier one cannot be newer. */
	private begunAt: number | undefined;
	private trouble: string | undefined = 'it was not read';

	constructor(
		claims: readonly Claim[],
		private readonly run: Run,
	) {
		const groups = new Map<string, [Claim, ...Claim[]]>();
		for (const claim of claims) {
			const known = groups.get(claim.likeness);
			if (known) known.push(claim);
			else groups.set(claim.likeness, [claim]);
		}
		this.likenesses = new Set(groups.keys());
		this.groups = [...groups.values()].map((one) => ({ claims: one, fitting: [], open: [] }));
		this.isUsed = new UsedTasks(run.context, run.clock).reader();
		this.kept = keptTaskIds(run.context);
		this.eventLoop = new EventLoopYield(run.clock);
		this.skewMs = dateOffset(run.clock);
	}

	async findings(timeoutMs: number): Promise<ReadonlyMap<string, Finding>> {
		await this.readUntilDone();
		if (this.trouble === undefined) await this.watchUntilKnown(timeoutMs);
		return this.trouble === undefined ? this.assigned() : this.unknownToAll(this.trouble);
	}

	/** Retries until the list could be read. */
	private async readUntilDone(): Promise<void> {
		const { clock, signal } = this.run;
		const endsAt = clock.now() + READING_MS;
		for (let pause = PAUSE_MS.first; !signal.aborted; pause = Math.min(pause * 2, PAUSE_MS.most)) {
			this.trouble = await this.read();
			if (this.trouble === undefined || clock.now() + pause > endsAt) return;
			await clock.sleep(pause, signal);
		}
	}

	/** @returns why the list could not be read */
	private async read(): Promise<string | undefined> {
		const { account } = this.run;
		const models = [...new Set(this.groups.map(({ claims: [{ model }] }) => model))];
		for await (const page of pagesOfList(filterOf(models), MOST_PAGES, this.run)) {
			if ('trouble' in page) return page.trouble;
			if (page.skewMs !== undefined) this.skewMs = (page.skewMs.least + page.skewMs.most) / 2;
			this.begunAt ??= this.run.clock.now() + this.skewMs + 1_000;
			const earliest = this.run.clock.now() + this.skewMs - RETENTION_MS;
			learnKeyId(page.tasks, account);
			for (const task of page.tasks) {
				if (this.candidates.has(task.taskId) || task.createdAt > this.begunAt) continue;
				if (task.createdAt < earliest || !models.some((model) => isOfModel(task, model))) continue;
				if (hasEndedFree(task.status) || this.belongsToAnother(task)) continue;
				this.candidates.set(task.taskId, { ...task });
			}
		}
		for (const { taskId, at } of account.recoverableSince(this.run.clock.now() - LAG_MS)) {
			const task = { taskId, createdAt: at + this.skewMs };
			if (!this.candidates.has(taskId) && !this.belongsToAnother(task)) this.candidates.set(taskId, task);
		}
		return undefined;
	}

	/** Whether a task is known to belong to something other than the crashed execution. */
	private belongsToAnother(task: ListedTask): boolean {
		const { account } = this.run;
		const ownership = account.ownershipOf(task.taskId);
		return (
			this.kept.has(task.taskId) ||
			this.isUsed(task.taskId) ||
			(ownership !== undefined && ownership.left === undefined && !this.isClaimedAlike(ownership)) ||
			!isOfKey(task, account)
		);
	}

	/** Whether another retry of the same item has it: then it is this one's, too. */
	private isClaimedAlike({ request }: Ownership): boolean {
		return request !== undefined && this.likenesses.has(request);
	}

	/** Polls each task until it is clear whose it is, or the timeout is reached. */
	private async watchUntilKnown(timeoutMs: number): Promise<void> {
		const { clock, signal } = this.run;
		const startedAt = clock.now();
		let isConfirmed = false;
		for (let pause = PAUSE_MS.first; !signal.aborted; pause = Math.min(pause * 1.5, PAUSE_MS.most)) {
			const running = [...this.candidates.values()].filter((one) => !isOver(one));
			await Promise.all(running.map(async (one) => await this.poll(one)));
			const isKnown = await this.isKnown();
			// Never before the second read, however short the timeout: it decides whether a task is created.
			if (isConfirmed && (isKnown || clock.now() - startedAt >= timeoutMs)) return;
			// From here on, this is a wait like any other.
			if (!isKnown) this.run.started();
			await clock.sleep(isConfirmed ? pause : CONFIRM_MS, signal);
			// Tasks that were not listed yet show up in the second read.
			if (isConfirmed) continue;
			this.trouble = await this.read();
			if (this.trouble !== undefined) await this.readUntilDone();
			if (this.trouble !== undefined) return;
			isConfirmed = true;
		}
	}

	private async poll(candidate: Candidate): Promise<void> {
		const reply = await this.run.client.getTask(candidate.taskId);
		if (reply.kind === 'ok') candidate.response = reply.body;
	}

	/** Groups the tasks by the items that they match. @returns whether waiting would reveal nothing more */
	private async isKnown(): Promise<boolean> {
		for (const group of this.groups) {
			await this.eventLoop.yieldIfDue();
			group.fitting.length = group.open.length = 0;
			for (const candidate of this.candidates.values()) {
				if (hasEndedFree(candidate.response?.output?.task_status)) continue;
				const [claim] = group.claims;
				const fit = isOfModel(candidate, claim.model) ? fitOf(claim, candidate.response ?? {}) : 'differs';
				if (fit === 'fits') group.fitting.push(candidate);
				if (fit === 'open') group.open.push(candidate);
			}
		}
		return this.groups.every(({ open }) => open.every(isOver));
	}

	private assigned(): ReadonlyMap<string, Finding> {
		const claimed = new Map<TaskId, number>();
		for (const { fitting, open } of this.groups) {
			for (const { taskId } of [...fitting, ...open]) claimed.set(taskId, (claimed.get(taskId) ?? 0) + 1);
		}
		const findings = new Map<string, Finding>();
		for (const group of this.groups) {
			const { claims } = group;
			const fitting = group.fitting.sort((a, b) => a.createdAt - b.createdAt);
			const why = this.doubtIn(group, (taskId) => (claimed.get(taskId) ?? 0) > 1);
			const taskIds = [...fitting, ...group.open].map(({ taskId }) => taskId);
			for (const [rank, claim] of claims.entries()) {
				const own = fitting[rank];
				if (why !== undefined) findings.set(claimKey(claim), { kind: 'unknown', taskIds, why });
				else if (own !== undefined) findings.set(claimKey(claim), this.ownOf(own));
			}
		}
		return findings;
	}

	/** Why the tasks of the group cannot be identified, if they cannot. */
	private doubtIn(
		{ claims, fitting, open }: Group,
		isShared: (taskId: TaskId) => boolean,
	): string | undefined {
		const [{ likeness }] = claims;
		const { account, clock } = this.run;
		const lost = account.unsettled(clock.now()).filter(({ request }) => request === likeness);
		if (lost.length > 0 && fitting.length < claims.length)
			return 'an earlier retry lost the response to its create request, and the list does not show the task yet';
		if (open.length > 0) return 'it is not known yet which item they belong to';
		if (fitting.length > claims.length) return 'more of them match than there are items';
		if (fitting.some(({ taskId }) => isShared(taskId))) return 'several items could have created them';
		const isOfOtherRequest = ({ taskId }: Candidate): boolean => {
			const ownership = account.ownershipOf(taskId);
			return ownership?.left === 'delivered' && ownership.request !== likeness;
		};
		if (fitting.some(isOfOtherRequest)) return 'another retried execution has already returned them';
		if (fitting.some((one) => this.isBeingCreated(one)))
			return 'a create request of another execution may have created them';
		return undefined;
	}

	/** Whether a create request of this process with an unknown outcome may have created it. */
	private isBeingCreated({ createdAt }: Candidate): boolean {
		const { account, clock } = this.run;
		const at = createdAt - this.skewMs;
		return account
			.unsettled(clock.now())
			.some(({ sentAt, endedAt = Infinity }) => at >= sentAt - CALL_MS && at <= endedAt + CALL_MS);
	}

	private ownOf({ taskId, createdAt, model, response = {} }: Candidate): Finding {
		return { kind: 'own', taskId, createdAt: createdAt - this.skewMs, model, response };
	}

	private unknownToAll(trouble: string): ReadonlyMap<string, Finding> {
		const why = `the task list could not be read: ${trouble}`;
		return new Map(
			this.groups.flatMap(({ claims }) =>
				claims.map((claim) => [claimKey(claim), { kind: 'unknown', taskIds: [], why }] as const),
			),
		);
	}
}

const isOver = ({ response }: Candidate): boolean => hasEnded(response?.output?.task_status);
