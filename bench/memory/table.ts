import { nameOf } from './cases';
import { ratioOf, type Growth, type Row } from './figures';

export const HEADINGS = ['File', 'This node (MB)', 'Qwen Cloud node (MB)', 'Ratio'] as const;

/** The cells of a row, under `HEADINGS`. */
export function cellsOf(row: Row): string[] {
	const ratio = ratioOf(row);
	return [
		nameOf(row.transfer),
		inWords(row.growth.wan),
		inWords(row.growth.qwen),
		ratio === undefined ? '–' : `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`,
	];
}

/** The rows as lines for a terminal. */
export function table(rows: readonly Row[]): string {
	const lines = [[...HEADINGS], ...rows.map(cellsOf)];
	const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

const inWords = (growth: Growth | undefined): string =>
	growth ? `${whole(growth.median)} (${whole(growth.least)}–${whole(growth.most)})` : '–';

const whole = (megabytes: number): string => Math.round(megabytes).toLocaleString('en');
