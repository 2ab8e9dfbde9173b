import { RETENTION_HOURS } from './models';
import { isoFromProvider } from './time';
import { TASK_STATUSES, type TaskResponse, type TaskStatus, type TaskUsage } from './wire';

/** Parses a status. Undefined for an undocumented one. */
export const statusOf = (text: string | undefined): TaskStatus | undefined =>
	TASK_STATUSES.find((status) => status === text?.toUpperCase());

const ENDED_FREE: ReadonlySet<TaskStatus | undefined> = new Set<TaskStatus>([
	'FAILED',
	'CANCELED',
	'CANCELLED',
	'UNKNOWN',
]);

/** Whether the status is final and means that the task costs nothing (ALI-TASK). */
export const hasEndedFree = (status: string | undefined): boolean => ENDED_FREE.has(statusOf(status));

/** Whether the status is final. */
export const hasEnded = (status: string | undefined): boolean =>
	statusOf(status) === 'SUCCEEDED' || hasEndedFree(status);

/**
 * Seconds that are billed: `duration` of wan2.7 is input + output, VACE counts only the output (ALI-27,
 * ALI-VACE).
 */
export function billedSecondsOf(usage: TaskUsage | undefined): number | null {
	const seconds = usage?.duration ?? usage?.video_duration;
	return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : null;
}

/**
 * When a result link expires: its own `Expires` if it has one, otherwise 24 hours after the end of the task
 * (SEED). ISO 8601; null if neither is known.
 */
export function linkExpiryOf(response: TaskResponse): string | null {
	const link = response.output?.video_url;
	if (link === undefined) return null;
	const expires = URL.canParse(link) ? Number(new URL(link).searchParams.get('Expires') ?? NaN) : NaN;
	if (Number.isFinite(expires) && expires > 0 && expires < 8.64e12)
		return new Date(expires * 1000).toISOString();
	const end = isoFromProvider(response.output?.end_time);
	return end === null ? null : new Date(Date.parse(end) + RETENTION_MS).toISOString();
}

const RETENTION_MS = RETENTION_HOURS * 3_600_000;

/**
 * Seconds for which a successful task ran, by Alibaba Cloud's clock: without its time in the queue, if the response tells
 * that. 0 if unknown.
 */
export function secondsTaken({ output }: TaskResponse): number {
	if (statusOf(output?.task_status) !== 'SUCCEEDED') return 0;
	const whole = secondsBetween(output?.submit_time, output?.end_time) ?? 0;
	const queued = secondsBetween(output?.submit_time, output?.scheduled_time) ?? 0;
	return queued < whole ? whole - queued : whole;
}

/** Seconds that a task waited in the queue until it started. Undefined if it has not started, or that is not known. */
export const secondsQueued = ({ output }: TaskResponse): number | undefined =>
	secondsBetween(output?.submit_time, output?.scheduled_time);

/** Both are Alibaba Cloud's: whatever its clock says, the difference is right. Undefined if it is unknown or negative. */
function secondsBetween(from: string | undefined, until: string | undefined): number | undefined {
	const [begin, end] = [from, until].map((time) => Date.parse(isoFromProvider(time) ?? ''));
	const seconds = ((end ?? NaN) - (begin ?? NaN)) / 1000;
	return seconds >= 0 ? seconds : undefined;
}
