import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { answers } from './apiError';

/** @returns the key. Throws Alibaba Cloud's error for a missing or unknown key, or one of another region. */
export function checkKey(request: FastifyRequest, keys: ReadonlySet<string>): string {
	const key = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
	if (!key) throw answers.noKey();
	if (!keys.has(key)) throw answers.wrongKey();
	return key;
}

/** The ID of a key, as in the task list: six digits that reveal nothing about the key. */
export const keyIdOf = (key: string): string =>
	String(100_000 + (createHash('sha256').update(key).digest().readUInt32BE() % 900_000));
