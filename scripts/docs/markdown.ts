/** A table formatted like Prettier's, so that generated pages pass the format check. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
	const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
	const line = (row: readonly string[]) =>
		`| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
	const [first = [], ...others] = cells;
	return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** Blocks separated by empty lines; empty ones are omitted. */
export const blocks = (...texts: ReadonlyArray<string | undefined>): string =>
	`${texts.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;

export const code = (text: string): string => `\`${text}\``;

export const GENERATED =
	'<!-- Written by `npm run docs`. Change the tables in the code, or the texts in scripts/docs. -->';
