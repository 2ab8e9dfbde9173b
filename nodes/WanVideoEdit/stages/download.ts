import type { IBinaryData, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { networkCodeOf } from '../n8n/requests';
import type { Run } from './run';
import { stoppedFailure } from '../failure/stopped';

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

/** How a download came out. */
export type Download =
	| { readonly kind: 'file'; readonly file: IBinaryData }
	| { readonly kind: 'failed'; readonly reason: string; readonly httpStatus: number | null };

const ATTEMPTS = 3;
const PAUSE_MS = 2_000;

/**
 * Streams what is behind a link into n8n's binary store. No key goes along: result links carry their own
 * signature. A cut connection or a server's fault is tried again, since fetching is free.
 * @throws Failure `stopped`
 */
export async function fetchIntoStore(
	link: string,
	{ fileName, what }: { readonly fileName: string; readonly what: string },
	run: Run,
): Promise<Download> {
	for (let attempt = 1; ; attempt++) {
		const result = await fetchOnce(link, fileName, run);
		if (run.signal.aborted) throw stoppedFailure(`while ${what} was being downloaded`);
		const isPassing = result.kind === 'failed' && (result.httpStatus === null || result.httpStatus >= 500);
		if (!isPassing || attempt === ATTEMPTS) return result;
		await run.clock.sleep(PAUSE_MS * attempt, run.signal);
	}
}

async function fetchOnce(link: string, fileName: string, { context, signal }: Run): Promise<Download> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: link,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: signal,
	};
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequest(options)) as StreamedResponse;
		if (statusCode < 200 || statusCode > 299) {
			body.destroy();
			return { kind: 'failed', reason: `HTTP ${statusCode}`, httpStatus: statusCode };
		}
		const file = await context.helpers.prepareBinaryData(body, fileName, typeOf(headers['content-type']));
		const announced = Number(headers['content-length'] ?? NaN);
		if (file.bytes !== undefined && Number.isFinite(announced) && file.bytes !== announced) {
			return { kind: 'failed', reason: `${file.bytes} of ${announced} bytes`, httpStatus: null };
		}
		return { kind: 'file', file };
	} catch (thrown) {
		return { kind: 'failed', reason: networkCodeOf(thrown), httpStatus: null };
	}
}

/** The header's type, where it says more than "some bytes"; the result is a video in any other case. */
function typeOf(header: string | undefined): string {
	const [type = ''] = (header ?? '').toLowerCase().split(';');
	return /^(video|image)\//.test(type.trim()) ? type.trim() : 'video/mp4';
}
