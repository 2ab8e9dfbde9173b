/** Alibaba Cloud writes times in UTC+8 in every region (ALI-27, ALI-VACE). */
const OFFSET = '+08:00';
const OFFSET_MS = 8 * 3_600_000;

/** `2026-11-20 10:15:03.114` → `2026-11-20T02:15:03.114Z`. Null if it is not such a time. */
export function isoFromProvider(text: string | undefined): string | null {
	const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)(Z|[+-]\d{2}:\d{2})?$/.exec(
		text ?? '',
	);
	return match ? isoFromEpoch(Date.parse(`${match[1]}T${match[2]}${match[3] ?? OFFSET}`)) : null;
}

/** Epoch milliseconds → ISO 8601 in UTC. Null if it is not a time. */
export function isoFromEpoch(ms: number | undefined): string | null {
	if (ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
	return new Date(ms).toISOString();
}

/** Epoch milliseconds → `YYYYMMDDhhmmss` in UTC+8, the format of the task list's parameters. */
export const toListTime = (ms: number): string =>
	new Date(ms + OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14);
