import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';
import { exifOrientation, sidesShown } from './exif';

const FLAG = { exif: 0x08, alpha: 0x10 } as const;
/** Maximum number of chunks before the Exif data. An animation has one per frame and is not followed. */
const MOST_CHUNKS = 20;
/** Maximum length of Exif data to read. Longer data contains a thumbnail, but nothing more that rotates an image. */
const LONGEST_EXIF = 1024 * 1024;

/** @throws Unreadable. Source: RFC 9649 (WebP), RFC 6386 (VP8) */
export async function readWebp(reader: Reader): Promise<ImageFacts> {
	await reader.skip(12);
	const head = await reader.take(8);
	const chunk = head.text(0, 4);
	if (chunk === 'VP8X') {
		const canvas = await reader.take(10);
		await reader.skip(Math.max(0, padded(head.u32(4, true)) - 10));
		const orientation = (canvas.u8(0) & FLAG.exif) === 0 ? 1 : await readOrientation(reader);
		const side = (at: number) => canvas.u16(at, true) + canvas.u8(at + 2) * 65536 + 1;
		return facts(side(4), side(7), (canvas.u8(0) & FLAG.alpha) !== 0, orientation);
	}
	if (chunk === 'VP8L') {
		const header = await reader.take(5);
		if (header.u8(0) !== 0x2f) throw new Unreadable('its image data does not start where it should');
		const bits = header.u32(1, true);
		return facts((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1, (bits & 0x10000000) !== 0);
	}
	if (chunk === 'VP8 ') {
		const frame = await reader.take(10);
		if (frame.text(3, 3) !== '\x9d\x01\x2a')
			throw new Unreadable('its image data does not start where it should');
		return facts(frame.u16(6, true) & 0x3fff, frame.u16(8, true) & 0x3fff, false);
	}
	throw new Unreadable('it has no image data');
}

/** Chunks start at even positions. */
const padded = (length: number): number => length + (length % 2);

/** Exif data follows the image. A file that ends before it is not rotated. */
async function readOrientation(reader: Reader): Promise<number> {
	for (let count = 0; count < MOST_CHUNKS; count += 1) {
		const head = await reader.peek(8);
		if (head.length < 8) return 1;
		const length = head.u32(4, true);
		await reader.skip(8);
		if (head.text(0, 4) === 'EXIF') {
			return exifOrientation(await reader.peek(Math.min(length, LONGEST_EXIF)));
		}
		await reader.skip(padded(length));
	}
	return 1;
}

function facts(width: number, height: number, alpha: boolean, orientation = 1): ImageFacts {
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	return { kind: 'image', format: 'WEBP', ...sidesShown(width, height, orientation), alpha };
}
