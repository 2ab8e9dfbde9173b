import type { Spread } from '../shared/spread';
import { terminalTable } from '../shared/tables';
import { nameOf } from './cases';
import { ratioOf, type Row } from './figures';

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
export const table = (rows: readonly Row[]): string => terminalTable(HEADINGS, rows.map(cellsOf));

const inWords = (growth: Spread | undefined): string =>
	growth ? `${whole(growth.median)} (${whole(growth.least)}–${whole(growth.most)})` : '–';

const whole = (megabytes: number): string => Math.round(megabytes).toLocaleString('en');
