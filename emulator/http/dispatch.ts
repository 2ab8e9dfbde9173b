import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { wasCut } from './cut';

/** A request to the emulator without a socket. */
export interface DirectRequest {
	/** Default GET. */
	readonly method?: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE';
	/** An address of the emulator, or its path; with the query. */
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

/** The error that a client gets when a connection ends without a complete response. */
class ConnectionLost extends Error {
	readonly code = 'ECONNRESET';

	constructor() {
		super('read ECONNRESET');
	}
}

/** Passes a request through every hook and route. Rejects like a client if a fault closes the connection. */
export async function dispatch(app: FastifyInstance, request: DirectRequest): Promise<DirectAnswer> {
	const { method = 'GET', url, headers, body } = request;
	let response: LightMyRequestResponse;
	try {
		response = await app.inject({ method, url, headers, payload: body });
	} catch (error) {
		if ((error as { code?: unknown }).code !== 'LIGHT_ECONNRESET') throw error;
		throw new ConnectionLost();
	}
	// A response may have been on its way when its connection was closed.
	if (wasCut(response.raw.req)) throw new ConnectionLost();
	const texts = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
	return {
		status: response.statusCode,
		headers: Object.fromEntries(texts) as Record<string, string>,
		body: response.rawPayload,
	};
}
