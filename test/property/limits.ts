import { FAMILIES, TASK_REQUESTS_PER_SECOND } from '../../nodes/WanVideoEdit/dashscope/models';
import { seedOf } from './endpoints';
import { videoIn } from './film';
import type { Exchange } from './network';
import type { Play } from './play';
import { unitOf } from './promises';
import type { Played } from './stage';
import { seedOfItem } from './standIn';

/**
 * Never sends more create requests per second than the model allows, nor more queries, lists and
 * cancellations.
 */
export function* withinRates({ exchanges, family, runs }: Play): Iterable<string> {
	const { submitsPerSecond } = FAMILIES[family];
	// A process that is started again knows nothing of what the one before has sent.
	for (const process of [0, 1]) {
		const own = exchanges.filter((one) => one.process === process);
		yield* tooMany(own, 'create', submitsPerSecond + 1);
		yield* tooMany(own, 'query', TASK_REQUESTS_PER_SECOND);
		yield* tooMany(own, 'list', TASK_REQUESTS_PER_SECOND);
	}
	for (const { execution } of runs) {
		yield* tooMany(
			exchanges.filter((one) => one.execution === execution),
			'cancel',
			TASK_REQUESTS_PER_SECOND,
		);
	}
}

/** Any second in which that many requests are sent. All take equally long, so they arrive at the same rate. */
function* tooMany(
	exchanges: readonly Exchange[],
	endpoint: Exchange['endpoint'],
	number: number,
): Iterable<string> {
	const times = exchanges.filter((one) => one.endpoint === endpoint).map(({ sentAt }) => sentAt);
	for (const [index, time] of times.entries()) {
		const last = times[index + number - 1];
		if (last !== undefined && last - time < 1_000) {
			yield `${number} × ${endpoint} within ${last - time} ms`;
			return;
		}
	}
}

const FINAL: readonly unknown[] = ['SUCCEEDED', 'FAILED', 'CANCELED', 'UNKNOWN'];

/**
 * A waiting run never has more tasks in flight than allowed, as far as it can know: those whose ID it
 * received, whose end it has not seen, and whose timeout is not reached.
 */
export function* withinPlaces(play: Play): Iterable<string> {
	for (const played of play.runs) {
		if (!played.plan.waits) continue;
		const places = played.plan.maxConcurrentTasks ?? FAMILIES[play.family].concurrentTasks;
		for (const { run, execution, endpoint, sentAt, seed, video } of play.exchanges) {
			if (execution !== played.execution || endpoint !== 'create') continue;
			const others = knownInFlight(play, played, sentAt).filter(
				({ unit }) => unit !== unitOf(play, seed, video),
			);
			if (others.length >= places) {
				yield `run ${run}: create call at ${sentAt - played.startedAt} ms with ${others.length} of ${places} places taken`;
				return;
			}
		}
	}
}

function knownInFlight(
	play: Play,
	{ run, execution, plan }: Played,
	at: number,
): Array<{ readonly id: string; readonly unit: string }> {
	const seen = play.exchanges.filter(
		(one) => one.execution === execution && one.answer && one.answer.at <= at,
	);
	return play.tasks.flatMap(({ id, body, submittedAt }) => {
		const seed = seedOf(body);
		const unit = unitOf(play, seed, videoIn(body));
		if (seed === undefined || seed < seedOfItem(run, 0) || seed >= seedOfItem(run, plan.items)) return [];
		const told = seen.find(
			// An old response that is delivered again names a task that this call did not create.
			(one) =>
				one.endpoint === 'create' &&
				unitOf(play, one.seed, one.video) === unit &&
				output(one).task_id === id &&
				one.sentAt <= submittedAt - play.schedule.clockSkewMs,
		);
		if (!told?.answer || told.answer.at + plan.timeoutMinutes * 60_000 <= at) return [];
		const isOver = seen.some(
			(one) => one.endpoint === 'query' && one.taskId === id && FINAL.includes(output(one).task_status),
		);
		return isOver ? [] : [{ id, unit }];
	});
}

const output = ({ answer }: Exchange): { task_id?: unknown; task_status?: unknown } =>
	(answer?.body as { output?: object } | undefined)?.output ?? {};
