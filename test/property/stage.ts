import { setMaxListeners } from 'node:events';
import type { IDataObject } from 'n8n-workflow';
import { Accounts } from '../../nodes/WanVideoEdit/dashscope/account';
import { type Clock, systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import type { VirtualTime } from '../support/virtualTime';
import { type Ending, runAsN8n } from './n8nRun';
import type { Network } from './network';
import type { RunPlan, Schedule } from './schedule';

export const START = Date.parse('2026-11-20T12:00:00Z');
export const KEY = 'sk-play';

/** What happened to an execution of a run. Times are the client's. */
export interface Played {
	readonly run: number;
	/** Its own number. */
	readonly execution: number;
	/** Number of the n8n process. */
	readonly process: number;
	/** It was started with Retry in n8n's list of executions. */
	readonly isRetry: boolean;
	readonly plan: RunPlan;
	readonly startedAt: number;
	readonly endedAt: number;
	/** Missing if the run had ended before. */
	readonly stoppedAt?: number;
	/** Of the last try, which is what n8n shows. */
	readonly ending: Ending;
	/** Of all tries. */
	readonly endings: readonly Ending[];
	/** The node's entries in n8n's log. */
	readonly log: readonly string[];
}

/**
 * The account data of n8n's processes: a process has one clock. A killed process does not affect the others.
 */
const processes = new WeakMap<object, Accounts>();

const { of } = Accounts.prototype;
jest.spyOn(Accounts.prototype, 'of').mockImplementation((baseUrl, apiKey, clock = systemClock) => {
	const accounts = processes.get(clock) ?? new Accounts();
	processes.set(clock, accounts);
	return of.call(accounts, baseUrl, apiKey, clock);
});

/** From the crash of n8n until it is running again. */
const RESTART_MS = 5_000;

/** n8n, its processes one after the other. */
export class Stage {
	private readonly killed = new AbortController();
	private executions = 0;
	/** A process has one clock. */
	private readonly clocks = [this.clockOf(0), this.clockOf(1)] as const;
	/** Static data of the workflow, as saved by n8n. */
	private readonly staticData: IDataObject = {};

	constructor(
		private readonly schedule: Schedule,
		private readonly network: Network,
		private readonly time: VirtualTime,
		private readonly random: () => number,
		private readonly host: string,
	) {
		setMaxListeners(0, this.killed.signal);
	}

	/** Kills n8n at the scheduled time: the next process knows nothing of this one. */
	async crash(): Promise<void> {
		const { crashAtMs } = this.schedule;
		if (crashAtMs === null) return;
		await this.time.sleep(crashAtMs);
		this.killed.abort('killed');
	}

	/** All executions of a run. */
	async play(plan: RunPlan, run: number): Promise<Played[]> {
		const { time, schedule } = this;
		await time.sleep(plan.startAfterMs);
		if (this.killed.signal.aborted) await time.sleep(RESTART_MS);
		const context: IDataObject = {};
		const first = await this.execute(plan, run, context, false);
		const played = [first];
		const press = async (kept: IDataObject): Promise<void> => {
			// Until then, the list may not show the latest tasks.
			await time.sleep(RESTART_MS + schedule.listLagMs);
			played.push(await this.execute(plan, run, kept, true));
		};
		if (first.ending.kind === 'crash') {
			// n8n saves nothing of it, and each Retry is one of the crashed execution.
			const presses = Array.from({ length: plan.retries }, () => async () => await press({}));
			if (schedule.retriesTogether) await Promise.all(presses.map(async (one) => await one()));
			else for (const one of presses) await one();
			return played;
		}
		let kept = context;
		for (let retry = 0; retry < plan.retries; retry++) {
			const { ending, stoppedAt } = played.at(-1)!;
			if (ending.kind !== 'error' || stoppedAt !== undefined) break;
			kept = JSON.parse(JSON.stringify(kept)) as IDataObject;
			await press(kept);
			if (played.at(-1)!.ending.kind === 'crash') break;
		}
		return played;
	}

	private async execute(
		plan: RunPlan,
		run: number,
		nodeContext: IDataObject,
		isRetry: boolean,
	): Promise<Played> {
		const { time, schedule, killed, network } = this;
		const execution = this.executions++;
		const process = killed.signal.aborted ? 1 : 0;
		const isDead = () => this.isDead(process);
		const startedAt = time.now();
		const stop = new AbortController();
		// Each request in flight listens to it.
		setMaxListeners(0, stop.signal);
		const over = new AbortController();
		let stoppedAt: number | undefined;
		if (plan.stopAfterMs !== null && !isRetry) {
			time.sleep(plan.stopAfterMs, over.signal).then(
				() => {
					if (isDead()) return;
					stoppedAt = time.now();
					stop.abort();
				},
				() => {}, // The run was over before.
			);
		}
		const log: string[] = [];
		const running = runAsN8n(
			{
				...{ run, execution, process, plan, isDead, isRetry, network, log, nodeContext },
				operation: schedule.operation,
				isPromptOfRun: schedule.crashAtMs !== null,
				credential: spelled(plan.spelling, this.host),
				stop: stop.signal,
				staticData: isRetry ? {} : this.staticData,
			},
			this.clocks[process],
		);
		const crash = new Promise<Ending[]>((resolve) => {
			const die = () => resolve([{ kind: 'crash', at: time.now() }]);
			if (process === 0) killed.signal.addEventListener('abort', die, { signal: over.signal });
		});
		const endings = await Promise.race([running, crash]);
		over.abort();
		const ending = endings.at(-1);
		if (!ending) throw new Error('A node has at least one try');
		return {
			...{ run, execution, process, isRetry, plan, startedAt },
			endedAt: time.now(),
			...(stoppedAt !== undefined && { stoppedAt }),
			...{ ending, endings, log },
		};
	}

	private isDead(process: 0 | 1): boolean {
		return process === 0 && this.killed.signal.aborted;
	}

	private clockOf(process: 0 | 1): Clock {
		return {
			now: () => this.time.now(),
			date: () => this.time.now() + this.stepped(),
			random: () => this.random(),
			sleep: async (ms, signal) => {
				await this.time.sleep(ms, signal).catch(() => undefined);
				if (this.isDead(process)) await NEVER;
			},
		};
	}

	/** The current difference between the wall clock and one that is never changed. */
	private stepped(): number {
		// Between two processes, nothing shows that it was changed.
		if (this.schedule.crashAtMs !== null) return 0;
		return this.schedule.clockSteps
			.filter(({ atMs }) => this.time.now() >= START + atMs)
			.reduce((sum, { byMs }) => sum + byMs, 0);
	}
}

const NEVER = new Promise<never>(() => undefined);

/** Ways to write the same credential: all are one account. */
const spelled = (spelling: number, host: string) =>
	[
		{ apiKey: KEY, baseUrl: `http://${host}` },
		{ apiKey: ` ${KEY} `, baseUrl: `http://${host}/` },
		{ apiKey: `Bearer ${KEY}`, baseUrl: `HTTP://${host.toUpperCase()}` },
		{ apiKey: `"${KEY}"`, baseUrl: `http://${host}.` },
		{ apiKey: KEY, baseUrl: `http://${host}:80` },
	][spelling]!;
