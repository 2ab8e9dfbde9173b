import type { IExecuteFunctions } from 'n8n-workflow';
import { lowerCased } from '../text/headers';
import { connectionError } from '../n8n/connectionErrors';
import { type Clock, systemClock } from '../timing/clock';
import { withSignal } from '../n8n/requests';
import { type Transfer, TransferEnded, transferWithin } from '../n8n/transfer';
import { type TransferLimits, uploadLimits } from '../n8n/transferLimits';
import { objectUrl, type Bucket } from './bucket';
import { refusalIn, type Refusal } from './refusal';

/** The name of the credential that signs. */
export const OSS_CREDENTIAL = 'wanOssApi';

/** What a PUT carries. */
export interface ObjectContent {
	/** Opens the content anew for every attempt: a stream can be read once. */
	readonly body: () => FileBody | Promise<FileBody>;
	readonly bytes: number;
	readonly contentType: string;
	/** Ends the transfer. */
	readonly signal?: AbortSignal;
	/** Of this try. Without them, those of a file of its size. */
	readonly limits?: TransferLimits;
	/** Called when it is so slow that nobody else should wait for it. May be called more than once. */
	readonly onSlow?: () => void;
	/** Without it, real time. */
	readonly clock?: Clock;
}

/** Node's `Readable`, which community nodes may not import, or a buffer. */
export type FileBody = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** No answer, or none that tells anything. */
export interface Unclear {
	readonly kind: 'unclear';
	/** Whether the request may have been acted upon. */
	readonly mayHaveArrived: boolean;
	/** The network's own word, e.g. ECONNRESET, or what came instead of an answer. */
	readonly reason: string;
}

export type PutOutcome = { readonly kind: 'stored' } | Refusal | Unclear;

/**
 * Puts one object, once, as a stream. Never throws. The same key and content again is the same object, so that
 * an unclear outcome may be tried again: OSS shows an object only when it is whole.
 */
export async function putObject(
	context: IExecuteFunctions,
	bucket: Bucket,
	key: string,
	content: ObjectContent,
): Promise<PutOutcome> {
	let body: FileBody;
	try {
		body = await content.body();
	} catch {
		return { kind: 'unclear', mayHaveArrived: false, reason: 'the file could not be opened' };
	}
	const answer = await send(context, objectUrl(bucket, key), content, body);
	// After a refusal the rest of the file is never read, and its handle would stay open.
	if (!Buffer.isBuffer(body) && !body.readableEnded) (body as { destroy?: () => void }).destroy?.();
	if ('kind' in answer) return answer;
	return answer.status === 200 ? { kind: 'stored' } : outcomeOf(answer);
}

interface Answer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

async function send(
	context: IExecuteFunctions,
	url: string,
	{
		contentType,
		bytes,
		limits = uploadLimits(bytes),
		clock = systemClock,
		onSlow,
		signal = context.getExecutionCancelSignal?.() ?? new AbortController().signal,
	}: ObjectContent,
	body: FileBody,
): Promise<Answer | Unclear> {
	const put = async (transfer: Transfer): Promise<Answer> => {
		const through = withSignal(context, transfer.signal);
		const response = (await through.helpers.httpRequestWithAuthentication.call(through, OSS_CREDENTIAL, {
			method: 'PUT',
			url,
			headers: { 'Content-Type': contentType, 'Content-Length': String(bytes) },
			body: transfer.sentAs(body),
			// Where redirects may be followed, a streamed body is kept in memory for the next hop. OSS sends none.
			disableFollowRedirect: true,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: transfer.deadlineMs,
		})) as { statusCode: number; headers?: Record<string, unknown>; body?: unknown };
		return {
			status: response.statusCode,
			headers: lowerCased(response.headers),
			text: await transfer.textOf(response.body),
		};
	};
	try {
		return await transferWithin(limits, { clock, signal, onSlow }, put);
	} catch (thrown) {
		if (thrown instanceof TransferEnded)
			return { kind: 'unclear', mayHaveArrived: true, reason: thrown.message };
		// Only the code of it: the error holds the request, and with it the signature.
		const { mayHaveArrived, reason } = connectionError(thrown);
		return { kind: 'unclear', mayHaveArrived, reason };
	}
}

/** A redirect or a client error is a no. Anything else may have been acted upon, or may pass. */
function outcomeOf({ status, headers, text }: Answer): Refusal | Unclear {
	const refusal = refusalIn(status, headers, text);
	if (status >= 300 && status < 500) return refusal;
	const code = refusal.code === null ? '' : ` (${refusal.code})`;
	return { kind: 'unclear', mayHaveArrived: true, reason: `HTTP ${status}${code}` };
}
