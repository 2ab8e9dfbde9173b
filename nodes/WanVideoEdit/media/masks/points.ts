import type { Fault } from '../fault';
import type { Point } from './shapes';

/** More than any outline needs; a form field may hold anything. */
const MOST_CHARACTERS = 20_000;
const MOST_POINTS = 1_000;
/** Characters of a wrong word to quote. */
const QUOTED = 20;

const EXAMPLE = "corners as 'x,y' in percent, e.g. 10,20 50,80 90,20";
const WRITE_PAIRS =
	'Write each corner as two numbers from 0 to 100, with a decimal point if needed, and a space between corners.';

/**
 * Corners of a polygon from text, e.g. `10,20 50,80 90,20`. Commas, semicolons, spaces, line breaks, brackets and
 * percent signs all separate numbers, so lists of n8n expressions and copied coordinates work too. Whether the numbers
 * make sense is checked by `shapeFault`.
 */
export function parsePoints(text: string): { readonly points: readonly Point[] } | { readonly fault: Fault } {
	if (text.length > MOST_CHARACTERS) {
		return refused(
			`has ${text.length.toLocaleString('en-US')} characters of corners`,
			`up to ${MOST_CHARACTERS.toLocaleString('en-US')}`,
			'Use fewer corners: the mask grows a little anyway.',
		);
	}
	const words = text.split(/[\s,;()[\]{}%]+/).filter((word) => word !== '');
	const wrong = words.find((word) => !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(word));
	if (wrong !== undefined) {
		const quoted = wrong.length > QUOTED ? `${wrong.slice(0, QUOTED)}…` : wrong;
		return refused(`has '${quoted}' among its corners`, EXAMPLE, WRITE_PAIRS);
	}
	if (words.length % 2 === 1) {
		return refused(`has ${words.length} numbers, so one corner is incomplete`, EXAMPLE, WRITE_PAIRS);
	}
	if (words.length > 2 * MOST_POINTS) {
		return refused(
			`has ${(words.length / 2).toLocaleString('en-US')} corners`,
			`up to ${MOST_POINTS.toLocaleString('en-US')}`,
			'Use fewer corners: a tracking mask follows the outline of the object by itself.',
		);
	}
	const numbers = words.map(Number);
	return {
		points: Array.from({ length: numbers.length / 2 }, (_, index): Point => [
			numbers[2 * index] ?? 0,
			numbers[2 * index + 1] ?? 0,
		]),
	};
}

const refused = (is: string, takes: string, advice: string) => ({ fault: { is, takes, advice } });
