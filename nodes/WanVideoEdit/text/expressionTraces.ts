// cspell:ignore undefinedness
/**
 * The text that JavaScript makes of a missing value or of an object. Only whole words match, so
 * "undefinedness" does not. In scripts that do not separate words, e.g. Chinese, any character ends a Latin
 * word.
 */
const TRACES =
	/(?<![\p{Script=Latin}\p{M}\p{N}_])(?:undefined|null|NaN)(?![\p{Script=Latin}\p{M}\p{N}_])|\[object [A-Za-z]{1,30}\]|\[native code\]|Invalid (?:Date(?:Time)?|Interval|Duration)(?!\p{L})/gu;

/**
 * Finds a trace that an expression left in a text.
 * @param typed the part of the text that was typed by hand: a word in it is intended
 */
export function traceIn(text: string, typed: string): string | undefined {
	const meant = new Map<string, number>();
	for (const word of typed.match(TRACES) ?? []) meant.set(word, (meant.get(word) ?? 0) + 1);
	const found: string[] = text.match(TRACES) ?? [];
	return found.find((trace) => {
		const left = meant.get(trace) ?? 0;
		meant.set(trace, left - 1);
		return left <= 0;
	});
}

/**
 * The same for a link. If nothing of the link was typed, its query is not checked: signatures and storage
 * services use such words, e.g. `versionId=null`.
 */
export const traceInLink = (link: string, typed: string): string | undefined =>
	traceIn(typed.trim() === '' ? link.split(/[?#]/, 1)[0]! : link, typed);
