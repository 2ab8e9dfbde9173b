import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { wasCut } from './cut';

/** A request that reaches the emulator without a socket. */
export interface DirectRequest {
	/** Default GET. */
	readonly method?: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE';
	/** An address of the emulator, or the path of one; with its query. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface DirectAnswer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** What a client sees of a connection that ends without a whole answer. */
class ConnectionLost extends Error {
	readonly code = 'ECONNRESET';

	constructor() {
		super('read ECONNRESET');
	}
}

/** Takes a request through every hook and route. Rejects as a client would where a fault cuts the connection. */
export async function dispatch(app: FastifyInstance, request: DirectRequest): Promise<DirectAnswer> {
	const { method = 'GET', url, headers, body } = request;
	let response: LightMyRequestResponse;
	try {
		response = await app.inject({ method, url, headers, payload: body });
	} catch (error) {
		if ((error as { code?: unknown }).code !== 'LIGHT_ECONNRESET') throw error;
		throw new ConnectionLost();
	}
	// An answer may have been on its way already when its connection was cut.
	if (wasCut(response.raw.req)) throw new ConnectionLost();
	const texts = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
	return {
		status: response.statusCode,
		headers: Object.fromEntries(texts) as Record<string, string>,
		body: response.rawPayload,
	};
}
