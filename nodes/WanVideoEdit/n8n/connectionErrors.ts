import { type ConnectionFault, faultOfCode } from '../dashscope/connectionFaults';
import { type NoResponse, noResponse } from '../dashscope/http';

/** What may stand on an error of n8n, of its HTTP client or of Node.js. Nothing of it is kept: it holds the key. */
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

/** The parts of Node's request and socket that tell how far it got. */
interface SentRequest {
	readonly socket?: SentSocket | null;
	readonly reusedSocket?: boolean;
	/** Of a client that followed a redirect: the first request has been sent by then. */
	readonly _redirectCount?: number;
	readonly getHeader?: unknown;
}
interface SentSocket {
	/** Whether it is a TLS socket. */
	readonly encrypted?: boolean;
	/** True until the handshake is done and the certificate is accepted, and for ever if that never happens. */
	readonly secureConnecting?: boolean;
	/** Bytes that were handed to the network, not those that wait for the connection. */
	readonly _bytesDispatched?: number;
}

/** How far a request got. */
type Stage =
	/** It never had a socket: behind a proxy, the tunnel was not made. */
	| 'noSocket'
	| 'notConnected'
	/** Connected, but TLS is not up: what is written before that waits in the socket. */
	| 'noHandshake'
	/** Bytes may have left. */
	| 'maybeSent';

/** Errors by which n8n refuses to send, in the order of n8n's own checks. */
const N8N_REFUSALS: ReadonlyArray<readonly [ConnectionFault, (layer: Layer) => boolean]> = [
	['blocked', ({ name }) => name === 'SsrfBlockedIpError' || name === 'SsrfBlockedHostnameError'],
	['restricted', ({ message }) => /^Domain not allowed/.test(text(message))],
];

/** Node's own words for a connection that is closed during the handshake. */
const DURING_HANDSHAKE = 'before secure TLS connection was established';

/** OpenSSL's words for a first answer that is no TLS. */
const NO_TLS = /wrong version number|packet length too long|http request/;

/**
 * Why a request brought no answer, from what n8n's helper threw. That nothing was sent is said only where the
 * error proves it: by the state in which the request's socket was left, or by a word of Node.js that belongs
 * to a stage before the request.
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
			// What is no HTTP came before the request left: from a proxy, in place of a tunnel.
			return noResponse(code, code.startsWith('HPE_') ? 'proxyFailed' : 'notConnected');
		case 'maybeSent':
			return noResponse(code, 'lost');
	}
}

/**
 * The network's code (ECONNRESET …) somewhere in what n8n threw. Only the code is taken: the error itself
 * holds the request with its headers, and with them the key.
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

/** An answer that n8n's client made an error of, since its status was to be looked at with the connection. */
export function responseIn(thrown: unknown):
	| {
			readonly status: number;
			readonly headers: Record<string, unknown>;
			readonly body: unknown;
			/** What came over a connection that never carried the request is the word of a proxy. */
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

/** Whether the answer to an encrypted request is the word of a proxy: its connection never carried the request. */
export const isOfProxy = (request: unknown): boolean => stageOfRequest(request) === 'notConnected';

/** An error with its causes, and the attempts at several addresses that Node.js puts together. */
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

/** By its looks: an error of another realm is no `instanceof Error` here. */
const isLayer = (value: unknown): value is Layer =>
	typeof value === 'object' && value !== null && 'message' in value;

/** Node.js gives up a connect for good when all addresses failed: one that stood would have ended the attempts. */
const isConnecting = (layers: readonly Layer[]): boolean => hasSyscall(layers, 'connect');

const hasSyscall = (layers: readonly Layer[], ...calls: readonly string[]): boolean =>
	layers.some(({ syscall }) => calls.includes(text(syscall)));

const isNoTls = (layers: readonly Layer[]): boolean =>
	layers.some(({ code, message }) => code === 'EPROTO' && NO_TLS.test(text(message)));

function stageOf(layers: readonly Layer[]): Stage {
	if (layers.some(({ message }) => text(message).includes(DURING_HANDSHAKE))) return 'noHandshake';
	const requests = layers.flatMap(({ request }) => (request === undefined ? [] : stageOfRequest(request)));
	// An answer that began proves the request, whatever became of its socket.
	if (layers.some(({ response }) => response !== undefined && response !== null)) return 'maybeSent';
	if (requests[0] !== undefined) return requests[0];
	return isNoTls(layers) ? 'noHandshake' : 'maybeSent';
}

/** By the state of the socket alone, which outlives its end. What is not there, or not as in Node.js, proves nothing. */
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
