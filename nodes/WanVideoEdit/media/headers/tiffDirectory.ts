import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';

/** Numbers of the tags to read. Source: TIFF 6.0 */
export const TIFF_TAGS = {
	width: 256,
	height: 257,
	photometric: 262,
	stripOffsets: 273,
	orientation: 274,
	samplesPerPixel: 277,
	stripByteCounts: 279,
	tileOffsets: 324,
	tileByteCounts: 325,
	extraSamples: 338,
} as const;

/** Bytes per value, by type number. Source: TIFF 6.0, section 2 */
const VALUE_BYTES: Readonly<Record<number, number>> = {
	1: 1,
	2: 1,
	3: 2,
	4: 4,
	5: 8,
	6: 1,
	7: 1,
	8: 2,
	9: 4,
	10: 8,
	11: 4,
	12: 8,
};

/** Whether the numbers of a TIFF are little-endian. */
export function tiffByteOrder(header: Bytes): boolean {
	const order = header.text(0, 2);
	if (order !== 'II' && order !== 'MM') throw new Unreadable('it does not give its byte order');
	return order === 'II';
}

/**
 * First value of each integer tag in the entries of a directory, 12 bytes each. Values that do not fit into an entry
 * are left out: none of the tags to read needs them. If a tag occurs twice, the first one counts, as in libtiff.
 */
export function readDirectory(entries: Bytes, little: boolean): Map<number, number> {
	const values = new Map<number, number>();
	for (let at = 0; at + 12 <= entries.length; at += 12) {
		const [tag, type, count] = [
			entries.u16(at, little),
			entries.u16(at + 2, little),
			entries.u32(at + 4, little),
		];
		if (values.has(tag)) continue;
		if (type === 1 && count <= 4) values.set(tag, entries.u8(at + 8));
		if (type === 3 && count <= 2) values.set(tag, entries.u16(at + 8, little));
		if (type === 4 && count <= 1) values.set(tag, entries.u32(at + 8, little));
	}
	return values;
}

/**
 * All values of a tag of two- or four-byte integers, wherever they are in the file. Empty if there is no such tag.
 * @throws Unreadable if they lie beyond the end of the file
 */
export function tiffNumbers(file: Bytes, entries: Bytes, tag: number, little: boolean): number[] {
	for (let at = 0; at + 12 <= entries.length; at += 12) {
		if (entries.u16(at, little) !== tag) continue;
		const [type, count] = [entries.u16(at + 2, little), entries.u32(at + 4, little)];
		const bytes = { 3: 2, 4: 4 }[type];
		if (bytes === undefined) return [];
		const isInside = bytes * count <= 4;
		const start = isInside ? at + 8 : entries.u32(at + 8, little);
		const values = (isInside ? entries : file).part(start, start + bytes * count);
		return Array.from({ length: count }, (_, index) =>
			bytes === 2 ? values.u16(2 * index, little) : values.u32(4 * index, little),
		);
	}
	return [];
}

/** Position after the last value that the directory stores elsewhere in the file, or 0 if there is none. */
export function endOfValues(entries: Bytes, little: boolean): number {
	let end = 0;
	for (let at = 0; at + 12 <= entries.length; at += 12) {
		const bytes = (VALUE_BYTES[entries.u16(at + 2, little)] ?? 0) * entries.u32(at + 4, little);
		if (bytes > 4) end = Math.max(end, entries.u32(at + 8, little) + bytes);
	}
	return end;
}
