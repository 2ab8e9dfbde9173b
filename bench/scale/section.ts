import { join } from 'node:path';
import { inOwnProcess } from '../shared/process';
import type { Section, Surroundings } from '../shared/section';
import { spreadOf, type Spread } from '../shared/spread';
import { markdownTable } from '../shared/tables';
import { CPU_BAR_MS, ITEMS, LABELS, OPERATIONS, STOP_BAR_MS, STOPS, STRETCH_BAR_MS } from './cases';
import type { Figures, Job } from './measured';

const MB = 1024 * 1024;

interface Case {
	readonly label: string;
	readonly job: Job;
}

const CASES: readonly Case[] = [
	...OPERATIONS.map((operation) => ({ label: LABELS[operation], job: { operation, items: ITEMS } })),
	...STOPS.map((stopAfterMs) => ({
		label: `${LABELS.edit}, Stop after ${stopAfterMs / 1000} s`,
		job: { operation: 'edit', items: ITEMS, stopAfterMs } as const,
	})),
];

type Row = Readonly<Record<keyof Figures, Spread>>;

/**
 * The effect of many items in one run on n8n: blocking of the event loop, response time of Stop, CPU and
 * memory.
 */
export async function scaleSection({ rounds, tell }: Surroundings): Promise<Section> {
	const rows: Array<Case & { readonly row: Row }> = [];
	for (const one of CASES) {
		const found: Figures[] = [];
		for (let round = 1; round <= rounds; round++) {
			const file = join(__dirname, 'measured.ts');
			found.push(await inOwnProcess<Figures>(file, one.job, { flags: ['--expose-gc'] }));
		}
		const row = rowOf(found);
		rows.push({ ...one, row });
		tell(
			`${one.label.padEnd(28)} longest stretch ${row.stretch.median.toFixed(0)} ms, CPU ${(row.cpu.median / ITEMS).toFixed(2)} ms an item, Stop ${row.stopped.median.toFixed(0)} ms`,
		);
	}
	const complaints = rows.flatMap(({ label, job, row }) => complaintsOf(label, job, row));
	return { markdown: markdown(rows, rounds), plots: [], complaints };
}

function rowOf(found: readonly Figures[]): Row {
	const spread = (figure: keyof Figures) => spreadOf(found.map((one) => one[figure])) as Spread;
	return {
		stretch: spread('stretch'),
		cpu: spread('cpu'),
		stopped: spread('stopped'),
		growth: spread('growth'),
		created: spread('created'),
	};
}

function complaintsOf(label: string, { stopAfterMs }: Job, { stretch, cpu, stopped }: Row): string[] {
	const complaints: string[] = [];
	const demand = (value: number, most: number, what: string) => {
		if (value > most)
			complaints.push(`${ITEMS} items, ${label}: ${what} ${value.toFixed(1)} ms, at most ${most}`);
	};
	demand(stretch.median, STRETCH_BAR_MS, 'the event loop stands for');
	if (stopAfterMs === undefined) demand(cpu.median / ITEMS, CPU_BAR_MS, 'an item takes');
	else demand(stopped.most, STOP_BAR_MS, 'Stop takes');
	return complaints;
}

const inWords = ({ median, least, most }: Spread, unit = 1, digits = 0): string =>
	`${(median / unit).toFixed(digits)} (${(least / unit).toFixed(digits)}–${(most / unit).toFixed(digits)})`;

const markdown = (
	rows: ReadonlyArray<Case & { readonly row: Row }>,
	rounds: number,
): string => `## Very many items

What ${ITEMS.toLocaleString('en')} items in one run do to n8n, whose editor and webhooks run on the same thread.

${markdownTable(
	[
		'Run',
		'Longest stretch of the event loop (ms)',
		'CPU time, an item (ms)',
		'Peak memory growth (MB)',
		'From Stop to the end (ms)',
		'Tasks created',
	],
	rows.map(({ label, job, row }) => [
		label,
		inWords(row.stretch),
		job.stopAfterMs === undefined ? inWords(row.cpu, ITEMS, 2) : '',
		inWords(row.growth, MB),
		job.stopAfterMs === undefined ? '' : inWords(row.stopped),
		String(row.created.median),
	]),
)}

Median of ${rounds}, minimum and maximum in brackets. The promises: the event loop is never blocked for more than ${STRETCH_BAR_MS} ms at a time, an item takes
at most ${CPU_BAR_MS} ms of CPU time, and a Stop ends the run within ${STOP_BAR_MS / 1000} s.

- Each run is a new process with n8n's engine and this node. The measurement starts and ends with the node: the time in which
  n8n passes on the items does not count, its evaluation of the node's fields does.
- Responses come from memory. In runs without Stop, the clock skips every pause, so that hours of work take seconds and the
  stretches are no shorter than in reality. In runs with Stop, time is real.
- Garbage collection counts, since it blocks the loop as well.
`;
