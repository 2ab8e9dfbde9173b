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

/** A look at the list is no more requests than this: 1,000 tasks, each of which is asked for. */
const MOST_PAGES = 20;
/** For how long a list that cannot be read is tried again. */
const READING_MS = 90_000;
/** Between two tries, and between two looks at tasks that still run. */
const PAUSE_MS = { first: 2_000, most: 20_000 };
/** The list may lag behind: it is read once more after this time. */
const CONFIRM_MS = 6_000;
/** What this process has left itself is known to it for longer than any lag that was seen. */
const LAG_MS = 10 * 60_000;
const RETENTION_MS = RETENTION_HOURS * 3_600_000;
/** Around a create call of this process that is under way: its answer tells whose the task is. */
const CALL_MS = 3_000;

/** What an item looks for: its own task among those of the last 24 hours. */
export interface Claim extends Evidence {
	readonly item: number;
	readonly operation: string;
	readonly model: string;
	/** The same for items that ask for the same, see `likenessOf`. */
	readonly likeness: string;
}

/** What the list tells an item. */
export type Finding =
	| {
			readonly kind: 'own';
			readonly taskId: TaskId;
			/** Milliseconds of `Clock.now`. */
			readonly createdAt: number;
			readonly model: string | undefined;
			readonly answer: TaskResponse;
	  }
	| { readonly kind: 'none' }
	| { readonly kind: 'unknown'; readonly taskIds: readonly TaskId[]; readonly why: string };

/** A task of the list, as far as it has been seen. */
interface Candidate extends ListedTask {
	answer?: TaskResponse;
}

/** Items that ask for the same: which of them gets which of their tasks makes no difference. */
interface Group {
	readonly claims: readonly [Claim, ...Claim[]];
	readonly fitting: Candidate[];
	readonly open: Candidate[];
}

