/** Lines for a terminal, in columns. */
export function terminalTable(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const lines = [headings, ...rows];
	const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** A table in Markdown: its first column is text, the others are figures. */
export function markdownTable(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const rule = headings.map((_, column) => (column === 0 ? '---' : '---:'));
	return [headings, rule, ...rows].map(line).join('\n');
}
