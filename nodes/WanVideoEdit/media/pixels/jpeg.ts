import decode from 'jpeg-js/lib/decoder';
import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { checkSides } from './sides';
import type { Tally } from './tally';

/** Scans that are decoded; programs write about ten. Each costs time for the whole picture. */
const MOST_SCANS = 20;
/** Bookkeeping of the decoder: a picture of 2000 × 2000 px takes about 90. */
const MOST_MEGABYTES = 160;

/** Counts the pixels of a JPEG. @throws Unreadable, or what jpeg-js throws */
export function tallyJpeg(file: Bytes, tally: Tally): void {
	const { width, height } = sidesOf(file);
	checkSides(width, height);
	if (markers(file.data, 0xda) > MOST_SCANS) throw new Unreadable('it has too many scans');
	const { data } = decode(file.data, {
		useTArray: true,
		formatAsRGBA: false,
		tolerantDecoding: false,
		maxResolutionInMP: (width * height) / 1_000_000,
		maxMemoryUsageInMB: MOST_MEGABYTES,
	});
	for (let at = 0; at + 2 < data.length; at += 3)
		tally.add(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
}

/** Sides of the first frame header. */
function sidesOf(file: Bytes): { width: number; height: number } {
	for (let at = 2; ;) {
		if (file.u8(at) !== 0xff) throw new Unreadable('a segment does not begin where it should');
		const marker = file.u8(at + 1);
		if (marker >= 0xc0 && marker <= 0xc2) return { height: file.u16(at + 5), width: file.u16(at + 7) };
		if (marker >= 0xc3 && marker <= 0xcf && marker !== 0xc4)
			throw new Unreadable('it is of a rare kind of JPEG');
		at += marker === 0xff ? 1 : 2 + file.u16(at + 2);
	}
}

function markers(bytes: Uint8Array, marker: number): number {
	let count = 0;
	for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
		if (bytes[at + 1] === marker) count += 1;
	}
	return count;
}
