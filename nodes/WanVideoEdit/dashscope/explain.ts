import type { Reply } from './client';
import { adviceFor } from './errors';

/** The provider's own words, as a sentence, where it said anything. */
export function wordsOf(code: string | undefined, message: string | undefined): string | undefined {
	if (code === undefined && message === undefined) return undefined;
	return `The provider says: ${[code, message].filter(Boolean).join(': ')}`.replace(/[.\s]*$/, '.');
}

/** Advice and the provider's words, for a failure's description. */
export const explain = (code: string | undefined, message: string | undefined): string | undefined =>
	[adviceFor(code), wordsOf(code, message)].filter(Boolean).join(' ') || undefined;

/** A reply that is not `ok`, for the middle of a sentence. */
export function nameOf(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string {
	if (reply.kind === 'unclear') return reply.reason;
	return `HTTP ${reply.httpStatus}${reply.code === undefined ? '' : ` ${reply.code}`}`;
}
