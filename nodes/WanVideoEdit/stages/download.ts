import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { quoted } from '../failure/quoted';
import { stoppedFailure } from '../failure/stopped';
import { inspect } from '../media/inspect';
import { sourceOfChunks } from '../media/source';
import { sizeOf, storedFile } from '../n8n/files';
import { networkCodeOf } from '../n8n/requests';
import { inTries } from '../n8n/tries';
import { fileTypeOf } from '../placement/fileTypes';
import type { Run } from './run';

/** A body that is being streamed, as n8n's binary store takes it. */
type BodyStream = Extract<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	{ destroy(): unknown }
>;

interface StreamedResponse {
	readonly statusCode: number;
	readonly headers: Record<string, string | undefined>;
	readonly body: BodyStream;
}

/** What is to be fetched. */
export interface Wanted {
	readonly fileName: string;
	/** For messages. */
	readonly what: string;
	/** Looks at the content, which gives the type. Anything but a video is not taken. */
	readonly mustBeVideo?: boolean;
	/** A file that announces more is not begun. */
	readonly maxBytes?: number;
}

/** How a download came out. */
export type Download =
	| { readonly kind: 'file'; readonly file: IBinaryData }
	| {
			readonly kind: 'failed';
			/** Fits into brackets. */
			readonly reason: string;
			readonly httpStatus: number | null;
			/** Whether the same link may bring the file later. */
			readonly isPassing: boolean;
			/** Bytes that were announced, where they are more than `maxBytes`. */
			readonly tooLarge?: number;
			/** A whole film by length and beginning, whose header cannot be read here. */
			readonly unread?: IBinaryData;
	  };

/**
 * Streams what is behind a link into n8n's binary store. No key goes along: result links carry their own
 * signature. A cut connection, a server's fault, or a page in the place of a video is tried again, since fetching
 * is free.
 * @throws Failure `stopped`
 */
export async function fetchIntoStore(link: string, wanted: Wanted, run: Run): Promise<Download> {
	// n8n's client also reads data URLs, which are no files of a provider.
	if (!/^https?:\/\//i.test(link) || !URL.canParse(link)) {
		return failed(`its link is ${quoted(link)}, not an address that begins with http or https`, {
			isPassing: false,
		});
	}
	const result = await inTries(
		async () => await fetchOnce(link, wanted, run),
		(one) => one.kind === 'failed' && one.isPassing,
		run,
	);
	if (result === undefined) throw stoppedFailure(`while ${wanted.what} was being downloaded`);
	// It is paid for, and the same each time: better a film that only this node cannot read than none.
	if (result.kind === 'failed' && result.unread) return { kind: 'file', file: result.unread };
	return result;
}

async function fetchOnce(link: string, wanted: Wanted, { context, signal }: Run): Promise<Download> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: link,
		// What is packed is unpacked on arrival, and its announced length says nothing.
		headers: { 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: signal,
	};
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequest(options)) as StreamedResponse;
		const announced = Number(headers['content-length'] ?? NaN);
		const unwanted = statusCode === 200 ? unwantedLength(announced, wanted) : notOk(statusCode);
		if (unwanted) {
			body.destroy();
			return unwanted;
		}
		const type = typeOf(headers['content-type']);
		const file = await context.helpers.prepareBinaryData(body, wanted.fileName, type);
		const bytes = await sizeOf(context, storedFile(context, file));
		if (bytes === 0) return failed(NO_BYTES);
		if (bytes < announced) return failed(`${bytes} of ${announced} bytes`);
		return wanted.mustBeVideo
			? await asVideo(file, bytes, bytes === announced, context)
			: { kind: 'file', file };
	} catch (thrown) {
		return failed(networkCodeOf(thrown));
	}
}

const NO_BYTES = 'no bytes';

/** 200 alone stands for a whole file: 206 is a part of it, 202 and 204 are none. */
const notOk = (httpStatus: number): Download =>
	failed(`HTTP ${httpStatus}`, {
		httpStatus,
		isPassing: httpStatus < 300 || httpStatus === 408 || httpStatus === 429 || httpStatus >= 500,
	});

/** @param announced NaN where nothing is announced */
function unwantedLength(announced: number, { maxBytes = Infinity }: Wanted): Download | undefined {
	if (announced === 0) return failed(NO_BYTES);
	if (!(announced > maxBytes)) return undefined;
	return failed(`${announced} bytes`, { isPassing: false, tooLarge: announced });
}

/** The file with the type of its content: a gateway may answer with a page, and call it a video. */
async function asVideo(
	file: IBinaryData,
	bytes: number,
	isWhole: boolean,
	context: IExecuteFunctions,
): Promise<Download> {
	const facts = await inspect(sourceOfChunks(await storedFile(context, file).open(), bytes));
	if (facts.kind === 'unreadable') {
		const unread = isWhole && facts.beginsAsFilm ? asFilm(file, 'video/mp4') : undefined;
		return failed(`no video that can be read: ${facts.reason}`, { unread });
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

/** A failure that may pass and has no status, if nothing else is said. */
const failed = (
	reason: string,
	more: Partial<Extract<Download, { kind: 'failed' }>> = {},
): Extract<Download, { kind: 'failed' }> => ({
	kind: 'failed',
	reason,
	httpStatus: null,
	isPassing: true,
	...more,
});

/** The header's type, where it says more than "some bytes"; the result is a video in any other case. */
function typeOf(header: string | undefined): string {
	const [type = ''] = (header ?? '').toLowerCase().split(';');
	return /^(video|image)\//.test(type.trim()) ? type.trim() : 'video/mp4';
}
