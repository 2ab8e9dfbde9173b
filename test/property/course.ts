import { CONNECTION_STAGES } from './connection';
import { seedOf } from './endpoints';
import { PIECES } from './film';
import type { Play } from './play';
import { seedOfItem } from './standIn';

/**
 * The events of a play, by name. A promise is worth nothing if its subject never occurs: the plays of a test
 * together must have all of `EVENTS`.
 */
export function eventsIn(play: Play): string[] {
	const { runs, tasks, exchanges, struck, schedule } = play;
	const events = new Set(struck.filter((one) => one.startsWith('create ') || one.startsWith('query ')));
	for (const { run, plan, ending, stoppedAt, isRetry, process } of runs) {
		if (ending.kind === 'crash') events.add('crashed');
		if (isRetry) events.add(process === 1 ? 'retried after a crash' : 'retried');
		if (isRetry && schedule.retriesTogether && plan.retries > 1) events.add('retried together');
		if (schedule.clockSteps.length > 0) events.add('clock set');
		if (plan.spelling > 0) events.add('another spelling');
		if (stoppedAt !== undefined) events.add('stopped');
		for (const { json } of ending.kind === 'items' ? ending.items : []) {
			const task = tasks.find(({ id }) => id === json.taskId);
			if (json.status !== 'SUCCEEDED' || !task) continue;
			events.add('video');
			if (json.pieces !== undefined) events.add('video in pieces');
			if (isRetry && json.recovered && process === 1) events.add('recovered after a crash');
			const gotResponse = exchanges.some(
				({ endpoint, answer }) =>
					endpoint === 'create' && JSON.stringify(answer?.body ?? null).includes(`"${task.id}"`),
			);
			if (gotResponse || isRetry) continue;
			events.add('adopted');
			if (Math.abs(schedule.clockSkewMs) >= 60_000) events.add('adopted over a clock that differs');
			if (schedule.listLagMs >= 10_000) events.add('adopted from a list that lags');
		}
		for (let item = 0; item < plan.items; item++) {
			const own = tasks.filter(({ body }) => seedOf(body) === seedOfItem(run, item));
			const isSplit = plan.splits === true && schedule.operation in PIECES;
			if (own.length > (isSplit ? (PIECES[schedule.operation] ?? 0) : 1)) {
				events.add(isSplit ? 'piece created anew' : 'created anew');
			}
			if (own.some(({ status }) => status === 'CANCELED')) events.add('canceled on Stop');
		}
	}
	return [...events];
}

export const EVENTS: readonly string[] = [
	'video',
	'video in pieces',
	'piece created anew',
	'stopped',
	'canceled on Stop',
	'created anew',
	'adopted',
	'adopted over a clock that differs',
	'adopted from a list that lags',
	...['status', 'reset', 'lostAnswer', 'delay', 'body', 'truncate', 'edit', 'duplicate'].flatMap((kind) => [
		`create ${kind}`,
		`query ${kind}`,
	]),
	'query reorder',
	...CONNECTION_STAGES.flatMap((stage) => [`create ${stage}`, `query ${stage}`]),
	'crashed',
	'retried',
	'retried after a crash',
	'retried together',
	'recovered after a crash',
	'clock set',
	'another spelling',
];
