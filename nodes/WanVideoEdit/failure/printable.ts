/**
 * Characters that hide or reverse text: control characters, direction marks, and zero-width characters.
 */

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * An external text made safe for a message: one line, short, and without HTML tags, since n8n shows descriptions as HTML.
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

/** An external code, status or ID as one plain word of at most that many characters. */
export const printableToken = (text: string, mostCharacters = 80): string =>
	text
		.slice(0, mostCharacters * 4)
		.replace(/[^\w.:/…-]+/g, '_')
		.slice(0, mostCharacters);
