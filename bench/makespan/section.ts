import { join } from 'node:path';
import { barChart } from '../shared/barChart';
import { inOwnProcess } from '../shared/process';
import { NODE_MODULES } from '../shared/peerPackage';
import { startProvider } from '../shared/provider';
import type { Section, Surroundings } from '../shared/section';
import { spreadOf, type Spread } from '../shared/spread';
import { SERIES, SUBJECTS, type Subject } from '../shared/subjects';
import { markdownTable } from '../shared/tables';
import type { Figures, Job } from './batch';
import { BAR, boundOf, CASES, ITEMS, taskSeconds, type Case } from './cases';

/**
 * Speed-up of the clock. At this factor, a request of a few milliseconds takes about as much API time as a
 * real one. If it were much higher, the benchmark would measure this machine instead of the nodes.
 */
const TIME_SCALE = 30;

interface Row {
	readonly of: Case;
	readonly seconds: Readonly<Record<Subject, Spread>>;
	readonly requests: Readonly<Record<Subject, Spread>>;
}

/** How long a batch takes, compared with the minimum under the API's limits and with n8n's own node. */
export async function makespanSection({ rounds, peer, tell }: Surroundings): Promise<Section> {
	const found = CASES.map((of) => ({ of, wan: [] as Figures[], qwen: [] as Figures[] }));
	for (let round = 1; round <= rounds; round++) {
		// All at once, each with its own API: they mostly wait, and other load on the machine affects all
		// equally.
		const runs = found.flatMap((one) => SUBJECTS.map((subject) => ({ one, subject })));
		await Promise.all(
			runs.map(async ({ one, subject }) => {
				const figures = await measureOnce(one.of, subject === 'qwen' ? peer : undefined);
				one[subject].push(figures);
				const times = (figures.seconds / boundOf(one.of)).toFixed(3);
				tell(
					`${one.of.name}, round ${round}, ${subject.padEnd(4)} ${times} × the bound, ${figures.requests} requests`,
				);
			}),
		);
	}
	const rows = found.map(({ of, wan, qwen }): Row => {
		const both = (figure: keyof Figures) => ({ wan: spread(wan, figure), qwen: spread(qwen, figure) });
		return { of, seconds: both('seconds'), requests: both('requests') };
	});
	const complaints = rows
		.filter((row) => timesBound(row, 'wan') > BAR)
		.map((row) => `${row.of.name}: ${ITEMS} items take ${timesBound(row, 'wan').toFixed(3)} × the bound`);
	return { markdown: markdown(rows, rounds), plots: [plot(rows)], complaints };
}

const spread = (figures: readonly Figures[], figure: keyof Figures): Spread =>
	spreadOf(figures.map((one) => one[figure])) as Spread;

async function measureOnce(of: Case, peer: string | undefined): Promise<Figures> {
	const { submitsPerSecond, concurrentTasks, seconds } = of;
	const provider = await startProvider({
		timeScale: TIME_SCALE,
		runSeconds: seconds,
		// The text-to-video model gets the same limits: its own are not published.
		limits: { submitsPerSecond, concurrentTasks },
	});
	try {
		const job: Job = { provider, of, ...(peer === undefined ? {} : { peer }) };
		return await inOwnProcess<Figures>(join(__dirname, 'batch.ts'), job, { nodePath: NODE_MODULES });
	} finally {
		await provider.close();
	}
}

const timesBound = ({ of, seconds }: Row, subject: Subject): number => seconds[subject].median / boundOf(of);

const HEADINGS = [
	'Limits',
	'Task (s)',
	'Bound (min)',
	'This node (min)',
	'of the bound',
	'Qwen Cloud node (min)',
	'of the bound',
	'Ratio',
	'Requests, this node',
	'Requests, Qwen Cloud node',
];

function cellsOf(row: Row): string[] {
	const { of, seconds, requests } = row;
	return [
		of.name,
		String(taskSeconds(of)),
		minutes(boundOf(of)),
		minutes(seconds.wan.median),
		`${timesBound(row, 'wan').toFixed(3)} ×`,
		minutes(seconds.qwen.median),
		`${timesBound(row, 'qwen').toFixed(2)} ×`,
		`${(seconds.qwen.median / seconds.wan.median).toFixed(1)} ×`,
		String(requests.wan.median),
		String(requests.qwen.median),
	];
}

const minutes = (seconds: number): string => (seconds / 60).toFixed(1);

const plot = (rows: readonly Row[]) => ({
	name: 'makespan',
	svg: barChart({
		title: `Minutes for a batch of ${ITEMS} videos, less is better`,
		description: `Minutes for ${ITEMS} videos with this node and with n8n's Qwen Cloud node`,
		limit: { label: 'the least that the limits allow' },
		digits: 1,
		groups: rows.map(({ of, seconds }) => ({
			label: of.name,
			limit: boundOf(of) / 60,
			bars: SUBJECTS.map((subject) => {
				const { median, least, most } = seconds[subject];
				return {
					series: SERIES[subject],
					value: { median: median / 60, least: least / 60, most: most / 60 },
				};
			}),
		})),
	}),
});

const markdown = (rows: readonly Row[], rounds: number): string => `## Many videos at once

How long a batch of ${ITEMS} items takes from the start of the workflow to its end, compared with Alibaba Cloud's limits.

![Minutes for ${ITEMS} videos with this node and with n8n's Qwen Cloud node](images/makespan.svg)

${markdownTable(HEADINGS, rows.map(cellsOf))}

Median of ${rounds}. The limits are Alibaba Cloud's: create requests per second, and tasks processed at once. The first
row is VACE, the second Wan 2.7. The **bound** is the minimum time of any batch: the number of rounds that ${ITEMS} tasks
need in the available slots, times the length of a task. The promise is at most ${BAR} × the bound. "Ratio" is the
Qwen Cloud node's time over this node's.

- The real node in n8n's engine, against the [emulator](../emulator/README.md) over HTTP, in another process. Time runs
  ${TIME_SCALE} times faster for both; the minutes are emulated time. All tasks of a row take equally long. The node has seen no
  task before and uses its default settings.
- n8n's Qwen Cloud node processes one item after another and polls every 15 s. It runs as published; its process has a
  \`setTimeout\` that is ${TIME_SCALE} times shorter, and it uses no other clock. The emulator has a model for its operation Generate
  Video From Text only (\`wan2.6-t2v\`), which gets the same limits and the same task length here. Its field Resolution is
  left empty because the emulator's model takes sizes. Neither node downloads a video.
- Requests are all requests sent: creates, queries and lists. Balanced, the default, is compared with clients that poll every
  5 or 7 s (below). Compared with one that polls every 15 s it may send more requests, as in the row of VACE, and it gets
  its videos sooner. For fewer requests, use Economy.
`;
