import { trimEnd } from '../text/trim';
import type { Bytes } from './bytes';
import { Unreadable, type ImageFacts } from './facts';
import { endOfValues, TIFF_TAGS, tiffByteOrder, tiffNumbers } from './headers/tiffDirectory';
import { MOST_HELD, type Reader } from './reader';

/** Bytes that are searched for a marker at once. */
const PIECE = 64 * 1024;
/** A row is filled up with three bytes at most, and some programs forget that of the last one. */
const BMP_FILLING = 3;

/** Follows a file of known size to its end, by lengths and marks, without its pixels. @throws Unreadable where it is cut off */
type FollowToEnd = (reader: Reader) => Promise<void>;

const FOLLOW: Readonly<Record<ImageFacts['format'], FollowToEnd>> = {
	PNG: followPng,
	JPEG: followJpeg,
	BMP: followBmp,
	WEBP: followWebp,
	TIFF: followTiff,
};

/**
 * Whether an image is there to its end; what comes behind does not matter. Holds 64 KiB, of a TIFF the whole file.
 * @param reader at the beginning of the file
 * @throws Unreadable where it is cut off
 */
export const demandEnd = async (reader: Reader, format: ImageFacts['format']): Promise<void> =>
	await FOLLOW[format](reader);

/** Whether the header says how long the file is: nothing else of it is read then. */
export const isEndInHeader = (format: ImageFacts['format']): boolean => format === 'BMP' || format === 'WEBP';

/** Last bytes that `isEnd` looks at. */
export const END_BYTES = 64;

/** Whether the last bytes of a file are its end for certain. If not, something may have been put behind it. */
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

/** Skips the data of a scan, in which ff is followed by 00, to the next marker. */
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
	// A chunk of odd length is filled up, and some programs forget that.
	if ((await reader.take(8)).u32(4, true) + 8 - 1 > size) throw new Unreadable('it is cut off');
}

/** Strips or tiles of the first picture, and what else its directory points to. Source: TIFF 6.0, 8 and 15 */
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
