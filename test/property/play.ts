import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { startEmulator, type Emulator, type Fault, type TaskRecord } from '../../emulator';
import { FAMILIES, type ModelFamily } from '../../nodes/WanVideoEdit/dashscope/models';
import { PIECES } from './film';
import { createForeignTask, FOREIGN_KEY } from './foreign';
import { Network, type Exchange } from './network';
import type { Fate, RunPlan, Schedule } from './schedule';
import { KEY, type Played, Stage, START } from './stage';
import { VirtualTime } from '../support/virtualTime';

const MINUTE = 60_000;

/** Everything that happened. */
export interface Play {
	readonly schedule: Schedule;
	readonly family: ModelFamily;
	readonly runs: readonly Played[];
	/** All tasks that the emulator accepted, including foreign ones. */
	readonly tasks: readonly TaskRecord[];
	readonly exchanges: readonly Exchange[];
	/** What identifies the content of uploaded files, by link. */
	readonly uploads: ReadonlyMap<string, string>;
	/** The faults that were applied, as `endpoint kind`. */
	readonly struck: readonly string[];
}

export const familyOf = ({ operation }: Schedule): ModelFamily =>
	operation === 'edit' ? 'wan2.7-videoedit' : 'vace';

/**
 * Maximum duration of a run: for each item in turn its timeout, the same time for throttled create requests,
 * and the cost of a lost create request and a lost last query.
 */
export function longestRunMs(plan: RunPlan, family: ModelFamily): number {
	const pieces = plan.splits ? Math.max(...Object.values(PIECES)) : 1;
	const places = plan.maxConcurrentTasks ?? FAMILIES[family].concurrentTasks;
	const timeout = (plan.waits ? plan.timeoutMinutes : 30) * MINUTE;
	const turns = Math.ceil((plan.items * pieces) / places);
	return plan.tries * (turns * (2 * timeout + 8 * MINUTE) + MINUTE);
}

let plays = 0;

/** Plays a schedule to the end. @throws NeverEnds */
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
		faultSchedule: schedule.crashAtMs === null ? schedule.faults : withoutOldAnswers(schedule.faults),
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
		// The process remembers hosts and accounts: each play has its own.
		plays += 1;
		const stage = new Stage(schedule, network, time, random, `play-${plays}.invalid`);
		const runs = schedule.runs.map(async (plan, run) => await stage.play(plan, run));
		const foreign = schedule.foreignAtMs.map((ms) => playForeign(ms, emulator, schedule, time));
		const crash = stage.crash();
		const longest = Math.max(...schedule.runs.map((plan) => plan.startAfterMs + longestRunMs(plan, family)));
		const all = Promise.all([Promise.all(runs), crash, ...foreign]);
		const played = await time.passUntil(all, (longest + 10 * MINUTE) * (1 + 8 * MOST_RETRIES));
		// Requests that nobody waits for end too, with their deadlines, which are in real time.
		await time.passUntil(time.sleep(LAST_REQUEST_MS), LAST_REQUEST_MS + MINUTE);
		return {
			schedule,
			family,
			runs: played[0].flat(),
			tasks: [...emulator.tasks],
			exchanges: network.exchanges,
			uploads: network.uploads,
			struck: [
				...emulator.requests.flatMap(({ endpoint, fault }) => (fault ? [`${endpoint} ${fault}`] : [])),
				...network.exchanges.flatMap(({ endpoint, stage: failed }) =>
					failed ? [`${endpoint} ${failed}`] : [],
				),
			],
		};
	} finally {
		await emulator.close();
	}
}

/** Longer than any request may take. */
const LAST_REQUEST_MS = 5 * MINUTE;
const MOST_RETRIES = 2;
async function playForeign(
	ms: number,
	emulator: Emulator,
	schedule: Schedule,
	time: VirtualTime,
): Promise<void> {
	await time.sleep(ms);
	await createForeignTask(emulator, familyOf(schedule), schedule.otherName);
}

/**
 * After a crash, nobody knows of an earlier response that is repeated for another request, nor that a list is older than
 * the list ever lags behind.
 */
function withoutOldAnswers(faults: Schedule['faults']): Schedule['faults'] {
	const areListsOld = faults.endpoints.includes('list');
	const kinds = faults.kinds.filter((kind) => kind !== 'duplicate' && !(kind === 'reorder' && areListsOld));
	return { ...faults, kinds, rate: kinds.length === 0 ? 0 : faults.rate };
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
