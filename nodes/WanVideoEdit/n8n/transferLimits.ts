import { requestTimeout, UPLOAD_LEAST_MS } from '../timing/requestTimeout';

/** Limits of one transfer, from its request to its last byte. */
export interface TransferLimits {
	/** Milliseconds in total. */
	readonly deadlineMs: number;
	/** Maximum bytes accepted, after decompression. */
	readonly mostBytes: number;
}

const MB = 1024 * 1024;

/**
 * A slower transfer counts as stalled: a fifth of the slowest supported connection (50 kB/s), over a period longer than
 * usual interruptions. It counts from the request on, so that a host that never responds times out just as early.
 */
export const LEAST_RATE = { bytes: 300_000, withinMs: 30_000 } as const;

/**
 * Time for the response after a whole file was passed to the network: some megabytes in its buffers must still be sent
 * over the slowest connection.
 */
export const RESPONSE_MS = 120_000;

/** Slower than the slowest supported connection: others should not wait behind it. */
export const SLOW = { bytes: 150_000, withinMs: 3_000 } as const;

/** Extra time for the start of a transfer: DNS, connection, redirects, a host that must fetch the file itself. */
const BEGIN_MS = 60_000;

/** A result has 15 s at 1080P at most (ALI-27), about 30 MB as the models encode it. The rest is reserve: it is paid for. */
const RESULT_BYTES = 640 * MB;

/** For a linked video or image of at most `mostBytes`. */
export const linkLimits = (mostBytes: number): TransferLimits => ({
	deadlineMs: requestTimeout(BEGIN_MS, mostBytes),
	mostBytes,
});

/** For the video of a finished task. */
export const RESULT_LIMITS: TransferLimits = linkLimits(RESULT_BYTES);

/** The headers of a linked file, of 16 MB at most, or a mask: all of its parts together. */
export const CHECK_MS = requestTimeout(BEGIN_MS, 16 * MB);

/**
 * For a part of a linked file with that many bytes: time for three tries. The body may be longer: the rest is ignored.
 * @param leftMs remaining time for all parts
 */
export const partLimits = (bytes: number, leftMs: number): TransferLimits => ({
	deadlineMs: Math.max(0, Math.min(requestTimeout(3 * LEAST_RATE.withinMs, bytes), leftMs)),
	mostBytes: Infinity,
});

/** For the upload of a file with that many bytes. The response is a page of XML at most. */
export const uploadLimits = (bytes: number): TransferLimits => ({
	deadlineMs: requestTimeout(UPLOAD_LEAST_MS, bytes),
	mostBytes: MB,
});
