/** The slowest supported connection: 50 kB/s. */
const BYTES_PER_MS = 50;

/**
 * How long a request may take until its response begins. n8n's client counts from the start of a request,
 * even while its body is being sent: a constant timeout would cut off large requests on a slow connection.
 * @param leastMs for a request without a body
 * @returns milliseconds
 */
export const requestTimeout = (leastMs: number, bytesSent: number): number =>
	leastMs + Math.ceil(bytesSent / BYTES_PER_MS);

/** Minimum time for an upload, in milliseconds. */
export const UPLOAD_LEAST_MS = 5 * 60_000;
