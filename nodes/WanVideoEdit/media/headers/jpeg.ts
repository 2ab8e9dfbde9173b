import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';
import { exifOrientation, sidesShown } from './exif';

/** Maximum number of segments before the frame header; cameras write about twenty. */
const MOST_SEGMENTS = 1000;
/** Maximum number of bytes before a marker: padding, or the rest that a wrong length leaves. */
const MOST_BETWEEN = 65_535;

/** @throws Unreadable. Source: ITU-T T.81, annex B */
export async function readJpeg(reader: Reader): Promise<ImageFacts> {
	await reader.skip(2);
	let orientation = 1;
	for (let segment = 0; segment < MOST_SEGMENTS; segment += 1) {
		const marker = await nextMarker(reader);
		if (marker === 0xd9 || marker === 0xda) throw new Unreadable('it has no frame header');
		// Markers without a length: restart, start of image, and one for arithmetic coding.
		if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) continue;
		const length = (await reader.take(2)).u16(0) - 2;
		if (length < 0) throw new Unreadable('a segment has no length');
		if (isFrameHeader(marker)) {
			const frame = await reader.take(5);
			const [height, width] = [frame.u16(1), frame.u16(3)];
			if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
			return { kind: 'image', format: 'JPEG', ...sidesShown(width, height, orientation), alpha: false };
		}
		if (marker === 0xe1) {
			// Other data may have the same marker. The first Exif data that tell an orientation count.
			const found = exifOrientation(await reader.take(length));
			if (orientation === 1) orientation = found;
		} else await reader.skip(length);
	}
	throw new Unreadable('it has no frame header');
}

/** Some programs write a wrong length, which leaves bytes before the next marker. Skips them, as libjpeg does. */
async function nextMarker(reader: Reader): Promise<number> {
	let before = 0;
	for (let passed = 0; passed < MOST_BETWEEN; passed += 1) {
		const byte = (await reader.take(1)).u8(0);
		if (before === 0xff && byte !== 0xff && byte !== 0) return byte;
		before = byte;
	}
	throw new Unreadable('a segment does not start where it should');
}

/** C4, C8 and CC lie in the range of frame headers but are tables. */
const isFrameHeader = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
