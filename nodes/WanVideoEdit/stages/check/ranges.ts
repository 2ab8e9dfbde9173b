import { stoppedFailure } from '../../failure/stopped';
import { Unreadable } from '../../media/facts';
import {
	type BodyStream,
	type LinkResponse,
	type LinkRefusal,
	openLink,
	type LinkPolicy,
} from '../../n8n/openLink';
import { networkCodeOf } from '../../n8n/requests';
import { type Transfer, TransferEnded, transferWithin } from '../../n8n/transfer';
import { linkLimits, partLimits, type TransferLimits } from '../../n8n/transferLimits';
import { retryTransfer } from '../../n8n/retryTransfer';
import { sourceOfRanges } from '../../media/source';
import type { Content } from './seenSlot';
import type { Run } from '../run';

/** A piece of a linked file. */
export interface Part {
	readonly bytes: Uint8Array;
	/** Bytes of the whole file. */
	readonly total: number;
	/** A stream of Node.js, read to its end or closed. */
	readonly stream: BodyStream;
}

/** Thrown if a part of a file could not be downloaded. */
export class PartUnavailable extends Error {
	constructor(
		/** Fits into brackets. */
		reason: string,
		/** Null if there was no response, or a broken one. */
		readonly httpStatus: number | null,
		/** Whether a retry may help. */
		readonly isPassing: boolean,
		/** The link was blocked before any request was sent. */
		readonly refusal?: LinkRefusal,
	) {
		super(reason);
	}
}

/** Downloads the bytes from `first` to `last` inclusive, or to the end of the file if it is shorter. */
export type Parts = (first: number, last: number) => Promise<Part>;

/** How a linked file may be inspected. */
export interface LinkAccess {
	readonly reach: LinkPolicy;
	/** Milliseconds for all parts together. */
	readonly withinMs: number;
	/** Called when the host is too slow for others to wait for it. May be called more than once. */
	readonly onSlow?: () => void;
	/** Maximum number of requests. */
	readonly mostRequests?: number;
}

/**
 * Maximum number of requests for one link: a file may list thousands of offsets to read, and each costs a
 * round trip.
 */
const MOST_REQUESTS = 200;
/** The same for the content of a film, of which a megabyte is read at once, or a few frames between parts to skip. */
const MOST_FOR_CONTENT = 5_000;
const CONTENT_AT_ONCE = 1024 * 1024;

/**
 * Reads a linked file by range requests. Server errors and lost connections are retried: downloads are free.
 * The returned function throws `PartUnavailable`, Failure `stopped`, or `Unreadable` if it takes too many
 * requests.
 */
export function partsOf(link: string, access: LinkAccess, run: Run): Parts {
	let requests = 0;
	const { mostRequests = MOST_REQUESTS } = access;
	const { lineClock } = run;
	const due = lineClock.now() + access.withinMs;
	const request = async (
		first: number,
		last: number,
		limits: TransferLimits,
	): Promise<Part | PartUnavailable> => {
		requests += 1;
		if (requests > mostRequests) {
			throw new Unreadable(`its header is not found within ${mostRequests} requests`);
		}
		return await fetchOnce(link, first, last, { ...access, limits }, run);
	};
	return async (first, last) => {
		const limits = partLimits(last + 1 - first, due - lineClock.now());
		const part = await retryTransfer(
			limits,
			run,
			async (left) => await request(first, last, left),
			(one) => one instanceof PartUnavailable && one.isPassing,
		);
		if (part === undefined) throw stoppedFailure('while a linked file was being checked');
		if (part instanceof PartUnavailable) throw part;
		return part;
	};
}

async function fetchOnce(
	link: string,
	first: number,
	last: number,
	access: Omit<LinkAccess, 'withinMs'> & { readonly limits: TransferLimits },
	run: Run,
): Promise<Part | PartUnavailable> {
	const context = { clock: run.lineClock, signal: run.signal, onSlow: access.onSlow };
	try {
		return await transferWithin(access.limits, context, async (transfer) => {
			const range = { Range: `bytes=${first}-${last}` };
			const response = await openLink(run.context, link, range, access.reach, transfer);
			if (response.kind === 'notOpened')
				return new PartUnavailable(response.reason, null, response.isPassing, response.refusal);
			return await partIn(response, first, last, transfer);
		});
	} catch (thrown) {
		const reason = thrown instanceof TransferEnded ? thrown.message : networkCodeOf(thrown);
		return new PartUnavailable(reason, null, true);
	}
}

async function partIn(
	response: LinkResponse,
	first: number,
	last: number,
	transfer: Transfer,
): Promise<Part | PartUnavailable> {
	const total = totalOf(response, first);
	// On failure, the host may be sending the whole file: the transfer closes the connection.
	if (typeof total !== 'number') return total;
	const { body: stream } = response;
	if (response.status === 416) return { bytes: new Uint8Array(), total, stream };
	const wanted = Math.min(last + 1, total) - first;
	const bytes = await firstOf(transfer.received(response.body), wanted);
	if (bytes.length === wanted) return { bytes, total, stream };
	return new PartUnavailable(`only ${bytes.length} of ${wanted} bytes arrived`, null, true);
}

/** Size of the whole file, from a response that contains the requested part. */
function totalOf({ status: statusCode, headers }: LinkResponse, first: number): number | PartUnavailable {
	const range = headers['content-range'] ?? '';
	// An empty file has no first byte.
	if (statusCode === 416 && first === 0 && range === 'bytes */0') return 0;
	if (statusCode !== 200 && statusCode !== 206) {
		return new PartUnavailable(`HTTP ${statusCode}`, statusCode, statusCode >= 500 || statusCode === 429);
	}
	const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(range) ?? [];
	if (statusCode === 206 && Number(start) === first) return Number(total);
	return new PartUnavailable('its host does not support range requests', statusCode, false);
}

/** The first bytes of a body. The rest is not read. */
async function firstOf(body: AsyncIterable<Uint8Array>, wanted: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let left = wanted;
	for await (const chunk of body) {
		chunks.push(chunk.subarray(0, left));
		left -= chunk.length;
		if (left <= 0) break;
	}
	return Buffer.concat(chunks);
}

/** The content of a linked file, read by ranges whenever it is opened. Its sources throw as `partsOf` does. */
export function linkedContent(link: string, bytes: number, access: LinkAccess, run: Run): Content {
	const withinMs = Math.min(access.withinMs, linkLimits(bytes).deadlineMs);
	const parts = () => partsOf(link, { ...access, withinMs, mostRequests: MOST_FOR_CONTENT }, run);
	return {
		identity: link,
		async open(reading) {
			const next = parts();
			const range = async (first: number, last: number) => (await next(first, last)).bytes;
			return sourceOfRanges(range, bytes, reading === 'sparse' ? undefined : CONTENT_AT_ONCE);
		},
		stream: async () => (await parts()(0, 0)).stream,
	};
}
