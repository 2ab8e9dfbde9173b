import { setMaxListeners } from 'node:events';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { startEmulator, type Emulator, type Fault, type TaskRecord } from '../../emulator';
import { FAMILIES, type ModelFamily } from '../../nodes/WanVideoEdit/dashscope/models';
import type { Clock } from '../../nodes/WanVideoEdit/n8n/clock';
import { createForeignTask, FOREIGN_KEY } from './foreign';
import { runAsN8n, type Ending } from './n8nRun';
import { Network, type Exchange } from './network';
import type { Fate, RunPlan, Schedule } from './schedule';
import { VirtualTime } from '../support/virtualTime';

const START = Date.parse('2026-11-20T12:00:00Z');
const KEY = 'sk-play';
const MINUTE = 60_000;

/** What became of a run. Times are the client's. */
export interface Played {
	readonly run: number;
	readonly plan: RunPlan;
	readonly startedAt: number;
	readonly endedAt: number;
	/** Absent where the run was over before. */
	readonly stoppedAt?: number;
	/** Of the last try, which is what n8n shows. */
	readonly ending: Ending;
	/** Of all tries. */
	readonly endings: readonly Ending[];
	/** What the node wrote into n8n's log. */
	readonly log: readonly string[];
}

/** All that happened. */
export interface Play {
	readonly schedule: Schedule;
	readonly family: ModelFamily;
	readonly runs: readonly Played[];
	/** Every task that the emulator accepted, foreign ones too. */
	readonly tasks: readonly TaskRecord[];
	readonly exchanges: readonly Exchange[];
	/** The faults that struck requests, as `endpoint kind`. */
	readonly struck: readonly string[];
}

export const familyOf = ({ operation }: Schedule): ModelFamily =>
	operation === 'edit' ? 'wan2.7-videoedit' : 'vace';

/**
 * Longest that a run may take: for each item in turn its wait, the same time for throttled create calls, and
 * what a lost create call and a lost last query may cost.
 */
export function longestRunMs(plan: RunPlan, family: ModelFamily): number {
	const places = plan.maxConcurrentTasks ?? FAMILIES[family].concurrentTasks;
	const timeout = (plan.waits ? plan.timeoutMinutes : 30) * MINUTE;
	const turns = Math.ceil(plan.items / places);
	return plan.tries * (turns * (2 * timeout + 8 * MINUTE) + MINUTE);
}

let plays = 0;

/** Plays a schedule to its end. @throws NeverEnds */
export async function play(schedule: Schedule): Promise<Play> {
	const time = new VirtualTime(START);
	const family = familyOf(schedule);
	const random = randomFrom(schedule.chance);
	const emulator = await startEmulator({
		listen: false,
		render: 'sample',
		fetchInputs: false,
		clock: time,
		apiKeys: { 'cn-beijing': [KEY, FOREIGN_KEY] },
		runSeconds: { queue: schedule.queueSeconds, run: schedule.runSeconds },
		faultSchedule: schedule.faults,
		listLagMs: schedule.listLagMs,
		clockSkewMs: schedule.clockSkewMs,
		...(schedule.otherName && { knownVaceNames: [FAMILIES.vace.names[1] ?? ''] }),
	});
	try {
		schedule.fates.forEach((fate, index) => {
			const fault = faultOf(fate, index);
			if (fault) emulator.inject(fault);
		});
		const network = new Network(emulator, time, { ...schedule, random });
		const clock: Clock = {
			now: () => time.now(),
			date: () => time.now(),
			random,
			sleep: async (ms, signal) => await time.sleep(ms, signal).catch(() => undefined),
		};
		// The process remembers hosts and accounts: each play has one of its own.
		plays += 1;
		const credential = { apiKey: KEY, baseUrl: `http://play-${plays}.invalid` };
		const runs = schedule.runs.map((plan, run) =>
			playRun({ run, plan, schedule, network, credential, clock, time }),
		);
		const foreign = schedule.foreignAtMs.map((ms) => playForeign(ms, emulator, schedule, time));
		const longest = Math.max(...schedule.runs.map((plan) => plan.startAfterMs + longestRunMs(plan, family)));
		const played = await time.passUntil(Promise.all([Promise.all(runs), ...foreign]), longest);
		return {
			schedule,
			family,
			runs: played[0],
			tasks: [...emulator.tasks],
			exchanges: network.exchanges,
			struck: emulator.requests.flatMap(({ endpoint, fault }) => (fault ? [`${endpoint} ${fault}`] : [])),
		};
	} finally {
		await emulator.close();
	}
}

interface Stage {
	readonly run: number;
	readonly plan: RunPlan;
	readonly schedule: Schedule;
	readonly network: Network;
	readonly credential: { readonly apiKey: string; readonly baseUrl: string };
	readonly clock: Clock;
	readonly time: VirtualTime;
}

async function playRun({ run, plan, schedule, network, credential, clock, time }: Stage): Promise<Played> {
	const { operation } = schedule;
	await time.sleep(plan.startAfterMs);
	const startedAt = time.now();
	const stop = new AbortController();
	// Each request that is under way listens to it.
	setMaxListeners(0, stop.signal);
	const over = new AbortController();
	let stoppedAt: number | undefined;
	if (plan.stopAfterMs !== null) {
		time.sleep(plan.stopAfterMs, over.signal).then(
			() => {
				stoppedAt = time.now();
				stop.abort();
			},
			() => {}, // The run was over before.
		);
	}
	const log: string[] = [];
	const endings = await runAsN8n(
		{ run, plan, operation, network, credential, stop: stop.signal, nodeContext: {}, staticData: {}, log },
		clock,
	);
	over.abort();
	const ending = endings.at(-1);
	if (!ending) throw new Error('A node has at least one try');
	return {
		run,
		plan,
		startedAt,
		endedAt: time.now(),
		...(stoppedAt !== undefined && { stoppedAt }),
		ending,
		endings,
		log,
	};
}

async function playForeign(
	ms: number,
	emulator: Emulator,
	schedule: Schedule,
	time: VirtualTime,
): Promise<void> {
	await time.sleep(ms);
	await createForeignTask(emulator, familyOf(schedule), schedule.otherName);
}

function faultOf(fate: Fate, index: number): Fault | undefined {
	const when = { on: 'task', after: index } as const;
	switch (fate) {
		case 'video':
			return undefined;
		case 'failsPassing':
			return { ...when, kind: 'fail', code: 'InternalError', message: 'Try again.' };
		case 'failsForGood':
			return { ...when, kind: 'fail', code: 'DataInspectionFailed', message: 'No.' };
		case 'failsSilently':
			return { ...when, kind: 'fail' };
		case 'vanishes':
			return { ...when, kind: 'vanish' };
		case 'isSuspended':
			return { ...when, kind: 'suspend' };
	}
}

function randomFrom(seed: number): () => number {
	const generator = xoroshiro128plus(seed);
	return () => (generator.next() + 2 ** 31) / 2 ** 32;
}
