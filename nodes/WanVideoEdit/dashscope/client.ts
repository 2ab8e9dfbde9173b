import type { ConnectionFault } from './connectionFaults';
import { printableToken } from '../failure/printable';
import { isRejection, type Said, saidIn } from './errorBody';
import type { HttpResponse, HttpRequest, Send } from './http';
import { isObject, parseJson, textOf } from './json';
import { type Cleaner, cleanerOf } from './secrets';
import type { TaskId } from './taskId';
import type {
	CreateTaskBody,
	TaskResponse,
	TaskListResponse,
	TaskListRow,
	TaskOutput,
	UploadPolicyResponse,
} from './wire';

/** A response of Alibaba Cloud, classified by what it means for the caller. */
export type Reply<Body> =
	/** HTTP 2xx with the documented JSON object. `serverTime`: the `Date` header in epoch milliseconds, to the second. */
	| { readonly kind: 'ok'; readonly body: Body; readonly serverTime?: number }
	/** HTTP 4xx: rejected, nothing happened. For a create request also a gateway's error with HTTP 200. */
	| {
			readonly kind: 'refused';
			readonly httpStatus: number;
			readonly code?: string;
			readonly message?: string;
			readonly requestId?: string;
			readonly retryAfterSeconds?: number;
	  }
	/** No response, a server error, or an unreadable response. If `mayHaveArrived`, the request may have taken effect. */
	| {
			readonly kind: 'unclear';
			readonly mayHaveArrived: boolean;
			/** Only if there was no response. */
			readonly fault?: ConnectionFault;
			/** What came instead, for the middle of a sentence. */
			readonly reason: string;
			/** A gateway's error with HTTP 200 that certainly created no task. */
			readonly isRejection?: boolean;
			readonly httpStatus?: number;
			readonly code?: string;
			readonly message?: string;
			readonly requestId?: string;
			readonly retryAfterSeconds?: number;
	  };

/** Filters and page of the task list. Times are `YYYYMMDDhhmmss` in UTC+8, at most 24 hours apart (ALI-TASK). */
export interface TaskListQuery {
	readonly start_time?: string;
	readonly end_time?: string;
	readonly model_name?: string;
	readonly status?: string;
	readonly page_no: number;
	readonly page_size: number;
}

const CREATE_PATH = '/api/v1/services/aigc/video-generation/video-synthesis';
const TASKS_PATH = '/api/v1/tasks/';
const UPLOADS_PATH = '/api/v1/uploads';

const OUTPUT_TEXTS: ReadonlySet<keyof TaskOutput> = new Set([
	'task_id',
	'task_status',
	'submit_time',
	'scheduled_time',
	'end_time',
	'video_url',
	'orig_prompt',
	'actual_prompt',
	'code',
	'message',
]);

/**
 * The asynchronous task API of DashScope (SEED, ALI-TASK). Each method sends exactly one request and never
 * throws: the caller decides what to do about a reply that is not `ok`, because a query may be retried but a create
 * request must not.
 */
export class DashScope {
	/**
	 * @param baseUrl host without a trailing slash; every path below begins with `/api/v1`
	 * @param clean removes the key from every response: hosts may echo it
	 */
	constructor(
		private readonly send: Send,
		readonly baseUrl: string,
		private readonly clean: Cleaner = cleanerOf([]),
	) {}

	/** Creates a task. An accepted request is billed if the task succeeds, even if its response is lost. */
	async createTask(body: CreateTaskBody): Promise<Reply<TaskResponse>> {
		const reply = await this.callForTask({
			method: 'POST',
			// A stopped run still needs the ID of a task that it pays for.
			evenWhenStopped: true,
			url: this.baseUrl + CREATE_PATH,
			headers: {
				'X-DashScope-Async': 'enable',
				...(holdsOssLink(body) ? { 'X-DashScope-OssResourceResolve': 'enable' } : {}),
			},
			json: body,
		});
		if (reply.kind !== 'unclear' || reply.isRejection !== true) return reply;
		const { httpStatus = 200, code, message, requestId, retryAfterSeconds } = reply;
		return { kind: 'refused', httpStatus, code, message, requestId, retryAfterSeconds };
	}

