import { trimEnd } from '../text/trim';
import type { Reply } from './client';
import { printable, printableToken } from '../failure/printable';
import { errorFacts } from './errors';

/** Longer messages are cut: a gateway may send a whole page. */
const WORDS_MAX = 400;

/** How much of a longer message is read. */
const READ_MAX = 2000;

const SAYS = 'Alibaba Cloud says: ';

/** Alibaba Cloud's own message, as a sentence, if there is one. Its code is one of the facts that end every description. */
export function wordsOf(message: string | undefined): string | undefined {
	const words = trimEnd(printable(withoutSecrets((message ?? '').slice(0, READ_MAX)), WORDS_MAX), /[.\s]/);
	return words === '' ? undefined : `${SAYS}${words}.`;
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

/** The same for the middle of a sentence. */
export const reasonOf = (code: string | undefined, message: string | undefined): string | undefined =>
	meaningOf(code, message)?.replace(/^(?!Alibaba|Model Studio)[A-Z](?=[a-z]* )/, (letter) =>
		letter.toLowerCase(),
	);

/** What to do, and Alibaba Cloud's own message: the description of an error whose message has the meaning. */
export const adviceAndWords = (code: string | undefined, message: string | undefined): string | undefined =>
	[errorFacts(code, message)?.advice, wordsOf(message)].filter(Boolean).join(' ') || undefined;

/** What it means, what to do, and Alibaba Cloud's own message, for the description of an error. */
export function explain(code: string | undefined, message: string | undefined): string | undefined {
	const facts = errorFacts(code, message);
	return [facts?.meaning, facts?.advice, wordsOf(message)].filter(Boolean).join(' ') || undefined;
}

/** Alibaba Cloud's own message in a description, with everything after it. */
export const wordsIn = (description: string | undefined): string | undefined => description?.split(SAYS)[1];

/**
 * The message of an error for a rejected request: "Alibaba Cloud rejected the request: a file is too large in bytes".
 * Without a known meaning, the HTTP status is all that can be said.
 * @param request for the middle of a sentence
 */
export function rejectionOf(request: string, reply: Extract<Reply<unknown>, { kind: 'refused' }>): string {
	const reason = reasonOf(reply.code, reply.message)?.replace(/^Alibaba Cloud /, 'it ');
	return `Alibaba Cloud rejected ${request}${reason === undefined ? ` (${nameOf(reply)})` : `: ${reason}`}`;
}

/** A reply that is not `ok`, for the middle of a sentence. */
export const nameOf = (reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string =>
	reply.kind === 'unclear' ? reply.reason : `HTTP ${reply.httpStatus}`;

/** The same with its code, for descriptions of errors that do not name it otherwise. */
export const codedNameOf = (reply: Exclude<Reply<unknown>, { kind: 'ok' }>): string =>
	[nameOf(reply), reply.code === undefined ? '' : printableToken(reply.code)].filter(Boolean).join(' ');
