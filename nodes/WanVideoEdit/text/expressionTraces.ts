// cspell:ignore undefinedness
/**
 * What JavaScript makes of a value that is missing or has no text of its own. Words count by themselves only:
 * "undefinedness" is no trace. Scripts that do not part words, e.g. Chinese, end a Latin word.
 */
const TRACES =
	/(?<![\p{Script=Latin}\p{M}\p{N}_])(?:undefined|null|NaN)(?![\p{Script=Latin}\p{M}\p{N}_])|\[object [A-Za-z]{1,30}\]|\[native code\]|Invalid (?:Date(?:Time)?|Interval|Duration)(?!\p{L})/gu;

/**
 * A trace that an expression left in a text.
 * @param typed what of it was typed by hand: a word that stands there is meant
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
 * The same for a link. Its query is left alone unless some of the link was typed: signatures and storages write such
 * words, e.g. `versionId=null`.
 */
export const traceInLink = (link: string, typed: string): string | undefined =>
	traceIn(typed.trim() === '' ? link.split(/[?#]/, 1)[0]! : link, typed);
