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

/** The content of a PUT request. */
export interface ObjectContent {
	/** Opens the content again for every attempt: a stream can be read only once. */
	readonly body: () => FileBody | Promise<FileBody>;
	readonly bytes: number;
	readonly contentType: string;
	/** Aborts the transfer. */
	readonly signal?: AbortSignal;
	/** Limits of this attempt. Default: those for a file of its size. */
	readonly limits?: TransferLimits;
	/** Called when the upload is too slow for others to wait for it. May be called more than once. */
	readonly onSlow?: () => void;
	/** Default: real time. */
	readonly clock?: Clock;
}

/** Node's `Readable`, which community nodes may not import, or a buffer. */
export type FileBody = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** No response, or one that says nothing about the outcome. */
export interface Unclear {
	readonly kind: 'unclear';
	/** Whether the request may have been executed. */
	readonly mayHaveArrived: boolean;
	/** The network error code, e.g. ECONNRESET, or what came instead of a response. */
	readonly reason: string;
}

export type PutOutcome = { readonly kind: 'stored' } | Refusal | Unclear;

/**
 * Uploads one object as a stream, in a single request. Never throws. Uploading the same content to the same
 * key again gives the same object, so an unclear outcome may be retried: OSS shows an object only when it is
 * complete.
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
	const received = await send(context, objectUrl(bucket, key), content, body);
	// After a rejection, the rest of the file is never read, and its handle would stay open.
	if (!Buffer.isBuffer(body) && !body.readableEnded) (body as { destroy?: () => void }).destroy?.();
	if ('kind' in received) return received;
	return received.status === 200 ? { kind: 'stored' } : outcomeOf(received);
}

interface Received {
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
): Promise<Received | Unclear> {
	const put = async (transfer: Transfer): Promise<Received> => {
		const through = withSignal(context, transfer.signal);
		const response = (await through.helpers.httpRequestWithAuthentication.call(through, OSS_CREDENTIAL, {
			method: 'PUT',
			url,
			headers: { 'Content-Type': contentType, 'Content-Length': String(bytes) },
			body: transfer.sentAs(body),
			// Otherwise, a streamed body is kept in memory for a redirect. OSS sends none.
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
		// Only its code: the error contains the request, and so the signature.
		const { mayHaveArrived, reason } = connectionError(thrown);
		return { kind: 'unclear', mayHaveArrived, reason };
	}
}

/** A redirect or a client error is a rejection. Anything else may have been executed, or be temporary. */
function outcomeOf({ status, headers, text }: Received): Refusal | Unclear {
	const refusal = refusalIn(status, headers, text);
	if (status >= 300 && status < 500) return refusal;
	const code = refusal.code === null ? '' : ` (${refusal.code})`;
	return { kind: 'unclear', mayHaveArrived: true, reason: `HTTP ${status}${code}` };
}
