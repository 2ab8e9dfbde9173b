const LONGEST = 80;

/** A value as it may stand in a message: short, and without line breaks. */
export function quoted(value: unknown): string {
	const whole = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
	// White space shrinks: of a text that begins with pages of it nothing else is shown.
	const text = whole.slice(0, 20 * LONGEST).replace(/\s+/g, ' ');
	return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}…` : text;
}
