import { trimEnd } from '../text/trim';
import type { Reply } from './client';
import { printable, printableToken } from '../failure/printable';
import { errorFacts } from './errors';

/** Longer texts of the provider are cut: a gateway may send a whole page. */
const WORDS_MAX = 400;

/** Of a longer text no more is read. */
const READ_MAX = 2000;

const SAYS = 'The provider says: ';

/** The provider's own words, as a sentence, where it said anything. */
export function wordsOf(code: string | undefined, message: string | undefined): string | undefined {
	if (code === undefined && message === undefined) return undefined;
	const words =
		message === undefined ? undefined : printable(withoutSecrets(message.slice(0, READ_MAX)), WORDS_MAX);
	const said = [...new Set([code === undefined ? undefined : printableToken(code), words])].filter(Boolean);
	return `${trimEnd(`${SAYS}${said.join(': ')}`, /[.\s]/)}.`;
}

/** A provider may repeat what it was sent: a key, or a link whose query signs it. */
const withoutSecrets = (text: string): string =>
	text
		.replace(/\bsk-[\w-]{4,}/g, 'sk-…')
		.replace(/\bBearer +[\w.~+/=-]{6,}/gi, 'Bearer …')
		.replace(/\b((?:https?|oss):\/\/[^\s?"'<>]{1,1000})\?[^\s"'<>]+/gi, '$1?…');

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
	return `HTTP ${reply.httpStatus}${reply.code === undefined ? '' : ` ${printableToken(reply.code)}`}`;
}
