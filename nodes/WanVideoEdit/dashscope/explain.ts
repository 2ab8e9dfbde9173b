import { withoutEnd } from '../text/ends';
import type { Reply } from './client';
import { errorFacts } from './errors';

/** Longer texts of the provider are cut: a gateway may send a whole page. */
const WORDS_MAX = 400;

const SAYS = 'The provider says: ';

/** The provider's own words, as a sentence, where it said anything. */
export function wordsOf(code: string | undefined, message: string | undefined): string | undefined {
	if (code === undefined && message === undefined) return undefined;
	const said = [...new Set([code, message?.trim()])].filter(Boolean).join(': ');
	return `${withoutEnd(`${SAYS}${withoutSecrets(shortened(said))}`, /[.\s]/)}.`;
}

const shortened = (text: string): string => (text.length > WORDS_MAX ? `${text.slice(0, WORDS_MAX)}…` : text);

/** A provider may repeat what it was sent: a key, or a link whose query signs it. */
const withoutSecrets = (text: string): string =>
	text.replace(/\bsk-[\w-]{4,}/g, 'sk-…').replace(/\b((?:https?|oss):\/\/[^\s?"'<>]+)\?[^\s"'<>]+/gi, '$1?…');

/** What it means, how to go on, and the provider's words, for a failure's description. */
export function explain(code: string | undefined, message: string | undefined): string | undefined {
	const facts = errorFacts(code, message);
	return [facts?.meaning, facts?.advice, wordsOf(code, message)].filter(Boolean).join(' ') || undefined;
}

/** The provider's own words in a description, with what follows them. */
export const wordsIn = (description: string | undefined): string | undefined => description?.split(SAYS)[1];

/** A reply that is not `ok`, for the middle of a sentence. */
export function nameOf(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string {
	if (reply.kind === 'unclear') return reply.reason;
	return `HTTP ${reply.httpStatus}${reply.code === undefined ? '' : ` ${reply.code}`}`;
}
