/** The slowest line that is waited for: 50 kB/s. */
const BYTES_PER_MS = 50;

/**
 * How long a request may take until its answer begins. n8n's client counts from the start of a request, whether or
 * not its bytes are still moving: a limit that does not grow with them cuts large ones off on a slow line.
 * @param leastMs for a request that sends nothing
 * @returns milliseconds
 */
export const requestTimeout = (leastMs: number, bytesSent: number): number =>
	leastMs + Math.ceil(bytesSent / BYTES_PER_MS);

/** Least time of an upload, in milliseconds. */
export const UPLOAD_LEAST_MS = 5 * 60_000;
