import { Unzlib } from 'fflate/browser';
import { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { PngRows } from './pngRows';
import { checkSides } from './sides';
import type { Tally } from './tally';

/** Channels and bit depths of the colour types: grey, RGB, palette, grey with alpha, RGB with alpha. */
const COLOUR_TYPES: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
	0: { channels: 1, depths: [1, 2, 4, 8, 16] },
	2: { channels: 3, depths: [8, 16] },
	3: { channels: 1, depths: [1, 2, 4, 8] },
	4: { channels: 2, depths: [8, 16] },
	6: { channels: 4, depths: [8, 16] },
};
const PALETTE = 3;

/** Packed bytes that are unpacked at once: at most a thousand times as many come out. */
const STEP = 16 * 1024;

/** Counts the pixels of a PNG by their colours; alpha is not looked at. @throws Unreadable, or what fflate throws */
export function tallyPng(file: Bytes, tally: Tally): void {
	const [width, height, depth, colourType] = [file.u32(16), file.u32(20), file.u8(24), file.u8(25)];
	checkSides(width, height);
	const known = COLOUR_TYPES[colourType];
	if (!known?.depths.includes(depth)) throw new Unreadable('its colours are of no known type');

	let palette: Bytes | undefined;
	const rows = new PngRows(
		{ width, height, bitsPerPixel: known.channels * depth, interlaced: file.u8(28) === 1 },
		(row, pixels) => tallyRow(row, pixels, { depth, channels: known.channels, palette }, tally),
	);
	const packed = new Unzlib((piece) => rows.push(piece));
	for (let at = 8; at + 12 <= file.length && !rows.complete;) {
		const [length, type] = [file.u32(at), file.text(at + 4, 4)];
		const content = file.part(at + 8, at + 8 + length);
		if (type === 'PLTE' && colourType === PALETTE) palette = content;
		if (type === 'IDAT') {
			for (let start = 0; start < length && !rows.complete; start += STEP) {
				packed.push(content.data.subarray(start, start + STEP));
			}
		}
		at += 12 + length;
	}
	if (!rows.complete) throw new Unreadable('it is cut off');
}

interface RowColours {
	readonly depth: number;
	readonly channels: number;
	readonly palette?: Bytes;
}

function tallyRow(row: Uint8Array, pixels: number, { depth, channels, palette }: RowColours, tally: Tally) {
	const highest = 2 ** Math.min(depth, 8) - 1;
	for (let pixel = 0; pixel < pixels; pixel += 1) {
		const first = pixel * channels;
		const value = sample(row, depth, first);
		if (palette) {
			tally.add(palette.u8(3 * value), palette.u8(3 * value + 1), palette.u8(3 * value + 2));
		} else if (channels < 3) {
			const grey = (255 * value) / highest;
			tally.add(grey, grey, grey);
		} else {
			const green = sample(row, depth, first + 1);
			const blue = sample(row, depth, first + 2);
			tally.add((255 * value) / highest, (255 * green) / highest, (255 * blue) / highest);
		}
	}
}

/** Of 16 bits the upper 8, as readers of 8 bits do: programs write white as ff00 too. */
function sample(row: Uint8Array, depth: number, index: number): number {
	if (depth >= 8) return row[(index * depth) / 8] ?? 0;
	const bit = index * depth;
	return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}
