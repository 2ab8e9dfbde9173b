import { trimEnd } from '../text/trim';
import type { Reply } from './client';
import { printable, printableToken } from '../failure/printable';
import { errorFacts } from './errors';

/** Longer messages are cut: a gateway may send a whole page. */
const WORDS_MAX = 400;

/** How much of a longer message is read. */
const READ_MAX = 2000;

const SAYS = 'Alibaba Cloud says: ';

/** Alibaba Cloud's own message, as a sentence, if there is one. */
export function wordsOf(code: string | undefined, message: string | undefined): string | undefined {
	if (code === undefined && message === undefined) return undefined;
	const words =
		message === undefined ? undefined : printable(withoutSecrets(message.slice(0, READ_MAX)), WORDS_MAX);
	const said = [...new Set([code === undefined ? undefined : printableToken(code), words])].filter(Boolean);
	return `${trimEnd(`${SAYS}${said.join(': ')}`, /[.\s]/)}.`;
}

/** An error may repeat parts of the request: a key, or a link whose query signs it. */
const withoutSecrets = (text: string): string =>
	text
		.replace(/\bsk-[\w-]{4,}/g, 'sk-…')
		.replace(/\bBearer +[\w.~+/=-]{6,}/gi, 'Bearer …')
		.replace(/\b((?:https?|oss):\/\/[^\s?"'<>]{1,1000})\?[^\s"'<>]+/gi, '$1?…');

/** What it means, without a full stop, to open an error message. */
export const meaningOf = (code: string | undefined, message: string | undefined): string | undefined => {
	const meaning = errorFacts(code, message)?.meaning;
	return meaning === undefined ? undefined : trimEnd(meaning, /\./);
};

/** What to do, and Alibaba Cloud's own message: the description of an error whose message has the meaning. */
export const adviceAndWords = (code: string | undefined, message: string | undefined): string | undefined =>
	[errorFacts(code, message)?.advice, wordsOf(code, message)].filter(Boolean).join(' ') || undefined;

/** What it means, what to do, and Alibaba Cloud's own message, for the description of an error. */
export function explain(code: string | undefined, message: string | undefined): string | undefined {
	const facts = errorFacts(code, message);
	return [facts?.meaning, facts?.advice, wordsOf(code, message)].filter(Boolean).join(' ') || undefined;
}

/** Alibaba Cloud's own message in a description, with everything after it. */
export const wordsIn = (description: string | undefined): string | undefined => description?.split(SAYS)[1];

/**
 * The message of an error for a rejected request: "Alibaba Cloud rejected the request for item 0: a file is too
 * large in bytes (HTTP 400 InvalidFile.Size)".
 * @param request for the middle of a sentence
 */
export function rejectionOf(request: string, reply: Extract<Reply<unknown>, { kind: 'refused' }>): string {
	const meaning = meaningOf(reply.code, reply.message)
		?.replace(/^Alibaba Cloud /, 'it ')
		.replace(/^(?!Model Studio)[A-Z](?=[a-z]* )/, (letter) => letter.toLowerCase());
	return `Alibaba Cloud rejected ${request}${meaning === undefined ? '' : `: ${meaning}`} (${nameOf(reply)})`;
}

/** A reply that is not `ok`, for the middle of a sentence. */
export function nameOf(reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string {
	if (reply.kind === 'unclear') return reply.reason;
	return `HTTP ${reply.httpStatus}${reply.code === undefined ? '' : ` ${printableToken(reply.code)}`}`;
}
