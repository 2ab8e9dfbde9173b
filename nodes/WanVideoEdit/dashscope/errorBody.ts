// cspell:ignore baseresp errmessage errordescription errormsg errorresponse responsemetadata resultmsg retmsg statusmsg traceid Volcengine
import { isObject, parseJson, textOf } from './json';

/** The error that a response reports. */
export interface Said {
	readonly code?: string;
	readonly message?: string;
	readonly requestId?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Field names of an error's parts, the most specific first, in small letters without `_` and `-`. DashScope: code, message, request_id (ALI-ERR).
 * Alibaba Cloud's RPC: Code, Message, RequestId. one-api, new-api, LiteLLM, Azure: error.{message, code, type}.
 * Kong, Azure API Management: message. FastAPI: detail. RFC 9457: title, detail. OAuth: error, error_description.
 * Cloudflare and JSON:API: errors[]. APISIX, Baidu: error_msg, error_code. Apigee: fault.faultstring.
 * Volcengine: ResponseMetadata.Error. MiniMax: base_resp.status_msg. GraphQL: errors[].extensions.code.
 */
const CODES = ['code', 'errorcode', 'errcode', 'errno'];
const MESSAGES = [
	...['message', 'msg', 'errormsg', 'errormessage', 'errmsg', 'errmessage', 'statusmsg', 'statusmessage'],
	...['resultmsg', 'retmsg', 'errordescription', 'faultstring', 'detail', 'details', 'description', 'reason'],
	'title',
];
const REQUEST_IDS = ['requestid', 'traceid'];
/** Fields that wrap the error. */
const ENVELOPES = [
	...['error', 'errors', 'response', 'fault', 'detail', 'err', 'data', 'result', 'payload', 'extensions'],
	...['responsemetadata', 'baseresp', 'errorresponse'],
];
/** Headers of gateways: Alibaba Cloud's API Gateway reports the error only there. */
const CODE_HEADERS = ['x-ca-error-code'];
const MESSAGE_HEADERS = ['x-ca-error-message'];
const ID_HEADERS = ['x-request-id', 'x-ca-request-id', 'x-acs-request-id', 'cf-ray'];

/** Deeper than any known format nests. */
const DEEPEST = 4;
/** How many entries of a list of errors are read. */
const MOST_ENTRIES = 3;
/** How much of a non-JSON text is read. */
const MOST_CHARACTERS = 20_000;

/** Code and message of an error response, in any format that gateways send. */
export function saidIn(text: string, headers: Readonly<Record<string, string>>, httpStatus: number): Said {
	const json = parseJson(text);
	const body = json === undefined ? saidInText(text.slice(0, MOST_CHARACTERS)) : saidInJson(json, 0);
	const { code, message, requestId } = { ...saidInHeaders(headers), ...present(body) };
	// A number without a message says nothing, nor does one that repeats the HTTP status.
	const isEmpty = code === String(httpStatus) || (message === undefined && /^\d+$/.test(code ?? ''));
	return present({ code: isEmpty ? undefined : code, message, requestId });
}

/** Words in errors of a gateway that forwarded the request, or may have. */
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

/** Codes with which gateways report success. */
const ALL_WELL = /^(0+|2000*|ok|success|succeeded|null)$/i;

/**
 * Whether a response with HTTP 200 rejects a create request, so that no task exists. DashScope never rejects with 200,
 * but a gateway may. Only a response that looks like an error, has no task field, and has no word of an error behind
 * the gateway counts as a rejection: other responses leave it open.
 */
export function isRejection(body: Fields, { code, message }: Said): boolean {
	if (holdsTask(body, 0)) return false;
	if (message === undefined || PASSED_ON.test(`${code ?? ''} ${message}`)) return false;
	if (/^5\d\d$/.test(code ?? '')) return false;
	const hasError = ['error', 'errors', 'Error'].some((name) => Boolean(body[name]));
	return hasError || body.success === false || (code !== undefined && !ALL_WELL.test(code));
}

/** Whether anything of a task is in a response, also in an envelope or in the rows of a list. */
function holdsTask(value: unknown, depth: number): boolean {
	if (depth > DEEPEST) return false;
	if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).some((one) => holdsTask(one, depth + 1));
	if (!isObject(value)) return false;
	const fields = withPlainNames(value);
	return (
		TASK_FIELDS.some((name) => name in value) || ENVELOPES.some((name) => holdsTask(fields[name], depth + 1))
	);
}

