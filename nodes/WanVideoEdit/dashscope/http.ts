import { type ConnectionFault, faultOfCode, FAULTS } from './connectionFaults';

/** The door to the network as the client sees it. `n8n/requests.ts` opens it through n8n's helpers. */

export interface HttpRequest {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly query?: Readonly<Record<string, string | number>>;
	readonly json?: object;
	/** A clean-up request that must still go out after the run was stopped. */
	readonly evenWhenStopped?: boolean;
	/** The limit of the account that it counts against (ALI-RATE). Creating has one per model, kept by who creates. */
	readonly countsAs?: 'query' | 'list' | 'cancel';
}

/** What came of a request. */
export type HttpResponse =
	| {
			readonly kind: 'answered';
			readonly status: number;
			/** Names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
	  }
	| NoResponse;

/** A request that brought no answer, or none that could be read to its end. */
export interface NoResponse {
	readonly kind: 'noAnswer';
	/** Whether bytes of the request may have reached Alibaba Cloud. False: it is proven that none left. */
	readonly mayHaveArrived: boolean;
	readonly fault: ConnectionFault;
	/** In words, with the network's code, e.g. `no answer (ECONNRESET)`. */
	readonly reason: string;
}

/** Sends one request, once. Never throws: what went wrong is in the answer. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * @param code the network's word, e.g. `ECONNRESET`, or in its place what came instead of an answer
 * @param fault what is known of the stage; without it, what the code proves
 */
export const noResponse = (code: string, fault: ConnectionFault = faultOfCode(code)): NoResponse => ({
	kind: 'noAnswer',
	mayHaveArrived: fault === 'lost' || fault === 'stopped',
	fault,
	reason: `${FAULTS[fault].words}${code === '' ? '' : ` (${code.replace(/^connect /, '')})`}`,
});

/** An answer that could not be read to its end. @param reason for the middle of a sentence */
export const unreadableResponse = (reason: string): NoResponse => ({
	kind: 'noAnswer',
	mayHaveArrived: true,
	fault: 'lost',
	reason,
});

/** The answer of a proxy that did not connect to the host: nothing was sent to it. */
export function proxyResponse(status: number): NoResponse {
	if (status === 407) return noResponse('HTTP 407', 'proxyAuthentication');
	return noResponse(`HTTP ${status}`, status >= 500 || status === 408 ? 'proxyFailed' : 'proxyRejected');
}
