/**
 * Epoch milliseconds of a date and time text. A text without a zone is in `zone` (an IANA name), as n8n's date
 * fields return it. NaN if it is not a valid time.
 */
export function epochOf(text: string, zone: string): number {
	if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return NaN;
	if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text)) return Date.parse(text);
	const wanted = Date.parse(`${text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')}Z`);
	return Number.isNaN(wanted) ? NaN : wanted - offsetOf(zone, wanted - offsetOf(zone, wanted));
}

/** Offset of a zone from UTC in milliseconds, at a moment. */
function offsetOf(zone: string, moment: number): number {
	const shown = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'medium',
	}).format(moment);
	return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(moment / 1000) * 1000;
}
