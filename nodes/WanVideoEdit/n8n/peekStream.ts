/**
 * Reads the first bytes of a stream, and returns them with a stream of all bytes.
 * @returns fewer bytes as head only if the stream has no more
 */
export async function peekStream(
	chunks: AsyncGenerator<Uint8Array>,
	bytes: number,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
	const read: Uint8Array[] = [];
	let length = 0;
	while (length < bytes) {
		const part = await chunks.next();
		if (part.done === true) break;
		read.push(part.value);
		length += part.value.byteLength;
	}
	async function* all(): AsyncGenerator<Uint8Array> {
		yield* read;
		yield* chunks;
	}
	return { head: Buffer.concat(read).subarray(0, bytes), all: all() };
}
