import { open, readFile } from 'node:fs/promises';
import type { Layout } from './cases';

const BOX_HEADER = 8;

/**
 * Writes a valid copy of an MP4 with an exact size, padded by a `free` box, which players skip. The padding
 * is a hole in the file and takes no space on disk.
 *
 * @param sample an MP4 with its header before its content
 * @param layout `headerLast`: the header follows the `free` box, which a reader must skip
 */
export async function writePaddedVideo(
	path: string,
	sample: string,
	bytes: number,
	layout: Layout,
): Promise<void> {
	const head = await readFile(sample);
	const header = boxIn(head, 'moov');
	const tail = layout === 'headerLast' ? Buffer.from(header) : Buffer.alloc(0);
	// The content must keep its position, which the header contains: another box fills the header's space.
	if (layout === 'headerLast') header.write('free', 4, 'latin1');

	const padding = bytes - head.length - tail.length;
	if (padding < BOX_HEADER) throw new Error(`${sample} is too large for a file of ${bytes} bytes`);
	const free = Buffer.alloc(BOX_HEADER);
	free.writeUInt32BE(padding, 0);
	free.write('free', 4, 'latin1');

	const file = await open(path, 'w');
	try {
		await file.write(Buffer.concat([head, free]), 0, undefined, 0);
		await file.truncate(bytes);
		await file.write(tail, 0, undefined, bytes - tail.length);
	} finally {
		await file.close();
	}
}

/** A box of a file, as a view of it. ISO/IEC 14496-12, 4.2; without support for boxes of 4 GB and more. */
function boxIn(file: Buffer, wanted: string): Buffer {
	for (let at = 0; at < file.length;) {
		const length = file.readUInt32BE(at);
		if (length < BOX_HEADER || at + length > file.length) break;
		if (file.toString('latin1', at + 4, at + 8) === wanted) return file.subarray(at, at + length);
		at += length;
	}
	throw new Error(`The sample has no box ${wanted}`);
}
