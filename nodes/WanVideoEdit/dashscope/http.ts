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
export type HttpAnswer =
	| {
			readonly kind: 'answered';
			readonly status: number;
			/** Names in lower case. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
	  }
	| {
			readonly kind: 'noAnswer';
			/** Whether the request may have reached the provider. False: the connection never stood. */
			readonly mayHaveArrived: boolean;
			/** The network's own word for it, e.g. ECONNRESET. */
			readonly reason: string;
	  };

/** Sends one request, once. Never throws: what went wrong is in the answer. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Codes of a connection that was never made, so that nothing can have been accepted. Those with a word before
 * them can befall a connection that stands, too.
 */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'connect EHOSTUNREACH',
	'connect ENETUNREACH',
	'CERT_HAS_EXPIRED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The answer for a request that ended without one, from the code of the network error. */
export const noAnswer = (reason: string): HttpAnswer => ({
	kind: 'noAnswer',
	mayHaveArrived: !NEVER_SENT.has(reason),
	reason,
});

/** Whether it may pass: not a name that does not exist, nor a certificate that does not fit. */
export const isOutage = (reason: string): boolean => !/ENOTFOUND|CERT|UNABLE_TO_VERIFY/.test(reason);