	/** Status of a task. Returns `ok` for every status, including FAILED and UNKNOWN. */
	async getTask(taskId: TaskId): Promise<Reply<TaskResponse>> {
		const reply = await this.callForTask({
			method: 'GET',
			url: this.baseUrl + TASKS_PATH + taskId,
			countsAs: 'query',
		});
		const returned = reply.kind === 'ok' ? reply.body.output?.task_id : undefined;
		if (returned === undefined || returned === taskId) return reply;
		// A cache or gateway mixed up responses: this one has another task's video.
		return {
			kind: 'unclear',
			mayHaveArrived: true,
			httpStatus: 200,
			reason: 'a response about another task',
		};
	}

	/** A page of the account's tasks of the last 24 hours, newest first. Free of charge. */
	async listTasks(query: TaskListQuery): Promise<Reply<TaskListResponse>> {
		const reply = await this.call<TaskListResponse>({
			method: 'GET',
			url: this.baseUrl + TASKS_PATH,
			countsAs: 'list',
			query: { ...query },
		});
		const rows: unknown = reply.kind === 'ok' ? reply.body.data : undefined;
		if (reply.kind !== 'ok' || !Array.isArray(rows)) return reply;
		if (rows.length > MOST_ROWS) {
			const reason = `a page of ${rows.length} tasks instead of ${query.page_size}`;
			return { kind: 'unclear', mayHaveArrived: true, httpStatus: 200, reason };
		}
		return { ...reply, body: { ...reply.body, data: rows.map(withShortTexts) as TaskListRow[] } };
	}

	/** Cancels a task that is still PENDING. `evenWhenStopped` sends the request even after the run was stopped. */
	async cancelTask(taskId: TaskId, evenWhenStopped = false): Promise<Reply<TaskResponse>> {
		const reply = await this.callForTask({
			method: 'POST',
			url: `${this.baseUrl}${TASKS_PATH}${taskId}/cancel`,
			countsAs: 'cancel',
			evenWhenStopped,
		});
		if (reply.kind !== 'ok' || isConfirmed(reply.body)) return reply;
		const { code, message, request_id: requestId } = reply.body;
		return {
			kind: 'unclear',
			mayHaveArrived: true,
			httpStatus: 200,
			reason: 'a response without a confirmation',
			code: textOf(code),
			message: textOf(message),
			requestId,
		};
	}

	/** A permission to upload files for a model to Alibaba Cloud's temporary storage (ALI-UP). */
	async getUploadPolicy(model: string): Promise<Reply<UploadPolicyResponse>> {
		return await this.call<UploadPolicyResponse>({
			method: 'GET',
			url: this.baseUrl + UPLOADS_PATH,
			headers: { 'Content-Type': 'application/json' },
			query: { action: 'getPolicy', model },
		});
	}

	private async callForTask(request: HttpRequest): Promise<Reply<TaskResponse>> {
		const reply = await this.call<TaskResponse>(request);
		return reply.kind === 'ok' ? { ...reply, body: withoutMistyped(reply.body) } : reply;
	}

	private async call<Body extends { code?: string; message?: string; request_id?: string }>(
		request: HttpRequest,
	): Promise<Reply<Body>> {
		const response = await this.send(request);
		return response.kind === 'noResponse'
			? { ...response, kind: 'unclear' }
			: sorted<Body>(response, this.clean);
	}
}

