import { type ForwardSource, sourceOfChunks } from '../../../nodes/WanVideoEdit/media/source';

/** The calls to a source. */
export interface Watch {
	reads: number;
	bytesRead: number;
	largestRead: number;
	skips: number;
	closed: boolean;
}

/** The same source, and a record of its calls. */
export function watched(source: ForwardSource): { source: ForwardSource; watch: Watch } {
	const watch: Watch = { reads: 0, bytesRead: 0, largestRead: 0, skips: 0, closed: false };
	const noted = (wanted: number, bytes: Uint8Array): Uint8Array => {
		watch.reads += 1;
		watch.bytesRead += bytes.length;
		watch.largestRead = Math.max(watch.largestRead, wanted);
		return bytes;
	};
	return {
		watch,
		source: {
			size: source.size,
			get position() {
				return source.position;
			},
			read: async (n) => noted(n, await source.read(n)),
			readSome: async (n) => noted(n, await source.readSome(n)),
			async skip(n) {
				watch.skips += 1;
				await source.skip(n);
			},
			async close() {
				watch.closed = true;
				await source.close();
			},
		},
	};
}

/** A stream of a file in chunks of this size. */
export const stream = (bytes: Uint8Array, chunkSize: number): ForwardSource =>
	sourceOfChunks(chunksOf(bytes, chunkSize), bytes.length);

export async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
