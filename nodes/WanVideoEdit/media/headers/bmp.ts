import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';

/** Length of the oldest header, which stores width and height in two bytes each. */
const OS2_HEADER = 12;
/** Shortest length of the next header, which may end after the bits per pixel. */
const OS2_SHORT_HEADER = 16;
/** Headers of this length or more have an alpha mask. */
const HEADER_WITH_ALPHA = 56;

/** @throws Unreadable. Source: Microsoft, BITMAPCOREHEADER to BITMAPV5HEADER */
export async function readBmp(reader: Reader): Promise<ImageFacts> {
	const header = await reader.take(18);
	const length = header.u32(14, true);
	if (length === OS2_HEADER) {
		const sides = await reader.take(4);
		return facts(sides.u16(0, true), sides.u16(2, true), false);
	}
	if (length < OS2_SHORT_HEADER || length > 1024) throw new Unreadable('the length of its header is unknown');
	const info = await reader.take(length - 4);
	// A negative height means that rows are stored from top to bottom.
	const [width, height] = [info.i32(0, true), Math.abs(info.i32(4, true))];
	const alphaMask = length >= HEADER_WITH_ALPHA ? info.u32(48, true) : 0;
	return facts(width, height, info.u16(10, true) === 32 && alphaMask !== 0);
}

function facts(width: number, height: number, alpha: boolean): ImageFacts {
	if (width <= 0 || height === 0) throw new Unreadable('its header does not give its size');
	return { kind: 'image', format: 'BMP', width, height, alpha };
}