/** Of fields with the same plain name, the first one. */
function withPlainNames(value: object): Fields {
	const fields = Object.create(null) as Record<string, unknown>;
	for (const [name, one] of Object.entries(value)) fields[plain(name.slice(0, 40))] ??= one;
	return fields;
}

const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

/** JSON that stands in a text, as some gateways pass it on. */
const jsonIn = (text: string): unknown => (/^\s*[[{]/.test(text) ? parseJson(text) : undefined);

function saidInJson(value: unknown, depth: number): Said {
	if (depth > DEEPEST) return {};
	if (typeof value === 'string') {
		const inner = jsonIn(value);
		return inner === undefined ? { message: textOf(value.trim()) } : saidInJson(inner, depth + 1);
	}
	if (Array.isArray(value))
		return joined(value.slice(0, MOST_ENTRIES).map((one) => saidInJson(one, depth + 1)));
	if (!isObject(value)) return {};
	const fields = withPlainNames(value);
	const message = firstOf(fields, MESSAGES, textOf);
	const passedOn = message === undefined ? undefined : jsonIn(message);
	const inMessage = passedOn === undefined ? {} : saidInJson(passedOn, depth + 1);
	const own: Said = {
		code: firstOf(fields, CODES, tokenOf),
		message: inMessage.message ?? message,
		requestId: firstOf(fields, REQUEST_IDS, textOf),
	};
	// OAuth: `error` is the code if there is a message beside it.
	const named = tokenOf(fields.error);
	if (named !== undefined && own.message !== undefined) return present({ code: named, ...present(own) });
	const inner = ENVELOPES.flatMap((name) => (name in fields ? [saidInJson(fields[name], depth + 1)] : []));
	const within = joined(
		[inMessage, ...inner].filter(({ code, message }) => code !== undefined || message !== undefined),
	);
	const isNumber = /^\d+$/.test(own.code ?? '');
	return present({
		code:
			(isNumber ? (within.code ?? tokenOf(fields.type) ?? stateOf(fields.status)) : undefined) ??
			own.code ??
			within.code ??
			kindOf(fields, own),
		message: withPlace(own.message ?? within.message, fields.loc),
		requestId: own.requestId ?? within.requestId,
	});
}

/** `type` serves as the code if there is none. In FastAPI lists it is the kind of check, in RFC 9457 a URI. */
const kindOf = ({ type, loc }: Fields, { message }: Said): string | undefined =>
	message === undefined || Array.isArray(loc) || /:/.test(String(type)) ? undefined : tokenOf(type);

/** Google names the error beside its number: `PERMISSION_DENIED`. */
const stateOf = (status: unknown): string | undefined =>
	typeof status === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(status) ? status : undefined;

/** FastAPI names the field beside the message. */
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
		textOf(
			new RegExp(`<(?:[\\w-]{1,20}:)?${name}(?:\\s[^<>]{0,200})?>([^<]{1,1000})<`, 'i')
				.exec(text)?.[1]
				?.trim(),
		);
	const event = /^data:[ \t]{0,9}(\{.*)$/m.exec(text)?.[1];
	if (event !== undefined) return saidInJson(parseJson(event), 0);
	if (/^\s*</.test(text)) {
		if (/<html|<!doctype html|<title|<h1/i.test(text))
			return { message: element('title') ?? element('h1') ?? element('h2') };
		return { code: element('code'), message: element('message'), requestId: element('requestid') };
	}
	// A text that begins like JSON is truncated JSON.
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
