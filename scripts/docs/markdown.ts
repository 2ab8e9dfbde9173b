/** Blocks separated by empty lines; empty ones are omitted. */
export const blocks = (...texts: ReadonlyArray<string | undefined>): string =>
	`${texts.filter((text) => text !== undefined && text !== '').join('\n\n')}\n`;

/** A list. An entry may have lines of its own, such as an inner list. */
export const list = (entries: readonly string[]): string =>
	entries.map((entry) => `- ${entry.replaceAll('\n', '\n  ')}`).join('\n');

export const code = (text: string): string => `\`${text}\``;

export const GENERATED =
	'<!-- Written by `npm run docs`. Change the tables in the code, or the texts in scripts/docs. -->';
