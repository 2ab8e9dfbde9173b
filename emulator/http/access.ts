import type { FastifyRequest } from 'fastify';
import { answers } from './apiError';

/** Throws what the provider answers to a missing, an unknown or another region's key. */
export function checkKey(request: FastifyRequest, keys: ReadonlySet<string>): void {
	const key = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
	if (!key) throw answers.noKey();
	if (!keys.has(key)) throw answers.wrongKey();
}
