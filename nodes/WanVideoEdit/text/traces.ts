/**
 * What JavaScript makes of a value that is missing or has no text of its own. Words count by themselves only:
 * "undefinedness" is no trace. Scripts that do not part words, e.g. Chinese, end a Latin word.
 */
const TRACES =
	/(?<![\p{Script=Latin}\p{M}\p{N}_])(?:undefined|null|NaN)(?![\p{Script=Latin}\p{M}\p{N}_])|\[object [A-Z][A-Za-z]{0,30}\]|Invalid Date(?:Time)?(?!\p{L})/gu;

/**
 * A trace that an expression left in a text.
 * @param typed what of it was typed by hand: a word that stands there is meant
 */
export function traceIn(text: string, typed: string): string | undefined {
	const meant: string[] = typed.match(TRACES) ?? [];
	const left: string[] = text.match(TRACES) ?? [];
	return left.find((trace) => {
		const index = meant.indexOf(trace);
		if (index < 0) return true;
		meant.splice(index, 1);
		return false;
	});
}

/**
 * The same for a link. Its query is left alone unless some of the link was typed: signatures and storages write such
 * words, e.g. `versionId=null`.
 */
export const traceInLink = (link: string, typed: string): string | undefined =>
	traceIn(typed.trim() === '' ? link.split(/[?#]/, 1)[0]! : link, typed);
