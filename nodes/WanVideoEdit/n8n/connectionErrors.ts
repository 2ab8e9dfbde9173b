import { type ConnectionFault, faultOfCode } from '../dashscope/connectionFaults';
import { type NoResponse, noResponse } from '../dashscope/http';

/**
 * Properties of errors thrown by n8n, its HTTP client or Node.js. They are never kept: they contain the API
 * key.
 */
interface Layer {
	readonly name?: unknown;
	readonly message?: unknown;
	readonly code?: unknown;
	readonly httpCode?: unknown;
	/** What Node.js was doing: connect, getaddrinfo, read, write. */
	readonly syscall?: unknown;
	readonly request?: unknown;
	readonly response?: unknown;
	readonly cause?: unknown;
	readonly errors?: unknown;
}

/** The parts of Node's request and socket that show how far the request got. */
interface SentRequest {
	readonly socket?: SentSocket | null;
	readonly reusedSocket?: boolean;
	/** Set by a client that follows redirects: if there was one, the first request has been sent. */
	readonly _redirectCount?: number;
	readonly getHeader?: unknown;
}
interface SentSocket {
	/** Whether it is a TLS socket. */
	readonly encrypted?: boolean;
	/**
	 * True until the TLS handshake is complete and the certificate is accepted; forever if that never
	 * happens.
	 */
	readonly secureConnecting?: boolean;
	/** Bytes passed to the network, without those that wait for the connection. */
	readonly _bytesDispatched?: number;
}

/** How far a request got. */
type Stage =
	/** It never had a socket: the proxy did not create the tunnel. */
	| 'noSocket'
	| 'notConnected'
	/** Connected, but TLS is not established: data written so far waits in the socket. */
	| 'noHandshake'
	/** Bytes may have been sent. */
	| 'maybeSent';

/** Errors of n8n's own checks, which run before anything is sent, in the order of these checks. */
const N8N_REFUSALS: ReadonlyArray<readonly [ConnectionFault, (layer: Layer) => boolean]> = [
	['blocked', ({ name }) => name === 'SsrfBlockedIpError' || name === 'SsrfBlockedHostnameError'],
	['restricted', ({ message }) => /^Domain not allowed/.test(text(message))],
];

/** Node's message for a connection that is closed during the handshake. */
const DURING_HANDSHAKE = 'before secure TLS connection was established';

/** OpenSSL's messages if the first response is not TLS. */
const NO_TLS = /wrong version number|packet length too long|http request/;

/**
 * Why a request got no response, from what n8n's helper threw. It says that nothing was sent only if the
 * error proves it: by the state of the request's socket, or by an error of Node.js that can only occur
 * before a request is sent.
 */
export function connectionError(thrown: unknown): NoResponse {
	const layers = layersOf(thrown);
	for (const [fault, isIt] of N8N_REFUSALS) if (layers.some(isIt)) return noResponse('', fault);
	const code = networkCodeOf(thrown);
	const fault = faultOfCode(code);
	const stage = stageOf(layers);
	if (stage === 'noSocket' && fault !== 'badAddress' && fault !== 'certificate') {
		return noResponse(
			code,
			hasSyscall(layers, 'connect', 'getaddrinfo') ? 'proxyUnreachable' : 'proxyFailed',
		);
	}
	if (fault !== 'lost') return noResponse(code, fault);
	switch (stage) {
		case 'noHandshake':
			return noResponse(code, isNoTls(layers) ? 'notTls' : 'noHandshake');
		case 'notConnected':
		case 'noSocket':
			// A response that is not HTTP came before the request was sent: from a proxy, instead of a
			// tunnel.
			return noResponse(code, code.startsWith('HPE_') ? 'proxyFailed' : 'notConnected');
		case 'maybeSent':
			return noResponse(code, 'lost');
	}
}

/**
 * The network error code (ECONNRESET …) somewhere in what n8n threw. Only the code is kept: the error
 * contains the request with its headers, and so the API key.
 */
