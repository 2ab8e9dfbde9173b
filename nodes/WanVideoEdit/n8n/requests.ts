import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { type HttpAnswer, type HttpRequest, noAnswer, type Send } from '../dashscope/http';
import { timeLimit } from './timeLimit';

export const CREDENTIAL = 'wanDashScopeApi';

/** For a request without a body: n8n's own limit of five minutes is too long for a query. */
const LEAST_MS = { GET: 30_000, POST: 120_000 } as const;

/** Sends requests with the credential's key, through n8n's helper: its proxy, its egress rules and its Stop button apply. */
export function sendThrough(context: IExecuteFunctions | ILoadOptionsFunctions): Send {
	const detached = withoutCancelSignal(context);
	return async (request) => await sendOnce(request.evenWhenStopped ? detached : context, request);
}

async function sendOnce(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	request: HttpRequest,
): Promise<HttpAnswer> {
	const body = request.json ? JSON.stringify(request.json) : undefined;
	const options: IHttpRequestOptions = {
		method: request.method,
		url: request.url,
		headers: { ...request.headers, ...(request.json ? { 'Content-Type': 'application/json' } : {}) },
		qs: request.query,
		body,
		// A redirect would carry the key to another host, and an API has none.
		disableFollowRedirect: true,
		encoding: 'text',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A create call that is cut off while its images are still on their way counts as lost.
		timeout: timeLimit(LEAST_MS[request.method], Buffer.byteLength(body ?? '')),
	};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
		)) as {
			statusCode: number;
			headers: Record<string, unknown>;
			body: unknown;
		};
		return {
			kind: 'answered',
			status: response.statusCode,
			headers: lowerCased(response.headers),
			text: typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''),
		};
	} catch (thrown) {
		return noAnswer(networkCodeOf(thrown));
	}
}

/** Codes that mean something else on a connection that stands than on one that is being made. */
const TOLD_APART = /^E(HOST|NET)UNREACH$/;

/**
 * The network's code (ECONNRESET …) somewhere in what n8n threw. Only the code is taken: the error itself
 * holds the request with its headers, and with them the key.
 */
export function networkCodeOf(thrown: unknown): string {
	const layers = layersOf(thrown);
	for (const { code, httpCode } of layers) {
		for (const candidate of [code, httpCode]) {
			if (typeof candidate !== 'string' || !/^[A-Z][A-Z0-9_]+$/.test(candidate)) continue;
			const isConnecting = TOLD_APART.test(candidate) && layers.some(({ syscall }) => syscall === 'connect');
			return isConnecting ? `connect ${candidate}` : candidate;
		}
	}
	return 'connection lost';
}

interface NetworkError {
	readonly code?: unknown;
	readonly httpCode?: unknown;
	/** What Node.js was doing: connect, read, write. */
	readonly syscall?: unknown;
}

/** An error with its causes, and the attempts at several addresses that Node.js puts together. */
function layersOf(thrown: unknown): NetworkError[] {
	const layers: NetworkError[] = [];
	for (let layer = thrown, depth = 0; layer instanceof Error && depth < 5; layer = layer.cause, depth++) {
		layers.push(
			layer as NetworkError,
			...(layer instanceof AggregateError ? (layer.errors as NetworkError[]) : []),
		);
	}
	return layers;
}

/** n8n puts the signal of the Stop button into every authenticated request by itself. */
function withoutCancelSignal<Context extends IExecuteFunctions | ILoadOptionsFunctions>(
	context: Context,
): Context {
	return Object.create(context, { getExecutionCancelSignal: { value: () => undefined } }) as Context;
}

const lowerCased = (headers: Record<string, unknown>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
