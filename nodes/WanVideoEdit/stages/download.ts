import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { quoted } from '../failure/quoted';
import { stoppedFailure } from '../failure/stopped';
import { Bytes } from '../media/bytes';
import { inspect, type MediaFacts } from '../media/inspect';
import { sniff, SNIFFED_BYTES } from '../media/sniff';
import { sourceOfChunks } from '../media/source';
import { sizeOf, storedFile } from '../n8n/files';
import { peekStream } from '../n8n/peekStream';
import { networkCodeOf } from '../n8n/requests';
import { type LinkRefusal, openLink, type LinkPolicy } from '../n8n/openLink';
import { streamLike, type Transfer, TransferEnded, transferWithin } from '../n8n/transfer';
import type { TransferLimits } from '../n8n/transferLimits';
import { retryTransfer } from '../n8n/retryTransfer';
import { fileTypeOf } from '../media/fileTypes';
import type { Run } from './run';

/** A file to download. */
export interface DownloadRequest {
	readonly fileName: string;
	/** For messages. */
	readonly what: string;
	/** Checks the content, which decides the type. Anything but a video is rejected. */
	readonly mustBeVideo?: boolean;
	/** Of all tries together. A file that announces more bytes is not downloaded; one that has more is not kept. */
	readonly limits: TransferLimits;
	readonly reach: LinkPolicy;
	/** Called when the download is too slow for others to wait for it. May be called more than once. */
	readonly onSlow?: () => void;
}

/** Result of a download. */
export type Download = { readonly kind: 'file'; readonly file: IBinaryData } | FailedDownload;

export interface FailedDownload {
	readonly kind: 'failed';
	/** Fits into brackets. */
	readonly reason: string;
	readonly httpStatus: number | null;
	/** Whether the same link may work later. */
	readonly isPassing: boolean;
	/** Rejected before any request was sent. */
	readonly refusal?: LinkRefusal;
	/** More bytes than the limit: the announced number, or Infinity. */
	readonly tooLarge?: number;
	/** What came instead of a video or an image. It was not stored. */
	readonly facts?: MediaFacts;
	/** A complete film, judged by its length and beginning, whose header cannot be read here. */
	readonly unread?: IBinaryData;
}

/**
 * Streams a linked file into n8n's binary store. No key is sent: result links carry their own signature. A lost
 * connection, a server error, or a page instead of a video is retried, because downloads are free.
 * @throws Failure `stopped`
 */
export async function downloadToStore(link: string, wanted: DownloadRequest, run: Run): Promise<Download> {
	// n8n's client also reads data URLs, which are not files of Alibaba Cloud.
	if (!/^https?:\/\//i.test(link) || !URL.canParse(link)) {
		return failed(`its link is ${quoted(link)}, not an http or https address`, {
			isPassing: false,
		});
	}
	const result = await retryTransfer(
		wanted.limits,
		run,
		async (limits) => await fetchOnce(link, { ...wanted, limits }, run),
		(one) => one.kind === 'failed' && one.isPassing,
	);
	if (result === undefined) throw stoppedFailure(`while ${wanted.what} was being downloaded`);
	// The video is paid for, and every retry returns the same: a film that only this node cannot read is better than none.
	if (result.kind === 'failed' && result.unread) return { kind: 'file', file: result.unread };
	return result;
}

async function fetchOnce(link: string, wanted: DownloadRequest, run: Run): Promise<Download> {
	const context = { clock: run.lineClock, signal: run.signal, onSlow: wanted.onSlow };
	try {
		return await transferWithin(
			wanted.limits,
			context,
			async (transfer) => await store(link, wanted, run, transfer),
		);
	} catch (thrown) {
		if (!(thrown instanceof TransferEnded)) return failed(networkCodeOf(thrown));
		if (thrown.why === 'tooLarge') return failed(thrown.message, { isPassing: false, tooLarge: Infinity });
		return failed(thrown.message);
	}
}