export function networkCodeOf(thrown: unknown): string {
	const layers = layersOf(thrown);
	for (const { code, httpCode } of layers) {
		for (const candidate of [code, httpCode]) {
			if (typeof candidate !== 'string' || !/^[A-Z][A-Z0-9_]{1,60}$/.test(candidate)) continue;
			return isConnecting(layers) && faultOfCode(candidate) === 'lost' ? `connect ${candidate}` : candidate;
		}
	}
	return 'connection lost';
}

/**
 * A response that n8n's client threw as an error. Such statuses are thrown so that the connection can be
 * examined too.
 */
export function responseIn(thrown: unknown):
	| {
			readonly status: number;
			readonly headers: Record<string, unknown>;
			readonly body: unknown;
			/** Whether a proxy sent it: the connection never carried the request. */
			readonly isOfProxy: boolean;
	  }
	| undefined {
	for (const { response, request } of layersOf(thrown)) {
		const { status, headers, data } = (response ?? {}) as Record<string, unknown>;
		if (typeof status !== 'number') continue;
		return {
			...{ status, headers: (headers ?? {}) as Record<string, unknown>, body: data },
			isOfProxy: isOfProxy(request),
		};
	}
	return undefined;
}

/** Whether the response to an encrypted request came from a proxy: its connection never carried the request. */
export const isOfProxy = (request: unknown): boolean => stageOfRequest(request) === 'notConnected';

/**
 * An error with its causes, and with the failed attempts at several addresses that Node.js combines in one
 * error.
 */
function layersOf(thrown: unknown): Layer[] {
	const layers: Layer[] = [];
	let layer: unknown = thrown;
	for (let depth = 0; isLayer(layer) && depth < 8; layer = layer.cause, depth++) {
		layers.push(layer);
		const { errors } = layer;
		if (Array.isArray(errors)) layers.push(...errors.slice(0, 16).filter(isLayer));
	}
	return layers;
}

/** Judged by its shape: an error of another realm is not an `instanceof Error` here. */
const isLayer = (value: unknown): value is Layer =>
	typeof value === 'object' && value !== null && 'message' in value;

/**
 * Node.js reports a failed connect only when all addresses have failed: a successful connection would have
 * ended the attempts.
 */
const isConnecting = (layers: readonly Layer[]): boolean => hasSyscall(layers, 'connect');

const hasSyscall = (layers: readonly Layer[], ...calls: readonly string[]): boolean =>
	layers.some(({ syscall }) => calls.includes(text(syscall)));

const isNoTls = (layers: readonly Layer[]): boolean =>
	layers.some(({ code, message }) => code === 'EPROTO' && NO_TLS.test(text(message)));

function stageOf(layers: readonly Layer[]): Stage {
	if (layers.some(({ message }) => text(message).includes(DURING_HANDSHAKE))) return 'noHandshake';
	const requests = layers.flatMap(({ request }) => (request === undefined ? [] : stageOfRequest(request)));
	// A response that has started proves that the request was sent, whatever happened to its socket.
	if (layers.some(({ response }) => response !== undefined && response !== null)) return 'maybeSent';
	if (requests[0] !== undefined) return requests[0];
	return isNoTls(layers) ? 'noHandshake' : 'maybeSent';
}

/**
 * Uses only the state of the socket, which remains after it is closed. Anything that is missing or unlike
 * Node.js proves nothing.
 */
function stageOfRequest(request: unknown): Stage {
	const { socket, reusedSocket, _redirectCount, getHeader } = (request ?? {}) as SentRequest;
	if (typeof getHeader !== 'function' || (_redirectCount ?? 0) > 0 || reusedSocket === true)
		return 'maybeSent';
	if (socket === null) return 'noSocket';
	if (socket === undefined) return 'maybeSent';
	const { encrypted, secureConnecting, _bytesDispatched } = socket;
	if (_bytesDispatched === 0) return 'notConnected';
	return encrypted === true && secureConnecting === true ? 'noHandshake' : 'maybeSent';
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
