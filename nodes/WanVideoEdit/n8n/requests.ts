import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { type HttpResponse, type HttpRequest, proxyResponse, type Send } from '../dashscope/http';
import { responseOf } from './responseBody';
import { type Clock, systemClock } from '../timing/clock';
import { responseIn, connectionError } from './connectionErrors';
import { requestTimeout } from '../timing/requestTimeout';

export { networkCodeOf } from './connectionErrors';

export const CREDENTIAL = 'wanDashScopeApi';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** For a request with a small body, including its response. n8n's own timeout only measures inactivity. */
const LEAST_MS = { GET: 30_000, POST: 120_000 } as const;

/**
 * Maximum size of a response, decompressed. A response about a task has a few kilobytes: its prompts have
 * 800 to 5,000 characters (ALI-VACE). A page of the list has 50 rows without prompts and links, each smaller
 * than a kilobyte.
 */
const MOST_BYTES = 1024 * 1024;

/**
 * Statuses that n8n's client throws as errors. Only an error shows which connection the response came over,
 * and the response of a proxy that did not create a tunnel looks like one of the host. Not 401, after which
 * n8n sends the request again, and not 429, which is frequent.
 */
const SHOWN_WITH_CONNECTION = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 401 && status !== 429,
);

/**
 * Sends requests with the credential's key through n8n's helper, so that n8n's proxy, egress rules and Stop
 * button apply. Each has a deadline and a maximum response size.
 * @param clock real time, even if the run's clock is faster
 */
export function sendThrough(context: Context, clock: Clock = systemClock): Send {
	return async (request) => {
		const stop = request.evenWhenStopped
			? undefined
			: (context as IExecuteFunctions).getExecutionCancelSignal?.();
		const body = request.json ? JSON.stringify(request.json) : undefined;
		// If a create request is cut off while its images are still being sent, it counts as lost.
		const withinMs = requestTimeout(LEAST_MS[request.method], Buffer.byteLength(body ?? ''));
		const finished = new AbortController();
		const end = new AbortController();
		const signal = stop === undefined ? end.signal : AbortSignal.any([stop, end.signal]);
		void clock.sleep(withinMs, finished.signal).then(() => {
			if (!finished.signal.aborted) end.abort('deadline');
		});
		try {
			return await exchange(withSignal(context, signal), request, body, withinMs, signal);
		} finally {
			finished.abort('finished');
			// A body that was not read to the end keeps its connection open.
			end.abort('finished');
		}
	};
}

async function exchange(
	context: Context,
	request: HttpRequest,
	body: string | undefined,
	withinMs: number,
	signal: AbortSignal,
): Promise<HttpResponse> {
	const options: IHttpRequestOptions = {
		method: request.method,
		url: request.url,
		headers: {
			'Accept-Encoding': 'identity',
			...request.headers,
			...(request.json ? { 'Content-Type': 'application/json' } : {}),
		},
		qs: request.query,
		body,
		// A redirect would send the key to another host, and the API uses none.
		disableFollowRedirect: true,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: isEncrypted(request) ? { ignore: true, except: SHOWN_WITH_CONNECTION } : true,
		timeout: withinMs,
		abortSignal: signal,
	};
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
		)) as { statusCode: number; headers: Record<string, unknown>; body: unknown };
		const { statusCode: status, headers, body: given } = response;
		// Only a proxy sends this status (RFC 9110, 15.5.8), and it forwards nothing in that case.
		if (status === 407) return proxyResponse(status);
		return await responseOf({ status, headers, body: given }, MOST_BYTES, signal);
	} catch (thrown) {
		const received = responseIn(thrown);
		if (received === undefined) return connectionError(thrown);
		if (received.status === 407 || (received.isOfProxy && isEncrypted(request)))
			return proxyResponse(received.status);
		return await responseOf(received, MOST_BYTES, signal);
	}
}

const isEncrypted = ({ url }: HttpRequest): boolean => /^https:/i.test(url);

/** n8n itself adds the signal of the Stop button to every authenticated request. */
export const withSignal = <Any extends Context>(context: Any, signal: AbortSignal): Any =>
	Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as Any;
