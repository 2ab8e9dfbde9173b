import send from '@fastify/send';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { basename, dirname } from 'node:path';

/** Sends a file, or the requested range of it. */
export async function sendFile(
	request: FastifyRequest,
	reply: FastifyReply,
	path: string,
	type: string,
): Promise<FastifyReply> {
	const { statusCode, headers, stream } = await send(request.raw, encodeURIComponent(basename(path)), {
		root: dirname(path),
		// A signed link may expire at any moment: nothing may be cached.
		cacheControl: false,
		etag: false,
		lastModified: false,
	});
	return reply.code(statusCode).headers(headers).type(type).send(stream);
}
