/** Alibaba Cloud uses UTC+8 in every region (ALI-27, ALI-TASK). */
const OFFSET_MS = 8 * 3600_000;

/** `YYYY-MM-DD HH:mm:ss.SSS`, as in responses of the task API. */
export const formatTime = (epochMs: number): string =>
	new Date(epochMs + OFFSET_MS).toISOString().replace('T', ' ').replace('Z', '');

/** `YYYY-MM-DD`, as in the folder of an upload. */
export const formatDay = (epochMs: number): string => formatTime(epochMs).slice(0, 10);

/** Parses `YYYYMMDDhhmmss`, as in the filters of the task list. Undefined if it is invalid. */
export function parseCompactTime(text: string): number | undefined {
	const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number);
	if (!parts) return undefined;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
	const utc = Date.UTC(year, month - 1, day, hour, minute, second);
	const again = new Date(utc).toISOString().replace(/\D/g, '').slice(0, 14);
	return again === text ? utc - OFFSET_MS : undefined;
}
