import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import type { Pixels } from './pixels';

/** Channels and bit depths of the color types: gray, RGB, palette, gray with alpha, RGB with alpha. */
const COLOR_TYPES: Readonly<Record<number, { channels: number; depths: readonly number[] }>> = {
	0: { channels: 1, depths: [1, 2, 4, 8, 16] },
	2: { channels: 3, depths: [8, 16] },
	3: { channels: 1, depths: [1, 2, 4, 8] },
	4: { channels: 2, depths: [8, 16] },
	6: { channels: 4, depths: [8, 16] },
};
const PALETTE = 3;

/** Whether images of this type are in color, not in grays. */
export const isColor = (type: number): boolean => (type & 2) !== 0;

/** How a PNG encodes colors. */
export interface PngColors {
	readonly type: number;
	readonly depth: number;
	readonly channels: number;
	/** The chunk PLTE. */
	palette?: Bytes;
	/** The chunk tRNS: the opacity of each palette entry, or the single transparent color. */
	transparency?: Bytes;
}

/** @param header content of IHDR. @throws Unreadable. Source: PNG specification, third edition, 11.2.1 */
export function readColors(header: Bytes): PngColors {
	const [depth, type] = [header.u8(8), header.u8(9)];
	const known = COLOR_TYPES[type];
	if (!known?.depths.includes(depth)) throw new Unreadable('its color type is unknown');
	return { type, depth, channels: known.channels };
}

/** Passes on the pixels of a row. @throws Unreadable if a color is missing in the palette */
export function pngPixelRow(row: Uint8Array, count: number, colors: PngColors, pixels: Pixels): void {
	const { type, depth, channels, palette, transparency } = colors;
	if (type === PALETTE) {
		if (palette === undefined) throw new Unreadable('it has no palette');
		for (let pixel = 0; pixel < count; pixel += 1) {
			const at = sample(row, depth, pixel);
			const alpha = transparency !== undefined && at < transparency.length ? transparency.u8(at) : 255;
			pixels.add(palette.u8(3 * at), palette.u8(3 * at + 1), palette.u8(3 * at + 2), alpha);
		}
		return;
	}
	const scale = 255 / (2 ** Math.min(depth, 8) - 1);
	const hasColor = channels > 2;
	const hasAlpha = channels % 2 === 0;
	const key = hasAlpha ? undefined : transparency;
	for (let pixel = 0; pixel < count; pixel += 1) {
		const at = pixel * channels;
		const red = scale * sample(row, depth, at);
		const green = hasColor ? scale * sample(row, depth, at + 1) : red;
		const blue = hasColor ? scale * sample(row, depth, at + 2) : red;
		let alpha = 255;
		if (hasAlpha) alpha = sample(row, depth, at + channels - 1);
		else if (key !== undefined && isKey(row, depth, at, channels, key)) alpha = 0;
		pixels.add(red, green, blue, alpha);
	}
}

/** The upper 8 of 16 bits, as 8-bit readers do: some programs write white as ff00. */
function sample(row: Uint8Array, depth: number, index: number): number {
	if (depth >= 8) return row[(index * depth) / 8] ?? 0;
	const bit = index * depth;
	return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** Whether a pixel has exactly the transparent color. */
function isKey(row: Uint8Array, depth: number, at: number, channels: number, key: Bytes): boolean {
	for (let channel = 0; channel < channels; channel += 1) {
		const index = at + channel;
		const value =
			depth === 16 ? (row[2 * index] ?? 0) * 256 + (row[2 * index + 1] ?? 0) : sample(row, depth, index);
		// Of the two bytes, only as many bits count as a sample has.
		if (value !== (key.u16(2 * channel) & (2 ** depth - 1))) return false;
	}
	return true;
}
