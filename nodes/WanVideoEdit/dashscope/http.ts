import { type ConnectionFault, faultOfCode, FAULTS } from './connectionFaults';

/** Network access as the client sees it. `n8n/requests.ts` implements it with n8n's helpers. */

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly json?: object;
	/** A clean-up request that is sent even after the run was stopped. */
	readonly evenWhenStopped?: boolean;
	/**
	 * The account's rate limit that it counts against (ALI-RATE). Create requests have one per model, which
	 * the caller applies.
	 */
	readonly countsAs?: 'query' | 'list' | 'cancel';
}

export type HttpResponse =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** Names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
	  }
	| NoResponse;

/** A request without a response, or with one that could not be read to the end. */
export interface NoResponse {
	readonly kind: 'noResponse';
	/** Whether bytes of the request may have reached Alibaba Cloud. False: it is proven that none were sent. */
	readonly mayHaveArrived: boolean;
	readonly fault: ConnectionFault;
	/** In words, with the network error code, e.g. `no response (ECONNRESET)`. */
	readonly reason: string;
}

/** Sends one request, once. Never throws: errors are part of the result. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * @param code the network error code, e.g. `ECONNRESET`, or what came instead of a response
 * @param fault what is known about the stage; by default, what the code proves
 */
export const noResponse = (code: string, fault: ConnectionFault = faultOfCode(code)): NoResponse => ({
	kind: 'noResponse',
	mayHaveArrived: fault === 'lost' || fault === 'stopped',
	fault,
	reason: `${FAULTS[fault].words}${code === '' ? '' : ` (${code.replace(/^connect /, '')})`}`,
});

/** A response that could not be read to the end. @param reason for the middle of a sentence */
export const unreadableResponse = (reason: string): NoResponse => ({
	kind: 'noResponse',
	mayHaveArrived: true,
	fault: 'lost',
	reason,
});

/** The response of a proxy that did not connect to the host: nothing was sent to the host. */
export function proxyResponse(status: number): NoResponse {
	if (status === 407) return noResponse('HTTP 407', 'proxyAuthentication');
	return noResponse(`HTTP ${status}`, status >= 500 || status === 408 ? 'proxyFailed' : 'proxyRejected');
}
