import { REMEMBERED } from '../../nodes/WanVideoEdit/stages/wait/pollSchedule';
import type { Section } from '../shared/section';
import { markdownTable } from '../shared/tables';
import { NARROW, SKEWED, SPREADS, TASK_SECONDS, WIDE, type Spread } from './cases';
import {
	BATCH,
	duelsOf,
	FEWER_TRIALS,
	isWon,
	ratiosOf,
	resultsOf,
	TRIALS,
	worstOf,
	type Duel,
	type OfPaces,
	type Ratios,
	type Result,
} from './comparison';
import { PACES } from './ours';
import { PEERS } from './peers';
import { plot } from './plot';
import type { Figures } from './watch';

/**
 * Tasks of this duration are plotted: the middle of "1 to 5 minutes", which Alibaba Cloud states, is
 * slightly less.
 */
const PLOTTED = 300;
const PLOTS = [
	{ name: 'polling-20', spread: NARROW },
	{ name: 'polling-50', spread: WIDE },
];

/** Numbers of known durations that have a row in the table of the cold start. */
const COUNTS = [0, 1, 2, 4];

/**
 * How late the end of a task is seen and how many requests that takes, compared with the schedules of other
 * clients.
 */
export async function pollingSection(): Promise<Section> {
	const results = resultsOf(COUNTS);
	const duels = results.flatMap((result) => duelsOf(result, result.peers, result.warm));
	const plots = PLOTS.flatMap(({ name, spread }) =>
		results
			.filter((result) => result.spread === spread && result.seconds === PLOTTED)
			.map((result) => ({ name, svg: plot(result) })),
	);
	return {
		markdown: markdown(results, duels),
		plots,
		complaints: duels.filter(({ spread }) => spread.promised).flatMap(complaintsOf),
	};
}

function complaintsOf(duel: Duel): string[] {
	const { pace, gap, spread, seconds, ours, best } = duel;
	const ratios = ratiosOf(duel);
	const who = `Polling '${pace}', tasks of ${seconds} s ${spread.name}, compared with clients that poll every ${gap} s`;
	return [
		...(ratios.lag < 1 ? [] : [`${who}: a lag of ${lagOf(ours)} s, theirs is ${best.lag.toFixed(2)} s`]),
		...(ratios.polls < 1 ? [] : [`${who}: ${pollsOf(ours)} requests, they have ${best.polls.toFixed(1)}`]),
	];
}

const DUEL_HEADINGS = [
	'Polling',
	'Others poll every',
	'Task (s)',
	'Lag (s)',
	'Least of theirs',
	'Ratio',
	'Requests',
	'Fewest of theirs',
	'Ratio',
];

function duelTable(duels: readonly Duel[], spread: Spread): string {
	const own = duels.filter((duel) => duel.spread === spread);
	// By pace instead of task duration.
	const sorted = [...own].sort(
		(one, other) => PACES.indexOf(one.pace) - PACES.indexOf(other.pace) || other.gap - one.gap,
	);
	return markdownTable(DUEL_HEADINGS, sorted.map(duelCells));
}

function duelCells(duel: Duel): string[] {
	const { pace, gap, seconds, ours, best } = duel;
	const ratios = ratiosOf(duel);
	return [
		pace,
		`${gap} s`,
		String(seconds),
		lagOf(ours),
		best.lag.toFixed(2),
		ratioOf(ratios.lag),
		pollsOf(ours),
		best.polls.toFixed(1),
		ratioOf(ratios.polls),
	];
}

function scheduleTable(results: readonly Result[], spread: Spread): string {
	const own = results.filter((result) => result.spread === spread);
	const line = (name: string, figures: (result: Result) => Figures | undefined) => [
		name,
		...own.map((result) => inWords(figures(result))),
	];
	return markdownTable(
		['Schedule', ...TASK_SECONDS.map((seconds) => `${seconds} s`)],
		[
			...PEERS.map((peer) => line(peer.name, ({ peers }) => peers.get(peer))),
			...PACES.map((pace) => line(`**this node, ${pace}**`, ({ warm }) => warm[pace])),
			...PACES.map((pace) =>
				line(`nothing seen before, ${pace}`, ({ unsure }) => unsure.seen.get(0)?.[pace]),
			),
			...PACES.map((pace) =>
				line(`batch of ${BATCH.items} that begins so, ${pace}`, ({ unsure }) => unsure.batch[pace]),
			),
		],
	);
}

