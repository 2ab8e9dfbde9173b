import { requestTimeout, UPLOAD_LEAST_MS } from '../timing/requestTimeout';

/** What one transfer may take: from its request until its last byte. */
export interface TransferLimits {
	/** Milliseconds for all of it. */
	readonly deadlineMs: number;
	/** Bytes that are taken, unpacked. */
	readonly mostBytes: number;
}

const MB = 1024 * 1024;

/**
 * What moves less than this is as good as dead: a fifth of the slowest line that is waited for (50 kB/s), over a span
 * that is longer than the pauses of a line which comes back. It counts from the request on, so that a host which
 * never answers ends as soon as one that drips.
 */
export const LEAST_RATE = { bytes: 300_000, withinMs: 30_000 } as const;

/**
 * For the answer, once all of a file is handed to the network: what waits in its buffers, some megabytes, has to get
 * through on the slowest line.
 */
export const ANSWER_MS = 120_000;

/** Slower than the slowest line that is planned for: nobody else should wait behind it. */
export const SLOW = { bytes: 150_000, withinMs: 3_000 } as const;

/** Slack for the start of a transfer: names, connection, redirects, a host that has to fetch the file itself. */
const BEGIN_MS = 60_000;

/** A result has 15 s at 1080P at most (ALI-27), some 30 MB as the models write it. The rest is room for what comes. */
const RESULT_BYTES = 300 * MB;

/** A video or an image behind a link, of at most so many bytes. */
export const linkLimits = (mostBytes: number): TransferLimits => ({
	deadlineMs: requestTimeout(BEGIN_MS, mostBytes),
	mostBytes,
});

/** The video of a finished task. */
export const RESULT_LIMITS: TransferLimits = linkLimits(RESULT_BYTES);

/** The headers of a linked file, of 16 MB at most, or a mask: all of its parts together. */
export const LOOK_MS = requestTimeout(BEGIN_MS, 16 * MB);

/**
 * A part of a linked file, of so many bytes: time for three tries. The body may be longer: the rest is not taken.
 * @param leftMs of the time for all parts
 */
export const partLimits = (bytes: number, leftMs: number): TransferLimits => ({
	deadlineMs: Math.max(0, Math.min(requestTimeout(3 * LEAST_RATE.withinMs, bytes), leftMs)),
	mostBytes: Infinity,
});

/** A file of so many bytes on its way to a storage. Its answer is a page of XML at most. */
export const uploadLimits = (bytes: number): TransferLimits => ({
	deadlineMs: requestTimeout(UPLOAD_LEAST_MS, bytes),
	mostBytes: MB,
});
