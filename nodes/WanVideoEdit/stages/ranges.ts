import type { IHttpRequestOptions } from 'n8n-workflow';
import { stoppedFailure } from '../failure/stopped';
import { Unreadable } from '../media/facts';
import { networkCodeOf } from '../n8n/requests';
import { inTries } from '../n8n/tries';
import type { Run } from './run';

/** A piece of a linked file. */
export interface Part {
	readonly bytes: Uint8Array;
	/** Bytes of the whole file. */
	readonly total: number;
}

/** Thrown where a host does not give a part of a file. */
export class NotGiven extends Error {
	constructor(
		/** Fits into brackets. */
		reason: string,
		/** Null where there was no answer, or a broken one. */
		readonly httpStatus: number | null,
		/** Whether asking later may help. */
		readonly isPassing: boolean,
	) {
		super(reason);
	}
}

/** Gives the bytes from `first` to `last`, both included, or those up to the end of the file. */
export type Parts = (first: number, last: number) => Promise<Part>;

const TIMEOUT_MS = 30_000;

/** Requests for one link: a file may claim thousands of places to look at, and each costs a round trip. */
const MOST_REQUESTS = 200;

/**
 * A linked file, by ranged requests. A server's fault and a cut connection are tried again: fetching is free.
 * The parts throw `NotGiven`, Failure `stopped`, or `Unreadable` where it takes too many of them.
 */
export function partsOf(link: string, run: Run): Parts {
	let requests = 0;
	const ask = async (first: number, last: number): Promise<Part | NotGiven> => {
		requests += 1;
		if (requests > MOST_REQUESTS) {
			throw new Unreadable(`its header is not found within ${MOST_REQUESTS} requests`);
		}
		return await fetchOnce(link, first, last, run);
	};
	return async (first, last) => {
		const part = await inTries(
			async () => await ask(first, last),
			(one) => one instanceof NotGiven && one.isPassing,
			run,
		);
		if (part === undefined) throw stoppedFailure('while a linked file was being looked at');
		if (part instanceof NotGiven) throw part;
		return part;
	};
}

interface RangedResponse {
	readonly statusCode: number;
	readonly headers: Record<string, string | undefined>;
	readonly body: AsyncIterable<Uint8Array> & { destroy(): unknown };
}

async function fetchOnce(
	link: string,
	first: number,
	last: number,
	{ context, signal }: Run,
): Promise<Part | NotGiven> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: link,
		// Compressed parts have other positions.
		headers: { Range: `bytes=${first}-${last}`, 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: signal,
		timeout: TIMEOUT_MS,
	};
	try {
		const response = (await context.helpers.httpRequest(options)) as RangedResponse;
		const { statusCode, body } = response;
		const total = totalOf(response, first);
		if (typeof total !== 'number' || statusCode === 416) {
			// A whole file may be on its way: it is not wanted.
			body.destroy();
			return typeof total === 'number' ? { bytes: new Uint8Array(), total } : total;
		}
		const wanted = Math.min(last + 1, total) - first;
		const bytes = await firstOf(body, wanted);
		if (bytes.length === wanted) return { bytes, total };
		return new NotGiven(`${bytes.length} of ${wanted} bytes came`, null, true);
	} catch (thrown) {
		return new NotGiven(networkCodeOf(thrown), null, true);
	}
}

/** Bytes of the whole file, by an answer that brings the part that was asked for. */
function totalOf({ statusCode, headers }: RangedResponse, first: number): number | NotGiven {
	const range = headers['content-range'] ?? '';
	// There is no first byte of an empty file.
	if (statusCode === 416 && first === 0 && range === 'bytes */0') return 0;
	if (statusCode !== 200 && statusCode !== 206) {
		return new NotGiven(`HTTP ${statusCode}`, statusCode, statusCode >= 500 || statusCode === 429);
	}
	const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(range) ?? [];
	if (statusCode === 206 && Number(start) === first) return Number(total);
	return new NotGiven('its host gives no parts of it', statusCode, false);
}

/** The first bytes of a body. What a host sends beyond them is not taken. */
async function firstOf(body: RangedResponse['body'], wanted: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let left = wanted;
	for await (const chunk of body) {
		chunks.push(chunk.subarray(0, left));
		left -= chunk.length;
		if (left <= 0) break;
	}
	body.destroy();
	return Buffer.concat(chunks);
}