/** Whether the promise holds with fewer known durations. */
function unsureTable(results: readonly Result[]): string {
	const columns = SPREADS.filter(({ promised }) => promised).flatMap((spread) =>
		PACES.map((pace) => ({ spread, pace })),
	);
	const line = (name: string, ours: (result: Result) => OfPaces | undefined): string[] => [
		name,
		...columns.map(({ spread, pace }) => {
			const duels = results
				.filter((result) => result.spread === spread)
				.flatMap((result) => {
					const figures = ours(result);
					return figures ? duelsOf(result, result.unsure.peers, figures) : [];
				});
			return inRatios(worstOf(duels, pace));
		}),
	];
	return markdownTable(
		['Seen before', ...columns.map(({ spread, pace }) => `${pace}, ${spread.name}`)],
		[
			...COUNTS.map((count) =>
				line(count === 1 ? '1 task' : `${count} tasks`, ({ unsure }) => unsure.seen.get(count)),
			),
			line(`0 tasks, batch of ${BATCH.items}`, ({ unsure }) => unsure.batch),
		],
	);
}

/** The comparisons that are lost where there is no promise. */
function lostIn(duels: readonly Duel[], spread: Spread): string {
	const own = duels.filter((duel) => duel.spread === spread);
	const lost = own.filter((duel) => !isWon(duel));
	const each = lost.map(
		(duel) => `${duel.pace} for ${duel.seconds} s beside ${duel.gap} s: ${inRatios(ratiosOf(duel))}`,
	);
	return `${own.length - lost.length} of ${own.length} comparisons would be won${lost.length === 0 ? '' : `, not ${each.join('; ')}`}`;
}

const lagOf = ({ lag }: Figures): string => lag?.toFixed(2) ?? '–';
const pollsOf = ({ polls }: Figures): string => polls.toFixed(1);
const ratioOf = (ratio: number): string => ratio.toFixed(2);
const inRatios = ({ lag, polls }: Ratios): string => `${ratioOf(lag)} / ${ratioOf(polls)}`;

function inWords(figures: Figures | undefined): string {
	if (!figures) return '–';
	if (figures.lag === undefined) return 'all lost';
	const lost = figures.lost < 0.005 ? '' : ` (${Math.round(100 * figures.lost)} % lost)`;
	return `${lagOf(figures)} / ${pollsOf(figures)}${lost}`;
}

const details = (results: readonly Result[], spread: Spread): string => `<details>
<summary>All schedules, durations ${spread.name}</summary>

${scheduleTable(results, spread)}

</details>`;

const markdown = (results: readonly Result[], duels: readonly Duel[]): string => `## Polling

Each poll is a request, and the time from the task's end to the next poll is lost. Polling at equal intervals trades one for
the other: lag × requests is half of the task's length for any interval. This node remembers how long the last ${REMEMBERED} tasks
of the same kind took and polls when the end is likely, so it can have less of both. The following is a simulation in
which requests take no time.

${PLOTS.map(({ name, spread }) => `![Lag over requests of all clients for tasks of ${PLOTTED} s, durations ${spread.name}](images/${name}.svg)`).join('\n\n')}

The promise: if durations are spread evenly within ±20 % or ±50 %, and ${REMEMBERED} tasks have been seen before, Economy has less
lag **and** fewer requests than clients that poll every 15 s, Balanced than those with 7 s and 5 s, Fast than those with
2 s. The tables compare each with the least lag and with the fewest requests of any such client.

### Durations within ±20 %

${duelTable(duels, NARROW)}

### Durations within ±50 %

${duelTable(duels, WIDE)}

### Limits of the promise

- **At the start.** While nothing is known, nothing beats equal intervals: until the first task of its kind has ended, Economy
  is about level with clients that poll every 15 s, Balanced with 5 s, Fast with 2 s. For each number of tasks seen, the
  table shows the highest ratio for any task length, lag / requests. Above 1, some other client is better. Balanced is
  compared with the lag of 5 s and the requests of 7 s at once.
- **With other distributions of durations**, nothing is promised, and Wan's distribution is not published. Eight equal jobs of another
  video model took 83 to 253 s, half of them up to 105 s. With similar durations (the last table),
  ${lostIn(duels, SKEWED)}.
- **Stuck tasks** are polled less and less often, finally every 15 s, until the timeout.

${unsureTable(results)}

### All schedules

Mean lag in seconds / mean number of requests. Lost are tasks that the client gave up although they continued and were
billed. They count for the requests but not for the lag, which makes the lag look better. The batch has ${BATCH.items} items, of which the service
runs ${BATCH.places} at once.

${SPREADS.map((spread) => details(results, spread)).join('\n\n')}

### How it is computed

- ${inThousands(TRIALS)} tasks of each length and spread, the same for every schedule, each with ${REMEMBERED} earlier ones of its own; ${inThousands(FEWER_TRIALS)} where
  nothing is promised. The random numbers are seeded, so the figures are reproducible. The schedule was tuned with other seeds.
- The schedules of the other clients are taken from their published sources: see \`bench/polling/peers.ts\`.
- This node's polls come from its own code, with its jitter of ±5 % of an interval, and end at its default timeout of
  30 minutes.
`;

const inThousands = (count: number): string => count.toLocaleString('en');
