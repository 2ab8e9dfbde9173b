import { joined } from './bytes';

/** A file that can be read once, from start to end. */
export interface ForwardSource {
	/** Total bytes, if known. */
	readonly size?: number;
	readonly position: number;
	/** The next n bytes; fewer only at the end. The caller bounds n. */
	read(n: number): Promise<Uint8Array>;
	/** Up to n of the next bytes, as they are at hand: they are not copied. None only at the end. */
	readSome(n: number): Promise<Uint8Array>;
	/** Skips bytes without keeping them. */
	skip(n: number): Promise<void>;
	/** Releases the stream. May be called more than once. */
	close(): Promise<void>;
}

const NOTHING = new Uint8Array(0);

/** A stream, e.g. from n8n's `getBinaryStream`. Holds one chunk at a time. */
export function sourceOfChunks(chunks: AsyncIterable<Uint8Array>, size?: number): ForwardSource {
	const iterator = chunks[Symbol.asyncIterator]();
	let chunk: Uint8Array = NOTHING;
	let position = 0;
	let ended = false;

	async function readSome(n: number): Promise<Uint8Array> {
		while (chunk.length === 0 && !ended) {
			const next = await iterator.next();
			if (next.done) ended = true;
			else chunk = next.value;
		}
		const piece = chunk.subarray(0, n);
		chunk = chunk.subarray(piece.length);
		position += piece.length;
		return piece;
	}

	/** Consumes the next n bytes piece by piece. */
	async function advance(n: number, keep?: (piece: Uint8Array) => void): Promise<void> {
		for (let left = n; left > 0;) {
			const piece = await readSome(left);
			if (piece.length === 0) return;
			left -= piece.length;
			keep?.(piece);
		}
	}

	return {
		size,
		get position() {
			return position;
		},
		async read(n) {
			const pieces: Uint8Array[] = [];
			await advance(n, (piece) => pieces.push(piece));
			return joined(pieces);
		},
		readSome,
		skip: (n) => advance(n),
		async close() {
			if (!ended) await iterator.return?.();
			// A generator that has not begun does nothing when it is closed, and n8n's stream would keep its file open.
			(chunks as { destroy?: () => void }).destroy?.();
			ended = true;
			chunk = NOTHING;
		},
	};
}

/** A file in memory. */
export function sourceOfBytes(bytes: Uint8Array): ForwardSource {
	let position = 0;
	const read = async (n: number): Promise<Uint8Array> => {
		const piece = bytes.subarray(position, position + n);
		position += piece.length;
		return piece;
	};
	return {
		size: bytes.length,
		get position() {
			return position;
		},
		read,
		readSome: read,
		async skip(n) {
			position = Math.min(bytes.length, position + n);
		},
		async close() {},
	};
}

/** Bytes to request at once: a round trip costs more than a few unused bytes. */
const BLOCK = 64 * 1024;

/**
 * A file on a server that supports range requests. Skipped bytes are never requested.
 * @param fetchRange returns the bytes from `first` to `last`, both inclusive; its errors are thrown by `read`
 * @param atOnce bytes to request at once, at least
 */
export function sourceOfRanges(
	fetchRange: (first: number, last: number) => Promise<Uint8Array>,
	size: number,
	atOnce = BLOCK,
): ForwardSource {
	let block: Uint8Array = NOTHING;
	let blockStart = 0;
	let position = 0;

	async function readSome(n: number): Promise<Uint8Array> {
		const wanted = Math.min(n, size - position);
		if (wanted > 0 && position >= blockStart + block.length) {
			const requested = Math.min(Math.max(wanted, atOnce), size - position);
			// A server that returns more than was requested must not shift what follows.
			block = (await fetchRange(position, position + requested - 1)).subarray(0, requested);
			blockStart = position;
		}
		const piece = block.subarray(position - blockStart, position - blockStart + wanted);
		position += piece.length;
		return piece;
	}

	return {
		size,
		get position() {
			return position;
		},
		async read(n) {
			const pieces: Uint8Array[] = [];
			for (let left = n; left > 0;) {
				const piece = await readSome(left);
				if (piece.length === 0) break;
				pieces.push(piece);
				left -= piece.length;
			}
			return joined(pieces);
		},
		readSome,
		async skip(n) {
			position = Math.min(size, position + n);
		},
		async close() {
			block = NOTHING;
		},
	};
}
