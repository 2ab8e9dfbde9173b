import { randomUUID } from 'node:crypto';
import type { TaskListResponse } from '../../nodes/WanVideoEdit/dashscope/wire';
import { RETENTION_HOURS } from '../../nodes/WanVideoEdit/dashscope/models';
import { invalidParameter } from '../http/apiError';
import type { Region } from '../options';
import { parseCompactTime } from '../providerTime';
import { listRow } from './answers';
import type { TaskRecord } from './task';

const STATES = ['PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED'];
const SPAN_MS = RETENTION_HOURS * 3600_000;
const DEFAULT_PAGE_SIZE = 10;
/** No maximum is published: this is the emulator's. */
const LARGEST_PAGE = 100;

type Query = Readonly<Record<string, string | undefined>>;

/** Response of the task list (ALI-TASK). `newestFirst`: all tasks that are still kept. */
export function listAnswer(
	newestFirst: TaskRecord[],
	query: Query,
	region: Region,
	now: number,
): TaskListResponse {
	const [from, until] = period(query, now);
	const { status } = query;
	if (status !== undefined && !STATES.includes(status)) {
		throw invalidParameter(`status must be one of ${STATES.join(', ')}.`);
	}
	const pageNo = whole(query, 'page_no', 1, Number.MAX_SAFE_INTEGER);
	const pageSize = whole(query, 'page_size', DEFAULT_PAGE_SIZE, LARGEST_PAGE);
	const matching = newestFirst.filter(
		(task) =>
			task.submittedAt >= from &&
			task.submittedAt <= until &&
			(query.task_id === undefined || task.id === query.task_id) &&
			(query.model_name === undefined || task.model === query.model_name) &&
			(status === undefined || task.status === status),
	);
	return {
		total: matching.length,
		total_page: Math.ceil(matching.length / pageSize),
		page_no: pageNo,
		page_size: pageSize,
		request_id: randomUUID(),
		data: matching.slice((pageNo - 1) * pageSize, pageNo * pageSize).map((task) => listRow(task, region)),
	};
}

/** Default: the last 24 hours. The filters have whole seconds, so the end includes its second. */
function period(query: Query, now: number): [from: number, until: number] {
	const start = time(query, 'start_time');
	const end = time(query, 'end_time');
	const until = end === undefined ? now : end + 999;
	const from = start ?? until - SPAN_MS;
	if (from > until) throw invalidParameter('start_time must not be later than end_time.');
	if (until - from > SPAN_MS + 999) {
		throw invalidParameter(
			`The time between start_time and end_time must not exceed ${RETENTION_HOURS} hours.`,
		);
	}
	return [from, until];
}

function time(query: Query, name: string): number | undefined {
	const text = query[name];
	if (text === undefined) return undefined;
	const value = parseCompactTime(text);
	if (value === undefined) throw invalidParameter(`${name} must be of the form YYYYMMDDhhmmss.`);
	return value;
}

function whole(query: Query, name: string, fallback: number, most: number): number {
	const text = query[name];
	if (text === undefined) return fallback;
	const value = /^\d+$/.test(text) ? Number(text) : 0;
	if (value < 1 || value > most) throw invalidParameter(`${name} must be an integer in [1, ${most}].`);
	return value;
}
