import type { ICredentialTestFunctions } from 'n8n-workflow';
import { type HttpResponse, noResponse, proxyResponse } from '../dashscope/http';
import { responseOf } from '../n8n/responseBody';
import { type Clock, systemClock } from '../timing/clock';
import { connectionError, isOfProxy } from '../n8n/connectionErrors';

/** Time limit for a request and its response: a user is waiting. */
const WITHIN_MS = 15_000;

/** Maximum size of a response: one row of a list, or an error. */
const MOST_BYTES = 256 * 1024;

/** The request of a credential test, which is free. */
export interface TestRequest {
	readonly url: string;
	readonly headers: object;
	readonly query?: Readonly<Record<string, string | number>>;
}

/**
 * Sends a request of a credential test. n8n gives such a test only this helper, and no Stop. Redirects are not followed,
 * since they would forward the key. Never throws.
 */
export async function sendTest(
	{ request }: Pick<ICredentialTestFunctions['helpers'], 'request'>,
	{ url, headers, query }: TestRequest,
	clock: Clock = systemClock,
): Promise<HttpResponse> {
	const finished = new AbortController();
	const deadline = new AbortController();
	const late = clock.sleep(WITHIN_MS, finished.signal).then(() => {
		deadline.abort();
		return noResponse(`none within ${WITHIN_MS / 1000} s`, 'lost');
	});
	try {
		const exchanged = exchange(
			request({
				method: 'GET',
				uri: url,
				...(query === undefined ? {} : { qs: query }),
				headers: { 'Accept-Encoding': 'identity', ...headers },
				followRedirect: false,
				simple: false,
				resolveWithFullResponse: true,
				useStream: true,
				timeout: WITHIN_MS,
			}) as Promise<FullResponse>,
			url,
			deadline.signal,
		);
		return await Promise.race([exchanged, late]);
	} finally {
		finished.abort();
	}
}

interface FullResponse {
	readonly statusCode: number;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	readonly request?: unknown;
}

async function exchange(
	sent: Promise<FullResponse>,
	url: string,
	signal: AbortSignal,
): Promise<HttpResponse> {
	let response: FullResponse;
	try {
		response = await sent;
	} catch (thrown) {
		return connectionError(thrown);
	}
	const { statusCode: status, body, request } = response;
	if (status === 407 || (/^https:/i.test(url) && isOfProxy(request))) return proxyResponse(status);
	return await responseOf({ status, headers: response.headers, body }, MOST_BYTES, signal);
}
