import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';
import { type HttpResponse, type HttpRequest, proxyResponse, type Send } from '../dashscope/http';
import { responseOf } from './responseBody';
import { type Clock, systemClock } from '../timing/clock';
import { responseIn, connectionError } from './connectionErrors';
import { requestTimeout } from '../timing/requestTimeout';

export { networkCodeOf } from './connectionErrors';

export const CREDENTIAL = 'wanDashScopeApi';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** For all of a request with a small body, its answer included. n8n's own limit counts silence only. */
const LEAST_MS = { GET: 30_000, POST: 120_000 } as const;

/**
 * Most bytes of an answer, unpacked. One about a task is some kilobytes, the prompts in it have 800 to 5,000
 * characters (ALI-VACE); a page of the list has 50 rows without prompts and links, of less than a kilobyte each.
 */
const MOST_BYTES = 1024 * 1024;

/**
 * n8n's client makes errors of these, and only an error shows over what connection it came: the answer of a proxy
 * that made no tunnel looks like one of the host. Not 401, after which n8n sends the request once more, and not
 * 429, which comes in numbers.
 */
const SHOWN_WITH_CONNECTION = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 401 && status !== 429,
);

/**
 * Sends requests with the credential's key, through n8n's helper: its proxy, its egress rules and its Stop button
 * apply. Each one has a deadline and a limit of bytes.
 * @param clock real time, also where the run's clock is a faster one
 */
export function sendThrough(context: Context, clock: Clock = systemClock): Send {
	return async (request) => {
		const stop = request.evenWhenStopped
			? undefined
			: (context as IExecuteFunctions).getExecutionCancelSignal?.();
		const body = request.json ? JSON.stringify(request.json) : undefined;
		// A create call that is cut off while its images are still on their way counts as lost.
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
			// A body that was not read to its end holds its connection.
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
		// A redirect would carry the key to another host, and an API has none.
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
		// Only a proxy answers so (RFC 9110, 15.5.8), and it hands nothing on then.
		if (status === 407) return proxyResponse(status);
		return await responseOf({ status, headers, body: given }, MOST_BYTES, signal);
	} catch (thrown) {
		const answer = responseIn(thrown);
		if (answer === undefined) return connectionError(thrown);
		if (answer.status === 407 || (answer.isOfProxy && isEncrypted(request)))
			return proxyResponse(answer.status);
		return await responseOf(answer, MOST_BYTES, signal);
	}
}

const isEncrypted = ({ url }: HttpRequest): boolean => /^https:/i.test(url);

/** n8n puts the signal of the Stop button into every authenticated request by itself. */
export const withSignal = <Any extends Context>(context: Any, signal: AbortSignal): Any =>
	Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as Any;
