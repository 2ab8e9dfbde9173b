import { isObject, parseJson, textOf } from './json';

/** What an answer says went wrong, in its own words. */
export interface Said {
	readonly code?: string;
	readonly message?: string;
	readonly requestId?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Names under which an error's parts stand, the surest first. DashScope: code, message, request_id (ALI-ERR).
 * Alibaba Cloud's RPC: Code, Message, RequestId. one-api, new-api, LiteLLM, Azure: error.{message, code, type}.
 * Kong, Azure API Management: message. FastAPI: detail. RFC 9457: title, detail. OAuth: error, error_description.
 * Cloudflare and JSON:API: errors[]. APISIX, Baidu: error_msg, error_code. Apigee: fault.faultstring.
 */
const CODES = ['code', 'Code', 'error_code', 'errorCode', 'ErrorCode', 'errcode', 'errorcode', 'err_code'];
const MESSAGES = [
	...[
		'message',
		'Message',
		'msg',
		'Msg',
		'error_msg',
		'error_message',
		'errorMessage',
		'ErrorMessage',
		'errmsg',
	],
	...['err_msg', 'error_description', 'faultstring', 'detail', 'details', 'description', 'reason', 'title'],
];
const REQUEST_IDS = ['request_id', 'RequestId', 'requestId', 'requestID', 'trace_id'];
/** Where the error is one level further down. */
const ENVELOPES = ['error', 'Error', 'errors', 'Response', 'fault', 'detail', 'err', 'data'];
/** Headers of gateways: Alibaba Cloud's API Gateway says it there only. */
const CODE_HEADERS = ['x-ca-error-code'];
const MESSAGE_HEADERS = ['x-ca-error-message'];
const ID_HEADERS = ['x-request-id', 'x-ca-request-id', 'x-acs-request-id', 'cf-ray'];

/** Deeper than any of those shapes. */
const DEEPEST = 4;
/** Entries of a list of errors that are named. */
const MOST_ENTRIES = 3;
/** Of a text that is no JSON, what is looked at. */
const MOST_CHARACTERS = 20_000;

/** Code and words of an answer that is an error, in any of the shapes that gateways send. */
export function saidIn(text: string, headers: Readonly<Record<string, string>>, httpStatus: number): Said {
	const json = parseJson(text);
	const body = json === undefined ? saidInText(text.slice(0, MOST_CHARACTERS)) : saidInJson(json, 0);
	const { code, message, requestId } = { ...saidInHeaders(headers), ...present(body) };
	// A number without words says nothing, nor does one that repeats the HTTP status.
	const isEmpty = code === String(httpStatus) || (message === undefined && /^\d+$/.test(code ?? ''));
	return present({ code: isEmpty ? undefined : code, message, requestId });
}

/** Words of a gateway that has passed the request on, or may have. */
const PASSED_ON =
	/time.?out|timed.?out|upstream|gateway|internal|unavailable|overload|server.?error|unknown|network|超时|内部|上游/i;

const TASK_FIELDS = [
	'output',
	'task_id',
	'taskId',
	'task_status',
	'id',
	'usage',
	'video_url',
	'results',
	'task',
];

/** Codes of gateways for "all is well". */
const ALL_WELL = /^(0|200|ok|success|null)$/i;

/**
 * Whether an answer with HTTP 200 is the rejection of a request for a new task, so that none exists. DashScope
 * never rejects with 200, a gateway may. Only what has the shape of an error, no field of a task, and no word of a
 * fault behind the gateway counts as one: the other answers leave it open.
 */
export function isRejection(body: Fields, { code, message }: Said): boolean {
	const holdsTask = (fields: Fields): boolean => TASK_FIELDS.some((name) => name in fields);
	if (holdsTask(body) || (isObject(body.data) && holdsTask(body.data as Fields))) return false;
	if (message === undefined || PASSED_ON.test(`${code ?? ''} ${message}`)) return false;
	if (/^5\d\d$/.test(code ?? '')) return false;
	const hasError = ['error', 'errors', 'Error'].some((name) => Boolean(body[name]));
	return hasError || body.success === false || (code !== undefined && !ALL_WELL.test(code));
}

function saidInJson(value: unknown, depth: number): Said {
	if (depth > DEEPEST) return {};
	if (typeof value === 'string') return { message: textOf(value.trim()) };
	if (Array.isArray(value))
		return joined(value.slice(0, MOST_ENTRIES).map((one) => saidInJson(one, depth + 1)));
	if (!isObject(value)) return {};
	const fields = value as Fields;
	const own: Said = {
		code: firstOf(fields, CODES, tokenOf),
		message: firstOf(fields, MESSAGES, textOf),
		requestId: firstOf(fields, REQUEST_IDS, textOf),
	};
	// OAuth: `error` is the code where the words stand beside it.
	const named = tokenOf(fields.error);
	if (named !== undefined && own.message !== undefined) return present({ code: named, ...present(own) });
	const inner = ENVELOPES.flatMap((name) => (name in fields ? [saidInJson(fields[name], depth + 1)] : []));
	const within = joined(inner.filter(({ code, message }) => code !== undefined || message !== undefined));
	const isNumber = /^\d+$/.test(own.code ?? '');
	return present({
		code:
			(isNumber ? (within.code ?? tokenOf(fields.type)) : undefined) ??
			own.code ??
			within.code ??
			kindOf(fields, own),
		message: withPlace(own.message ?? within.message, fields.loc),
		requestId: own.requestId ?? within.requestId,
	});
}

/** `type` is the code of those who have none. In lists of FastAPI it is the kind of a check, in RFC 9457 an address. */
const kindOf = ({ type, loc }: Fields, { message }: Said): string | undefined =>
	message === undefined || Array.isArray(loc) || /:/.test(String(type)) ? undefined : tokenOf(type);

/** FastAPI names the field beside the words. */
const withPlace = (message: string | undefined, place: unknown): string | undefined =>
	message === undefined || !Array.isArray(place)
		? message
		: `${place.slice(0, 6).map(String).join('.')}: ${message}`;

function joined(all: readonly Said[]): Said {
	const messages = [...new Set(all.flatMap(({ message }) => message ?? []))];
	return {
		code: all.find(({ code }) => code !== undefined)?.code,
		message: messages.length === 0 ? undefined : messages.join('; '),
		requestId: all.find(({ requestId }) => requestId !== undefined)?.requestId,
	};
}

function saidInText(text: string): Said {
	const element = (name: string): string | undefined =>
		textOf(new RegExp(`<${name}(?:\\s[^<>]{0,200})?>([^<]{1,1000})<`, 'i').exec(text)?.[1]?.trim());
	if (/^\s*</.test(text)) {
		if (/<html|<!doctype html|<title|<h1/i.test(text)) return { message: element('title') ?? element('h1') };
		return { code: element('code'), message: element('message'), requestId: element('requestid') };
	}
	// What begins like JSON is a part of it.
	return /^\s*[[{]/.test(text) ? {} : { message: textOf(text.trim()) };
}

const saidInHeaders = (headers: Readonly<Record<string, string>>): Said =>
	present({
		code: firstOf(headers, CODE_HEADERS, tokenOf),
		message: firstOf(headers, MESSAGE_HEADERS, textOf),
		requestId: firstOf(headers, ID_HEADERS, textOf),
	});

function firstOf<Value>(
	fields: Fields,
	names: readonly string[],
	read: (value: unknown) => Value | undefined,
): Value | undefined {
	for (const name of names) {
		const value = Object.hasOwn(fields, name) ? read(fields[name]) : undefined;
		if (value !== undefined) return value;
	}
	return undefined;
}

/** A code: one word, or a number that is not zero. */
function tokenOf(value: unknown): string | undefined {
	if (typeof value === 'number') return value === 0 ? undefined : String(value);
	const text = textOf(value);
	return text !== undefined && /^\S+$/.test(text) ? text : undefined;
}

const present = (said: Said): Said =>
	Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
