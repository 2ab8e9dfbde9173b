import type { FastifyReply, FastifyRequest } from 'fastify';

const cuts = new WeakSet<object>();

/**
 * Ends the connection of a request. `reset`: at once and rudely; `close`: at once; `flush`: as soon as what was
 * written is out. A request that came without a socket has none to end: `wasCut` tells its caller.
 */
export function cut(request: FastifyRequest, reply: FastifyReply, how: 'reset' | 'close' | 'flush'): void {
	const { raw } = request;
	cuts.add(raw);
	// Of a request without a socket it is a bare emitter.
	if (!('destroySoon' in raw.socket)) reply.raw.destroy();
	else if (how === 'reset') raw.socket.resetAndDestroy();
	else if (how === 'close') raw.socket.destroy();
	else raw.socket.destroySoon();
}

/** Whether the connection of a request was cut. @param raw Node's request */
export const wasCut = (raw: object): boolean => cuts.has(raw);