/** Looks for the tasks of items in the account's list of the last 24 hours. For one execution, once. */
export class TaskSearch {
	private readonly candidates = new Map<TaskId, Candidate>();
	private readonly groups: readonly Group[];
	private readonly isUsed: (taskId: TaskId) => boolean;
	private readonly kept: ReadonlySet<string>;
	private readonly eventLoop: EventLoopYield;
	/** By how much Alibaba Cloud's clock is ahead of `Clock.now`. */
	private skewMs: number;
	/** Of the execution, by Alibaba Cloud's clock: no task of an earlier one is younger. */
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
		this.groups = [...groups.values()].map((one) => ({ claims: one, fitting: [], open: [] }));
		this.isUsed = new UsedTasks(run.context, run.clock).reader();
		this.kept = keptTaskIds(run.context);
		this.eventLoop = new EventLoopYield(run.clock);
		this.skewMs = dateOffset(run.clock);
	}

	async findings(timeoutMs: number): Promise<ReadonlyMap<number, Finding>> {
		await this.readUntilDone();
		if (this.trouble === undefined) await this.watchUntilTold(timeoutMs);
		return this.trouble === undefined ? this.assigned() : this.unknownToAll(this.trouble);
	}

	/** Reads the list until it could be read. */
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
		for (const { taskId, at } of account.leftSince(this.run.clock.now() - LAG_MS)) {
			const task = { taskId, createdAt: at + this.skewMs };
			if (!this.candidates.has(taskId) && !this.belongsToAnother(task)) this.candidates.set(taskId, task);
		}
		return undefined;
	}

	/** Whether a task is known to belong to something else than an execution that crashed. */
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
		return this.groups.some(({ claims: [{ likeness }] }) => likeness === request);
	}

	/** Asks for each task until it can be told whose it is, or the time is over. */
	private async watchUntilTold(timeoutMs: number): Promise<void> {
		const { clock, signal } = this.run;
		const startedAt = clock.now();
		let isConfirmed = false;
		for (let pause = PAUSE_MS.first; !signal.aborted; pause = Math.min(pause * 1.5, PAUSE_MS.most)) {
			const running = [...this.candidates.values()].filter((one) => !isOver(one));
			await Promise.all(running.map(async (one) => await this.look(one)));
			const isTold = await this.isTold();
			// Never before the second look, however short the time is: it decides whether a task is created.
			if (isConfirmed && (isTold || clock.now() - startedAt >= timeoutMs)) return;
			// From here on it is a wait like that for any task.
			if (!isTold) this.run.started();
			await clock.sleep(isConfirmed ? pause : CONFIRM_MS, signal);
			// What was hidden before shows up in the second look.
			if (isConfirmed) continue;
			this.trouble = await this.read();
			if (this.trouble !== undefined) await this.readUntilDone();
			if (this.trouble !== undefined) return;
			isConfirmed = true;
		}
	}

	private async look(candidate: Candidate): Promise<void> {
		const reply = await this.run.client.getTask(candidate.taskId);
		if (reply.kind === 'ok') candidate.answer = reply.body;
	}

	/** Sorts the tasks by the items that they fit. @returns whether waiting would tell nothing more */
	private async isTold(): Promise<boolean> {
		for (const group of this.groups) {
			await this.eventLoop.yieldIfDue();
			group.fitting.length = group.open.length = 0;
			for (const candidate of this.candidates.values()) {
				if (hasEndedFree(candidate.answer?.output?.task_status)) continue;
				const [claim] = group.claims;
				const fit = isOfModel(candidate, claim.model) ? fitOf(claim, candidate.answer ?? {}) : 'differs';
				if (fit === 'fits') group.fitting.push(candidate);
				if (fit === 'open') group.open.push(candidate);
			}
		}
		return this.groups.every(({ open }) => open.every(isOver));
	}

	private assigned(): ReadonlyMap<number, Finding> {
		const claimed = new Map<TaskId, number>();
		for (const { fitting, open } of this.groups) {
			for (const { taskId } of [...fitting, ...open]) claimed.set(taskId, (claimed.get(taskId) ?? 0) + 1);
		}
		const findings = new Map<number, Finding>();
		for (const group of this.groups) {
			const { claims } = group;
			const fitting = group.fitting.sort((a, b) => a.createdAt - b.createdAt);
			const why = this.doubtIn(group, (taskId) => (claimed.get(taskId) ?? 0) > 1);
			const taskIds = [...fitting, ...group.open].map(({ taskId }) => taskId);
			for (const [rank, { item }] of claims.entries()) {
				const own = fitting[rank];
				if (why !== undefined) findings.set(item, { kind: 'unknown', taskIds, why });
				else if (own !== undefined) findings.set(item, this.ownOf(own));
			}
		}
		return findings;
	}

	/** Why it is not known which tasks are those of the group, if it is not. */
	private doubtIn(
		{ claims, fitting, open }: Group,
		isShared: (taskId: TaskId) => boolean,
	): string | undefined {
		const [{ likeness }] = claims;
		const { account, clock } = this.run;
		const lost = account.unsettled(clock.now()).filter(({ request }) => request === likeness);
		if (lost.length > 0 && fitting.length < claims.length)
			return 'an earlier retry lost the answer to its create call, and the list does not show the task yet';
		if (open.length > 0) return 'it cannot be told yet whose they are';
		if (fitting.length > claims.length) return 'more of them fit than there are items';
		if (fitting.some(({ taskId }) => isShared(taskId))) return 'several items could have created them';
		const isOfOtherRequest = ({ taskId }: Candidate): boolean => {
			const left = account.ownershipOf(taskId)?.left;
			return left?.request !== undefined && left.request !== likeness;
		};
		if (fitting.some(isOfOtherRequest)) return 'another execution that was retried has given them out';
		if (fitting.some((one) => this.isBeingCreated(one)))
			return 'a create call of another execution may have created them';
		return undefined;
	}

	/** Whether a create call of this process, of which the outcome is open, may have created it. */
	private isBeingCreated({ createdAt }: Candidate): boolean {
		const { account, clock } = this.run;
		const at = createdAt - this.skewMs;
		return account
			.unsettled(clock.now())
			.some(({ sentAt, endedAt = Infinity }) => at >= sentAt - CALL_MS && at <= endedAt + CALL_MS);
	}

	private ownOf({ taskId, createdAt, model, answer = {} }: Candidate): Finding {
		return { kind: 'own', taskId, createdAt: createdAt - this.skewMs, model, answer };
	}

	private unknownToAll(trouble: string): ReadonlyMap<number, Finding> {
		const why = `the list does not tell: ${trouble}`;
		return new Map(
			this.groups.flatMap(({ claims }) =>
				claims.map(({ item }) => [item, { kind: 'unknown', taskIds: [], why }] as const),
			),
		);
	}
}

const isOver = ({ answer }: Candidate): boolean => hasEnded(answer?.output?.task_status);
