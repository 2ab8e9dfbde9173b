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

/** An answer of the provider, sorted by what it means for the caller. */
export type Reply<Body> =
	/** HTTP 2xx with the JSON object that the documents promise. `serverTime`: epoch milliseconds, whole seconds, of the header `Date`. */
	| { readonly kind: 'ok'; readonly body: Body; readonly serverTime?: number }
	/** HTTP 4xx: rejected, nothing happened. For a create call also the error of a gateway with HTTP 200. */
	| {
			readonly kind: 'refused';
			readonly httpStatus: number;
			readonly code?: string;
			readonly message?: string;
			readonly requestId?: string;
			readonly retryAfterSeconds?: number;
	  }
	/** No answer, a server's fault, or one that cannot be read. Whether anything happened is open if `mayHaveArrived`. */
	| {
			readonly kind: 'unclear';
			readonly mayHaveArrived: boolean;
			/** Only where no answer came. */
			readonly fault?: ConnectionFault;
			/** What came instead, in words. */
			readonly reason: string;
			/** The error of a gateway with HTTP 200, which has created no task for certain. */
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
 * throws: what to do about a reply that is not `ok` is the caller's decision, since a create call must not
 * be repeated where a query may.
 */
export class DashScope {
	/**
	 * @param baseUrl host without a trailing slash; every path below begins with `/api/v1`
	 * @param clean takes the key out of every answer: hosts repeat what they were sent
	 */
	constructor(
		private readonly send: Send,
		readonly baseUrl: string,
		private readonly clean: Cleaner = cleanerOf([]),
	) {}

	/** Creates a task. An accepted call is billed when the task succeeds, whether or not its answer arrives. */
	async createTask(body: CreateTaskBody): Promise<Reply<TaskResponse>> {
		const reply = await this.callForTask({
			method: 'POST',
			// A stopped run must still learn the ID of a task that it pays for.
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

	/** State of a task. Answers `ok` for every state, FAILED and UNKNOWN included. */
	async getTask(taskId: TaskId): Promise<Reply<TaskResponse>> {
		const reply = await this.callForTask({
			method: 'GET',
			url: this.baseUrl + TASKS_PATH + taskId,
			countsAs: 'query',
		});
		const told = reply.kind === 'ok' ? reply.body.output?.task_id : undefined;
		if (told === undefined || told === taskId) return reply;
		// A cache or a gateway on the way mixed answers up: the video in it would be another one.
		return { kind: 'unclear', mayHaveArrived: true, httpStatus: 200, reason: 'an answer about another task' };
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
			const reason = `a page of ${rows.length} tasks, where ${query.page_size} were asked for`;
			return { kind: 'unclear', mayHaveArrived: true, httpStatus: 200, reason };
		}
		return { ...reply, body: { ...reply.body, data: rows.map(withShortTexts) as TaskListRow[] } };
	}

	/** Cancels a task that is still PENDING. `evenWhenStopped` lets the request out after the run was stopped. */
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
			reason: 'an answer that does not confirm it',
			code: textOf(code),
			message: textOf(message),
			requestId,
		};
	}

	/** A permission to put files for a model into the provider's temporary storage (ALI-UP). */
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
		const answer = await this.send(request);
		return answer.kind === 'noAnswer' ? { ...answer, kind: 'unclear' } : sorted<Body>(answer, this.clean);
	}
}

function sorted<Body extends object>(answer: Answered, clean: Cleaner): Reply<Body> {
	const { status: httpStatus, headers } = answer;
	const json = parseJson(answer.text);
	const body = isObject(json) ? clean(json) : undefined;
	const said = shortened(clean(saidIn(answer.text, headers, httpStatus)));
	if (httpStatus >= 200 && httpStatus < 300) {
		if (body === undefined) {
			const reason = describeText(answer.text);
			return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason };
		}
		if (!isRejection(body as Readonly<Record<string, unknown>>, said))
			return { kind: 'ok', body: body as Body, ...timeOf(headers.date) };
		const reason = `HTTP ${httpStatus} with an error${said.code === undefined ? '' : `, ${said.code}`}`;
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason, isRejection: true, ...said };
	}
	const retryAfterSeconds = secondsOf(headers['retry-after'], headers.date);
	// 408 comes from gateways that may have passed the request on already.
	if (httpStatus >= 500 || httpStatus === 408) {
		const reason = `HTTP ${httpStatus}`;
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason, ...said, retryAfterSeconds };
	}
	return { kind: 'refused', httpStatus, ...said, retryAfterSeconds };
}

type Answered = Extract<HttpResponse, { kind: 'answered' }>;

/** Characters of what an answer says; a gateway may send a whole page. */
const MOST = { message: 2000, requestId: 128, rowText: 500 } as const;

/** Rows of a page that are taken: twenty times as many as are asked for. */
const MOST_ROWS = 1000;

const shortened = ({ code, message, requestId }: Said): Said => ({
	...(code === undefined ? {} : { code: printableToken(code) }),
	...(message === undefined ? {} : { message: message.slice(0, MOST.message) }),
	...(requestId === undefined ? {} : { requestId: printableToken(requestId, MOST.requestId) }),
});

/** A row as it came, with texts that fit into an item. */
const withShortTexts = (row: unknown): unknown =>
	isObject(row)
		? Object.fromEntries(
				Object.entries(row).map(([name, value]) => [
					name,
					typeof value === 'string' ? value.slice(0, MOST.rowText) : value,
				]),
			)
		: row;

/** A cancellation that is accepted is answered with nothing but the ID of the request (ALI-TASK). */
const isConfirmed = ({ request_id, code }: TaskResponse): boolean => request_id !== undefined && !code;

/**
 * A field of the wrong type counts as missing, so that nobody who reads an answer has to look again, and what is
 * shown of it is short.
 */
function withoutMistyped(answer: TaskResponse): TaskResponse {
	const { output, usage, request_id, ...rest } = answer;
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
	if (text.trim() === '') return 'an empty answer';
	if (/^\s*</.test(text)) return 'a web page instead of JSON';
	return 'an answer that is not complete JSON';
}

/** Of a header Retry-After: seconds, or a time by the clock of the header Date. */
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

/** Without the extra header the provider does not resolve `oss://` links (ALI-UP). */
function holdsOssLink(value: unknown): boolean {
	if (typeof value === 'string') return /^oss:\/\//i.test(value);
	return typeof value === 'object' && value !== null && Object.values(value).some(holdsOssLink);
}
