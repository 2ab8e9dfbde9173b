import { printable } from './printable';

const MOST_CHARACTERS = 80;

/** A value made safe for a message: short, one line, no HTML. */
export function quoted(value: unknown): string {
	const whole =
		typeof value === 'string' ? `"${value.slice(0, 1000)}"` : (JSON.stringify(value) ?? String(value));
	const text = printable(whole, 1000);
	return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 3)}…` : text;
}