async function store(
	link: string,
	wanted: DownloadRequest,
	{ context }: Run,
	transfer: Transfer,
): Promise<Download> {
	const response = await openLink(context, link, {}, wanted.reach, transfer);
	if (response.kind === 'notOpened') {
		const { reason, ...why } = response;
		return failed(reason, why);
	}
	const { status, headers, body } = response;
	const announced = Number(headers['content-length'] ?? NaN);
	const unwanted = status === 200 ? unwantedLength(announced, wanted.limits) : notOk(status);
	// The transfer closes the connection.
	if (unwanted) return unwanted;
	const { head, all } = await peekStream(transfer.received(body), SNIFFED_BYTES);
	const refused = unwantedContent(head, wanted);
	if (refused) return refused;
	const type = typeOf(headers['content-type']);
	const file = await context.helpers.prepareBinaryData(streamLike(body, all), wanted.fileName, type);
	const bytes = await sizeOf(context, storedFile(context, file));
	if (bytes < announced) return failed(`${bytes} of ${announced} bytes`);
	return wanted.mustBeVideo
		? await asVideo(file, bytes, bytes === announced, context)
		: { kind: 'file', file };
}

const NO_BYTES = 'no bytes';

/** Only 200 means a whole file: 206 is a part of it, 202 and 204 have none. */
const notOk = (httpStatus: number): FailedDownload =>
	failed(`HTTP ${httpStatus}`, {
		httpStatus,
		isPassing: httpStatus < 300 || httpStatus === 408 || httpStatus === 429 || httpStatus >= 500,
	});

/** @param announced NaN if no length is announced */
function unwantedLength(announced: number, { mostBytes }: TransferLimits): FailedDownload | undefined {
	if (announced === 0) return failed(NO_BYTES);
	if (!(announced > mostBytes)) return undefined;
	return failed(`${announced} bytes`, { isPassing: false, tooLarge: announced });
}

/** Content whose first bytes rule it out is not stored: a node cannot delete it from n8n's store. */
function unwantedContent(head: Uint8Array, { mustBeVideo }: DownloadRequest): FailedDownload | undefined {
	if (head.length === 0) return failed(NO_BYTES);
	const sniffed = sniff(new Bytes(head));
	if (typeof sniffed === 'function') return undefined;
	const isPassing = mustBeVideo === true;
	if (typeof sniffed === 'string') {
		return failed(`${sniffed} instead of a video`, { isPassing, facts: { kind: 'other', format: sniffed } });
	}
	const reason = 'its format is unknown';
	return failed(`the video cannot be read: ${reason}`, { isPassing, facts: { kind: 'unreadable', reason } });
}

/** The file with the type of its content: a gateway may send a page and call it a video. */
async function asVideo(
	file: IBinaryData,
	bytes: number,
	isWhole: boolean,
	context: IExecuteFunctions,
): Promise<Download> {
	const facts = await inspect(sourceOfChunks(await storedFile(context, file).open(), bytes));
	if (facts.kind === 'unreadable') {
		const unread = isWhole && facts.beginsAsFilm ? asFilm(file, 'video/mp4') : undefined;
		return failed(`the video cannot be read: ${facts.reason}`, { unread });
	}
	const { mimeType } = fileTypeOf(facts);
	if (!mimeType.startsWith('video/')) return failed(`${facts.format} instead of a video`);
	return { kind: 'file', file: asFilm(file, mimeType) };
}

const asFilm = (file: IBinaryData, mimeType: string): IBinaryData => ({
	...file,
	mimeType,
	fileType: 'video',
});

/** A temporary failure without a status, unless stated otherwise. */
const failed = (
	reason: string,
	{ isPassing = true, httpStatus = null, ...more }: Partial<Omit<FailedDownload, 'kind' | 'reason'>> = {},
): FailedDownload => ({ ...more, kind: 'failed', reason, isPassing, httpStatus });

/** The type in the header if it is specific; otherwise a result is taken as a video. */
function typeOf(header: string | undefined): string {
	const [type = ''] = (header ?? '').toLowerCase().split(';');
	return /^(video|image)\//.test(type.trim()) ? type.trim() : 'video/mp4';
}
