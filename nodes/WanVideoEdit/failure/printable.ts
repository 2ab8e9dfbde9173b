/**
 * Characters that hide or turn what is written: control characters, marks of direction, and those without width.
 */

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * A text from outside as it may stand in a message: on one line, short, and without anything that n8n, which shows
 * descriptions as HTML, would take for a tag.
 */
export function printable(text: string, mostCharacters: number): string {
	const clean = text
		.slice(0, mostCharacters * 4)
		.replace(INVISIBLE, ' ')
		.replace(/ {2,}/g, ' ')
		.replaceAll('<', '‹')
		.replaceAll('>', '›')
		.replace(/&(?=#?\w{1,30};)/g, '＆')
		.trim();
	return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters)}…` : clean;
}

/** A code, a state or an ID from outside: one plain word of no more characters than this. */
export const printableToken = (text: string, mostCharacters = 80): string =>
	text
		.slice(0, mostCharacters * 4)
		.replace(/[^\w.:/…-]+/g, '_')
		.slice(0, mostCharacters);