function sorted<Body extends object>(response: AnyResponse, clean: Cleaner): Reply<Body> {
	const { status: httpStatus, headers } = response;
	const json = parseJson(response.text);
	const body = isObject(json) ? clean(json) : undefined;
	const said = shortened(clean(saidIn(response.text, headers, httpStatus)));
	if (httpStatus >= 200 && httpStatus < 300) {
		if (body === undefined) {
			const reason = describeText(response.text);
			return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason };
		}
		if (!isRejection(body as Readonly<Record<string, unknown>>, said))
			return { kind: 'ok', body: body as Body, ...timeOf(headers.date) };
		const reason = `HTTP ${httpStatus} with an error`;
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason, isRejection: true, ...said };
	}
	const retryAfterSeconds = secondsOf(headers['retry-after'], headers.date);
	// 408 comes from gateways that may already have forwarded the request.
	if (httpStatus >= 500 || httpStatus === 408) {
		const reason = `HTTP ${httpStatus}`;
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason, ...said, retryAfterSeconds };
	}
	return { kind: 'refused', httpStatus, ...said, retryAfterSeconds };
}

type AnyResponse = Extract<HttpResponse, { kind: 'response' }>;

/** Maximum characters kept of a response; a gateway may send a whole page. */
const MOST = { message: 2000, requestId: 128, rowText: 500 } as const;

/** Maximum rows accepted per page: twenty times as many as requested. */
const MOST_ROWS = 1000;

const shortened = ({ code, message, requestId }: Said): Said => ({
	...(code === undefined ? {} : { code: printableToken(code) }),
	...(message === undefined ? {} : { message: message.slice(0, MOST.message) }),
	...(requestId === undefined ? {} : { requestId: printableToken(requestId, MOST.requestId) }),
});

/** An unchanged row, with texts cut to fit into an item. */
const withShortTexts = (row: unknown): unknown =>
	isObject(row)
		? Object.fromEntries(
				Object.entries(row).map(([name, value]) => [
					name,
					typeof value === 'string' ? value.slice(0, MOST.rowText) : value,
				]),
			)
		: row;

/** The response to an accepted cancellation has only the request ID (ALI-TASK). */
const isConfirmed = ({ request_id, code }: TaskResponse): boolean => request_id !== undefined && !code;

/**
 * A field of the wrong type counts as missing, so that no reader of a response has to check types again, and texts
 * that are shown are cut.
 */
function withoutMistyped(response: TaskResponse): TaskResponse {
	const { output, usage, request_id, ...rest } = response;
	const requestId = textOf(request_id);
	return {
		...rest,
		...(requestId === undefined ? {} : { request_id: printableToken(requestId, MOST.requestId) }),
		...(isObject(output) ? { output: withTextsOnly(output) } : {}),
		...(isObject(usage) ? { usage } : {}),
	};
}

const withTextsOnly = (output: TaskOutput): TaskOutput =>
	Object.fromEntries(
		Object.entries(output).flatMap(([name, value]) => {
			const isText = OUTPUT_TEXTS.has(name as keyof TaskOutput);
			if (isText && textOf(value) === undefined) return [];
			if (typeof value !== 'string') return [[name, value]];
			if (name === 'code' || name === 'task_status') return [[name, printableToken(value)]];
			return [[name, name === 'message' ? value.slice(0, MOST.message) : value]];
		}),
	);

function describeText(text: string): string {
	if (text.trim() === '') return 'an empty response';
	if (/^\s*</.test(text)) return 'a web page instead of JSON';
	return 'a response with incomplete JSON';
}

/** Reads a Retry-After header: seconds, or a time by the clock of the Date header. */
function secondsOf(header: string | undefined, date: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	if (/^\d{1,5}$/.test(header.trim())) return Number(header);
	const seconds = (Date.parse(header) - Date.parse(date ?? '')) / 1000;
	return seconds >= 0 && seconds < 100_000 ? seconds : undefined;
}

function timeOf(header: string | undefined): { serverTime?: number } {
	const serverTime = Date.parse(header ?? '');
	return Number.isFinite(serverTime) ? { serverTime } : {};
}

/** Without the extra header, Alibaba Cloud does not resolve `oss://` links (ALI-UP). */
function holdsOssLink(value: unknown): boolean {
	if (typeof value === 'string') return /^oss:\/\//i.test(value);
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsOssLink);
}
