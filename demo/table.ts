import { inSeconds } from './figures';
import { isGood, type ModeResult } from './results';

/** The results as lines for a terminal. */
export function table(results: readonly ModeResult[]): string {
	const labels = results.find(({ figures }) => figures.length > 0)?.figures.map(({ label }) => label) ?? [];
	const rows = [
		['', 'Mode', ...labels, 'Task', 'Node'],
		...results.map((result) => [
			isGood(result) ? '✓' : '✗',
			result.mode.name,
			...labels.map((label) => result.figures.find((figure) => figure.label === label)?.measured ?? '–'),
			result.task ? inSeconds(result.task.taskSeconds) : '–',
			result.task ? inSeconds(result.task.nodeSeconds) : '–',
		]),
	];
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** The problems, one line each. */
export const complaints = (results: readonly ModeResult[]): string[] =>
	results.flatMap(({ mode, problem, figures }) => [
		...(problem === undefined ? [] : [`${mode.name}: ${problem}`]),
		...figures
			.filter(({ kept }) => !kept)
			.map(
				({ label, measured, promised }) =>
					`${mode.name}: ${label} is ${measured}, the mode promises ${promised}`,
			),
	]);
