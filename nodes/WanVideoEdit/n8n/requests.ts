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

/**
 * The network's code (ECONNRESET …) somewhere in what n8n threw. Only the code is taken: the error itself
 * holds the request with its headers, and with them the key.
 */
export function networkCodeOf(thrown: unknown): string {
	for (let layer = thrown, depth = 0; layer instanceof Error && depth < 5; layer = layer.cause, depth++) {
		const { code, httpCode } = layer as { code?: unknown; httpCode?: unknown };
		for (const candidate of [code, httpCode]) {
			if (typeof candidate === 'string' && /^[A-Z][A-Z0-9_]+$/.test(candidate)) return candidate;
		}
	}
	return 'connection lost';
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
