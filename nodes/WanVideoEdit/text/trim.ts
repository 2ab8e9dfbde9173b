/**
 * Trims certain characters. A pattern like /x+$/ would take quadratic time, because it starts again at every
 * x.
 */

/** @param cut matches one character to remove */
export function trimEnd(text: string, cut: RegExp): string {
	let end = text.length;
	while (end > 0 && cut.test(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}

/** @param cut matches one character to remove */
export function trimBoth(text: string, cut: RegExp): string {
	const left = trimEnd(text, cut);
	let start = 0;
	while (start < left.length && cut.test(left.charAt(start))) start++;
	return left.slice(start);
}
