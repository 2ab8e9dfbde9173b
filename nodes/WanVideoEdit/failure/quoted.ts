/** A value as it may stand in a message: short, and without line breaks. */
export function quoted(value: unknown): string {
	const text = (typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))).replace(
		/\s+/g,
		' ',
	);
	return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
