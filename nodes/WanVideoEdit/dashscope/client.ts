import type { ConnectionFault } from './connectionFaults';
import type { HttpAnswer, HttpRequest, Send } from './http';
import type { TaskId } from './taskId';
import type { CreateTaskBody, TaskAnswer, TaskListAnswer, TaskOutput, UploadPolicyAnswer } from './wire';

/** An answer of the provider, sorted by what it means for the caller. */
export type Reply<Body> =
	/** HTTP 2xx with the JSON object that the documents promise. `serverTime`: epoch milliseconds, whole seconds, of the header `Date`. */
	| { readonly kind: 'ok'; readonly body: Body; readonly serverTime?: number }
	/** HTTP 4xx: turned down, nothing happened. `code` and `message` are missing where a gateway answered. */
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
	/** @param baseUrl host without a trailing slash; every path below begins with `/api/v1` */
	constructor(
		private readonly send: Send,
		readonly baseUrl: string,
	) {}

	/** Creates a task. An accepted call is billed when the task succeeds, whether or not its answer arrives. */
	async createTask(body: CreateTaskBody): Promise<Reply<TaskAnswer>> {
		return await this.callForTask({
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
	}

	/** State of a task. Answers `ok` for every state, FAILED and UNKNOWN included. */
	async getTask(taskId: TaskId): Promise<Reply<TaskAnswer>> {
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
	async listTasks(query: TaskListQuery): Promise<Reply<TaskListAnswer>> {
		return await this.call<TaskListAnswer>({
			method: 'GET',
			url: this.baseUrl + TASKS_PATH,
			countsAs: 'list',
			query: { ...query },
		});
	}

	/** Cancels a task that is still PENDING. `evenWhenStopped` lets the request out after the run was stopped. */
	async cancelTask(taskId: TaskId, evenWhenStopped = false): Promise<Reply<TaskAnswer>> {
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
	async getUploadPolicy(model: string): Promise<Reply<UploadPolicyAnswer>> {
		return await this.call<UploadPolicyAnswer>({
			method: 'GET',
			url: this.baseUrl + UPLOADS_PATH,
			headers: { 'Content-Type': 'application/json' },
			query: { action: 'getPolicy', model },
		});
	}

	private async callForTask(request: HttpRequest): Promise<Reply<TaskAnswer>> {
		const reply = await this.call<TaskAnswer>(request);
		return reply.kind === 'ok' ? { ...reply, body: withoutMistyped(reply.body) } : reply;
	}

	private async call<Body extends { code?: string; message?: string; request_id?: string }>(
		request: HttpRequest,
	): Promise<Reply<Body>> {
		return sortAnswer<Body>(await this.send(request));
	}
}

function sortAnswer<Body extends { code?: string; message?: string; request_id?: string }>(
	answer: HttpAnswer,
): Reply<Body> {
	if (answer.kind === 'noAnswer') {
		return { ...answer, kind: 'unclear' };
	}
	const body = parseObject(answer.text) as Body | undefined;
	const httpStatus = answer.status;
	const said = {
		code: textOf(body?.code),
		message: textOf(body?.message),
		requestId: textOf(body?.request_id),
	};
	if (httpStatus >= 200 && httpStatus < 300) {
		if (body) return { kind: 'ok', body, ...timeOf(answer.headers.date) };
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason: describeText(answer.text) };
	}
	const retryAfterSeconds = secondsOf(answer.headers['retry-after'], answer.headers.date);
	// 408 comes from gateways that may have passed the request on already.
	if (httpStatus >= 500 || httpStatus === 408) {
		const reason = `HTTP ${httpStatus}`;
		return { kind: 'unclear', mayHaveArrived: true, httpStatus, reason, ...said, retryAfterSeconds };
	}
	return { kind: 'refused', httpStatus, ...said, retryAfterSeconds };
}

/** A cancellation that is accepted is answered with nothing but the ID of the request (ALI-TASK). */
const isConfirmed = ({ request_id, code }: TaskAnswer): boolean => request_id !== undefined && !code;

/** A field of the wrong type counts as missing, so that nobody who reads an answer has to look again. */
function withoutMistyped(answer: TaskAnswer): TaskAnswer {
	const { output, usage, request_id, ...rest } = answer;
	return {
		...rest,
		...(textOf(request_id) === undefined ? {} : { request_id }),
		...(isObject(output) ? { output: withTextsOnly(output) } : {}),
		...(isObject(usage) ? { usage } : {}),
	};
}

const withTextsOnly = (output: TaskOutput): TaskOutput =>
	Object.fromEntries(
		Object.entries(output).filter(
			([name, value]) => !OUTPUT_TEXTS.has(name as keyof TaskOutput) || textOf(value) !== undefined,
		),
	);

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): object | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function describeText(text: string): string {
	if (text.trim() === '') return 'an empty answer';
	if (/^\s*</.test(text)) return 'a web page instead of JSON';
	return 'an answer that is not complete JSON';
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

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
