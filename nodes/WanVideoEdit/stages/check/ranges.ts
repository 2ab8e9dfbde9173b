import { stoppedFailure } from '../../failure/stopped';
import { Unreadable } from '../../media/facts';
import { type LinkResponse, type LinkRefusal, openLink, type LinkPolicy } from '../../n8n/openLink';
import { networkCodeOf } from '../../n8n/requests';
import { type Transfer, TransferEnded, transferWithin } from '../../n8n/transfer';
import { partLimits, type TransferLimits } from '../../n8n/transferLimits';
import { retryTransfer } from '../../n8n/retryTransfer';
import type { Run } from '../run';

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
		/** It was refused before anything was asked. */
		readonly refusal?: LinkRefusal,
	) {
		super(reason);
	}
}

/** Gives the bytes from `first` to `last`, both included, or those up to the end of the file. */
export type Parts = (first: number, last: number) => Promise<Part>;

/** How a linked file may be looked at. */
export interface LinkAccess {
	readonly reach: LinkPolicy;
	/** Milliseconds for all parts together. */
	readonly withinMs: number;
	/** Called when it is so slow that nobody else should wait for it. May be called more than once. */
	readonly onSlow?: () => void;
}

/** Requests for one link: a file may claim thousands of places to look at, and each costs a round trip. */
const MOST_REQUESTS = 200;

/**
 * A linked file, by ranged requests. A server's fault and a cut connection are tried again: fetching is free.
 * The parts throw `NotGiven`, Failure `stopped`, or `Unreadable` where it takes too many of them.
 */
export function partsOf(link: string, look: LinkAccess, run: Run): Parts {
	let requests = 0;
	const { lineClock } = run;
	const due = lineClock.now() + look.withinMs;
	const ask = async (first: number, last: number, limits: TransferLimits): Promise<Part | NotGiven> => {
		requests += 1;
		if (requests > MOST_REQUESTS) {
			throw new Unreadable(`its header is not found within ${MOST_REQUESTS} requests`);
		}
		return await fetchOnce(link, first, last, { ...look, limits }, run);
	};
	return async (first, last) => {
		const limits = partLimits(last + 1 - first, due - lineClock.now());
		const part = await retryTransfer(
			limits,
			run,
			async (left) => await ask(first, last, left),
			(one) => one instanceof NotGiven && one.isPassing,
		);
		if (part === undefined) throw stoppedFailure('while a linked file was being looked at');
		if (part instanceof NotGiven) throw part;
		return part;
	};
}

async function fetchOnce(
	link: string,
	first: number,
	last: number,
	look: Omit<LinkAccess, 'withinMs'> & { readonly limits: TransferLimits },
	run: Run,
): Promise<Part | NotGiven> {
	const context = { clock: run.lineClock, signal: run.signal, onSlow: look.onSlow };
	try {
		return await transferWithin(look.limits, context, async (transfer) => {
			const range = { Range: `bytes=${first}-${last}` };
			const answer = await openLink(run.context, link, range, look.reach, transfer);
			if (answer.kind === 'notOpened')
				return new NotGiven(answer.reason, null, answer.isPassing, answer.refusal);
			return await partIn(answer, first, last, transfer);
		});
	} catch (thrown) {
		const reason = thrown instanceof TransferEnded ? thrown.message : networkCodeOf(thrown);
		return new NotGiven(reason, null, true);
	}
}

async function partIn(
	answer: LinkResponse,
	first: number,
	last: number,
	transfer: Transfer,
): Promise<Part | NotGiven> {
	const total = totalOf(answer, first);
	// A whole file may be on its way, which is not wanted: the transfer lets go of it.
	if (typeof total !== 'number') return total;
	if (answer.status === 416) return { bytes: new Uint8Array(), total };
	const wanted = Math.min(last + 1, total) - first;
	const bytes = await firstOf(transfer.received(answer.body), wanted);
	if (bytes.length === wanted) return { bytes, total };
	return new NotGiven(`${bytes.length} of ${wanted} bytes came`, null, true);
}

/** Bytes of the whole file, by an answer that brings the part that was asked for. */
function totalOf({ status: statusCode, headers }: LinkResponse, first: number): number | NotGiven {
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
