import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { checkSides } from './sides';
import type { Tally } from './tally';

const OS2_HEADER = 12;
const COMPRESSION = { none: 0, bitFields: 3 } as const;
/** Red, green and blue of the usual order of bytes: blue first. */
const USUAL_MASKS = [0x00ff0000, 0x0000ff00, 0x000000ff];

/** Counts the pixels of a BMP of 1, 4, 8, 24 or 32 bits without compression. @throws Unreadable */
export function tallyBmp(file: Bytes, tally: Tally): void {
	const [start, header] = [file.u32(10, true), file.u32(14, true)];
	const isOld = header === OS2_HEADER;
	const width = isOld ? file.u16(18, true) : file.i32(18, true);
	const height = isOld ? file.u16(20, true) : Math.abs(file.i32(22, true));
	const bits = file.u16(isOld ? 24 : 28, true);
	const compression = isOld ? COMPRESSION.none : file.u32(30, true);
	if (width < 0) throw new Unreadable('its size is not in its header');
	checkSides(width, height);

	const hasUsualMasks =
		compression === COMPRESSION.bitFields &&
		USUAL_MASKS.every((mask, index) => file.u32(54 + 4 * index, true) === mask);
	if (compression !== COMPRESSION.none && !(bits === 32 && hasUsualMasks)) {
		throw new Unreadable('its pixels are compressed');
	}
	if (![1, 4, 8, 24, 32].includes(bits)) throw new Unreadable(`it has ${bits} bits a pixel`);

	const stride = Math.ceil((width * bits) / 32) * 4;
	const rows = file.part(start, start + stride * height);
	const palette = { start: 14 + header, entry: isOld ? 3 : 4 };
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const [source, at] =
				bits > 8
					? [rows, y * stride + (x * bits) / 8]
					: [file, palette.start + palette.entry * indexAt(rows, y * stride, x, bits)];
			tally.add(source.u8(at + 2), source.u8(at + 1), source.u8(at));
		}
	}
}

function indexAt(rows: Bytes, row: number, x: number, bits: number): number {
	const bit = x * bits;
	return (rows.u8(row + (bit >> 3)) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
}
