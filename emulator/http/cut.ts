import type { FastifyReply, FastifyRequest } from 'fastify';

const cuts = new WeakSet<object>();

/**
 * Closes the connection of a request. `reset`: at once, by a reset; `close`: at once; `flush`: as soon as
 * what was written has been sent. A request without a socket has no connection to close: its caller checks
 * `wasCut`.
 */
export function cut(request: FastifyRequest, reply: FastifyReply, how: 'reset' | 'close' | 'flush'): void {
	const { raw } = request;
	cuts.add(raw);
	// Without a socket, it is just an event emitter.
	if (!('destroySoon' in raw.socket)) reply.raw.destroy();
	else if (how === 'reset') raw.socket.resetAndDestroy();
	else if (how === 'close') raw.socket.destroy();
	else raw.socket.destroySoon();
}

/** Whether the connection of a request was cut. @param raw Node's request */
export const wasCut = (raw: object): boolean => cuts.has(raw);
