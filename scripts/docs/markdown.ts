/** A table as Prettier writes it, so that generated pages pass the check of the format. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
	const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? '').length)));
	const line = (row: readonly string[]) =>
		`| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
	const [first = [], ...others] = cells;
	return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n');
}

/** Blocks with an empty line between them; empty ones are left out. */
export const blocks = (...texts: ReadonlyArray<string | undefined>): string =>
	`${texts.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;

export const code = (text: string): string => `\`${text}\``;

export const GENERATED =
	'<!-- Written by `npm run docs`. Change the tables in the code, or the texts in scripts/docs. -->';
