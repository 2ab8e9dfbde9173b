/**
 * The name of an input item in texts, e.g. "item 2". Counted from 0, like the number that n8n's editor adds to an error
 * ("[item 2]") and everything else in n8n that counts items: another number would contradict it.
 * @param items number of input items of the execution
 * @returns undefined if there is only one: then there is nothing to tell apart
 */
export const itemName = (item: number, items: number): string | undefined =>
	items > 1 ? `item ${item}` : undefined;

/** A text with what is known about it in brackets: "7f0c… (item 2, RUNNING)". */
export const withNotes = (text: string, ...notes: ReadonlyArray<string | null | undefined>): string => {
	const known = notes.filter(Boolean);
	return known.length === 0 ? text : `${text} (${known.join(', ')})`;
};

/** As the beginning of a sentence. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentence that begins with the name of its item: "Item 2: …". */
export const ofItem = (sentence: string, item: number, items: number): string => {
	const name = itemName(item, items);
	return name === undefined ? sentence : `${capitalized(name)}: ${sentence}`;
};
