import { trimEnd } from '../text/trim';
import type { Bytes } from './bytes';
import { Unreadable, type ImageFacts } from './facts';
import { endOfValues, TIFF_TAGS, tiffByteOrder, tiffNumbers } from './headers/tiffDirectory';
import { MOST_HELD, type Reader } from './reader';

/** Bytes to search for a marker at a time. */
const PIECE = 64 * 1024;
/** Rows are padded with up to three bytes. Some programs leave out the padding of the last row. */
const BMP_FILLING = 3;

/** Follows a file of known size to its end by its lengths and markers, without decoding pixels. @throws Unreadable if it is cut off */
type FollowToEnd = (reader: Reader) => Promise<void>;

const FOLLOW: Readonly<Record<ImageFacts['format'], FollowToEnd>> = {
	PNG: followPng,
	JPEG: followJpeg,
	BMP: followBmp,
	WEBP: followWebp,
	TIFF: followTiff,
};

/**
 * Checks that an image is complete. Bytes after its end are ignored. Holds 64 KiB in memory; for a TIFF, the whole file.
 * @param reader at the start of the file
 * @throws Unreadable if it is cut off
 */
export const demandEnd = async (reader: Reader, format: ImageFacts['format']): Promise<void> =>
	await FOLLOW[format](reader);

/** Whether the header gives the length of the file. Then nothing else is read. */
export const isEndInHeader = (format: ImageFacts['format']): boolean => format === 'BMP' || format === 'WEBP';

/** Bytes at the end of a file that `isEnd` reads. */
export const END_BYTES = 64;

/** Whether these last bytes of a file are certainly its end. If not, other bytes may follow the end. */
export function isEnd(tail: Bytes, format: ImageFacts['format']): boolean {
	const text = tail.text(0, tail.length);
	if (format === 'PNG') return text.startsWith('\0\0\0\0IEND', text.length - 12);
	return format === 'JPEG' && trimEnd(text, /\0/).endsWith('\xff\xd9');
}

async function move(reader: Reader, bytes: number): Promise<void> {
	if (bytes > reader.left) throw new Unreadable('it is cut off');
	await reader.skip(bytes);
}

async function followPng(reader: Reader): Promise<void> {
	await move(reader, 8);
	for (let type = ''; type !== 'IEND';) {
		const chunk = await reader.take(8);
		type = chunk.text(4, 4);
		await move(reader, chunk.u32(0) + 4);
	}
}

/** Source: ITU-T T.81, B.1.1 */
async function followJpeg(reader: Reader): Promise<void> {
	await move(reader, 2);
	for (;;) {
		const marker = await nextMarker(reader);
		if (marker === 0xd9) return;
		if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
		await move(reader, Math.max(0, (await reader.take(2)).u16(0) - 2));
	}
}

/** Skips the data of a scan, in which 00 follows every ff, to the next marker. */
async function nextMarker(reader: Reader): Promise<number> {
	for (;;) {
		const { data } = await reader.peek(PIECE);
		if (data.length < 2) throw new Unreadable('it is cut off');
		const at = data.indexOf(0xff);
		const following = data[at + 1];
		if (at < 0) await reader.skip(data.length);
		else if (following === undefined || following === 0xff) await reader.skip(Math.max(1, at));
		else {
			await reader.skip(at + 2);
			if (following !== 0) return following;
		}
	}
}

async function followBmp(reader: Reader): Promise<void> {
	const header = await reader.peek(38);
	const size = reader.left;
	const [start, isOld] = [header.u32(10, true), header.u32(14, true) === 12];
	const compression = isOld ? 0 : header.u32(30, true);
	const width = isOld ? header.u16(18, true) : header.i32(18, true);
	const height = isOld ? header.u16(20, true) : Math.abs(header.i32(22, true));
	const bits = header.u16(isOld ? 24 : 28, true);
	const isPlain = compression === 0 || compression === 3 || compression === 6;
	const pixels = isPlain ? Math.ceil((width * bits) / 32) * 4 * height : header.u32(34, true);
	if (start + pixels - BMP_FILLING > size) throw new Unreadable('it is cut off');
}

async function followWebp(reader: Reader): Promise<void> {
	const size = reader.left;
	// Chunks of odd length are padded. Some programs leave out the padding.
	if ((await reader.take(8)).u32(4, true) + 8 - 1 > size) throw new Unreadable('it is cut off');
}

/** Strips or tiles of the first image, and all other data that its directory points to. Source: TIFF 6.0, 8 and 15 */
async function followTiff(reader: Reader): Promise<void> {
	const size = reader.left;
	const file = await reader.peek(MOST_HELD);
	const little = tiffByteOrder(file);
	const start = file.u32(4, little);
	const entries = file.part(start + 2, start + 2 + 12 * file.u16(start, little));
	const numbers = (tag: number): number[] => tiffNumbers(file, entries, tag, little);
	const isTiled = numbers(TIFF_TAGS.tileOffsets).length > 0;
	const offsets = numbers(isTiled ? TIFF_TAGS.tileOffsets : TIFF_TAGS.stripOffsets);
	const lengths = numbers(isTiled ? TIFF_TAGS.tileByteCounts : TIFF_TAGS.stripByteCounts);
	const isCut = offsets.some((offset, index) => offset + (lengths[index] ?? 1) > size);
	if (isCut || endOfValues(entries, little) > size) {
		throw new Unreadable('it is cut off');
	}
}
