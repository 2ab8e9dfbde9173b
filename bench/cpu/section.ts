import { join } from 'node:path';
import { barChart } from '../shared/barChart';
import { NODE_MODULES } from '../shared/peerPackage';
import { inOwnProcess } from '../shared/process';
import { startProvider, stateOf } from '../shared/provider';
import type { Section, Surroundings } from '../shared/section';
import { spreadOf, type Spread } from '../shared/spread';
import { SERIES, SUBJECTS, type Subject } from '../shared/subjects';
import { markdownTable } from '../shared/tables';
import { BAR_MS, ITEMS, SECONDS, TIME_SCALES } from './cases';
import type { Figures, Job } from './measured';

const MB = 1024 * 1024;

/** Figures of one run: milliseconds and requests per item, and memory growth in megabytes. */
interface Outcome {
	/** Without HTTP. */
	readonly own: number;
	/** Part of `own`. */
	readonly expressions: number;
	readonly total: number;
	readonly requests: number;
	readonly growth: number;
}

type Row = Readonly<Record<keyof Outcome, Spread>>;

/** CPU time and memory of a run with many items. */
export async function cpuSection({ rounds, peer, tell }: Surroundings): Promise<Section> {
	const found: Record<Subject, Outcome[]> = { wan: [], qwen: [] };
	for (let round = 1; round <= rounds; round++) {
		await Promise.all(
			SUBJECTS.map(async (subject) => {
				const outcome = await measureOnce(subject, peer);
				found[subject].push(outcome);
				const { own, expressions, total } = outcome;
				tell(
					`${ITEMS} items, round ${round}, ${subject.padEnd(4)} ${own.toFixed(2)} ms an item outside HTTP (${expressions.toFixed(2)} of it expressions), ${total.toFixed(1)} ms in all`,
				);
			}),
		);
	}
	const rows = { wan: rowOf(found.wan), qwen: rowOf(found.qwen) };
	const own = rows.wan.own.median;
	const complaints =
		own > BAR_MS ? [`${ITEMS} items: the node takes ${own.toFixed(2)} ms of CPU time an item`] : [];
	return { markdown: markdown(rows, rounds), plots: [plot(rows)], complaints };
}

async function measureOnce(subject: Subject, peer: string): Promise<Outcome> {
	const own = await figuresOf({ subject, peer });
	const provider = await startProvider({
		timeScale: TIME_SCALES[subject],
		runSeconds: SECONDS,
		// A second at the API is a few milliseconds here: query limits would be exceeded by chance.
		limits: { taskRequestsPerSecond: 10_000 },
	});
	try {
		const all = await figuresOf({ subject, peer, provider });
		const { counts, tasks } = await stateOf(provider.url);
		return {
			own: own.cpu / ITEMS,
			expressions: own.expressions / ITEMS,
			total: all.cpu / ITEMS,
			// Includes those of the warm-up, which are similar.
			requests: Object.values(counts).reduce((sum, count) => sum + count, 0) / tasks.length,
			growth: all.growth / MB,
		};
	} finally {
		await provider.close();
	}
}

async function figuresOf(job: Job): Promise<Figures> {
	const options = { flags: ['--expose-gc'], nodePath: NODE_MODULES };
	return await inOwnProcess<Figures>(join(__dirname, 'measured.ts'), job, options);
}

function rowOf(outcomes: readonly Outcome[]): Row {
	const spread = (figure: keyof Outcome) => spreadOf(outcomes.map((one) => one[figure])) as Spread;
	return {
		own: spread('own'),
		expressions: spread('expressions'),
		total: spread('total'),
		requests: spread('requests'),
		growth: spread('growth'),
	};
}

const plot = (rows: Readonly<Record<Subject, Row>>) => ({
	name: 'cpu',
	svg: barChart({
		title: 'CPU time an item in milliseconds, less is better',
		description: `CPU time an item of this node and of n8n's Qwen Cloud node, in a run with ${ITEMS} items`,
		limit: { label: `this node's limit outside HTTP, ${BAR_MS} ms` },
		digits: 1,
		groups: [
			{ label: 'Outside HTTP', limit: BAR_MS, bars: barsOf(rows, 'own') },
			{ label: 'of it, expressions', bars: barsOf(rows, 'expressions') },
			{ label: 'In all, HTTP included', bars: barsOf(rows, 'total') },
		],
	}),
});

const barsOf = (rows: Readonly<Record<Subject, Row>>, figure: keyof Outcome) =>
	SUBJECTS.map((subject) => ({ series: SERIES[subject], value: rows[subject][figure] }));

const LINES: ReadonlyArray<readonly [name: string, figure: keyof Outcome, digits: number]> = [
	['CPU time outside HTTP, an item (ms)', 'own', 2],
	['of it, n8n evaluating expressions (ms)', 'expressions', 2],
	['CPU time in all, an item (ms)', 'total', 2],
	['Requests, an item', 'requests', 1],
	['Peak memory growth of the run (MB)', 'growth', 0],
];

const markdown = ({ wan, qwen }: Readonly<Record<Subject, Row>>, rounds: number): string => `## CPU and memory

What ${ITEMS.toLocaleString('en')} items in one run cost the machine that runs n8n.

![CPU time an item, this node and n8n's Qwen Cloud node](images/cpu.svg)

${markdownTable(
	['', 'This node', 'Qwen Cloud node', 'Ratio'],
	LINES.map(([name, figure, digits]) => [
		name,
		inWords(wan[figure], digits),
		inWords(qwen[figure], digits),
		`${(qwen[figure].median / wan[figure].median).toFixed(1)} ×`,
	]),
)}

Median of ${rounds}, minimum and maximum in brackets; the ratio is the Qwen Cloud node's median over this node's. The promise is
at most ${BAR_MS} ms of CPU time an item outside HTTP.

- Each run is a new process that has only n8n's engine and one node. Some items run first, so that loading and compiling do
  not count. CPU time covers all threads, including the time in which n8n passes on the items.
- **Outside HTTP**: n8n's request helper is replaced by one that responds from memory, as Alibaba Cloud would at that
  time, and the clock skips every pause: waking up thousands of times costs extra CPU time that says nothing about a node.
  Making the responses counts for the node. So does n8n's evaluation of the expressions in the node's fields, which every
  node pays for; it is also measured separately.
- **In all**: over HTTP, with the [emulator](../emulator/README.md) in another process. Requests and memory come from this run. Memory is
  resident memory, from just before the run to its peak.
- Tasks take ${SECONDS.queue + SECONDS.run} s. Over HTTP time runs ${TIME_SCALES.wan} times faster for this node, ${TIME_SCALES.qwen} times for the Qwen Cloud node,
  which processes one item after another and would take a day and a half. At that speed a request takes several
  emulated seconds, so the node polls less often than in reality, which is to its advantage here.
- Operation Edit with a link, and Generate Video From Text, both waiting and without a download. Link and prompt are
  expressions, with another value for each item.
`;

const inWords = ({ median, least, most }: Spread, digits: number): string =>
	`${median.toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
