import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { MOST_HELD } from '../reader';
import { type Pixels, type ReadPixels, Unsupported } from './pixels';

const FILE_HEADER = 14;
const OS2_HEADER = 12;
/** Headers of this length or more have an alpha mask. */
const HEADER_WITH_ALPHA = 56;
const COMPRESSION = { none: 0, bitFields: 3, alphaBitFields: 6 } as const;
/** Masks of red, green and blue for the usual byte order, blue first. */
const USUAL_MASKS = [0x00ff0000, 0x0000ff00, 0x000000ff];
const PIXELS_A_TURN = 50_000;

/** Reads the pixels of an uncompressed BMP of 1, 4, 8, 24 or 32 bits. Holds all rows in memory: up to 16 MiB. */
export const readBmpPixels: ReadPixels = async (reader, pixels, turn) => {
	const begin = await reader.peek(FILE_HEADER + 4);
	const [start, length] = [begin.u32(10, true), begin.u32(14, true)];
	const isOld = length === OS2_HEADER;
	const palette = { at: FILE_HEADER + length, entry: isOld ? 3 : 4 };
	// In files of some programs, the pixels start inside the palette.
	const header = await reader.peek(Math.max(start, palette.at + 256 * palette.entry));
	await reader.skip(start);
	const width = isOld ? header.u16(18, true) : header.i32(18, true);
	const signedHeight = isOld ? header.u16(20, true) : header.i32(22, true);
	const height = Math.abs(signedHeight);
	const bits = header.u16(isOld ? 24 : 28, true);
	if (width <= 0 || height === 0) throw new Unreadable('its header does not give its size');
	pixels.begin(width, height);
	if (isOld ? false : isPacked(header, bits)) throw new Unsupported('its pixels are compressed');
	if (![1, 4, 8, 24, 32].includes(bits)) throw new Unsupported(`it has ${bits} bits per pixel`);

	const stride = Math.ceil((width * bits) / 32) * 4;
	if (stride * height > MOST_HELD) throw new Unsupported('it is too large');
	const rows = await reader.take(stride * height);
	const hasAlpha = bits === 32 && length >= HEADER_WITH_ALPHA && usesAlpha(header, rows.data);
	const most = Math.max(1, Math.floor(PIXELS_A_TURN / width));
	for (let y = 0; y < height; y += 1) {
		const row = signedHeight < 0 ? y : height - 1 - y;
		const line = rows.part(row * stride, (row + 1) * stride);
		pixels.at?.(0, y, 1);
		for (let x = 0; x < width; x += 1) {
			if (bits > 8) give(line, (x * bits) / 8, pixels, hasAlpha);
			else give(header, palette.at + palette.entry * indexAt(line, x, bits), pixels, false);
		}
		if (y % most === most - 1) await turn();
	}
};

/** Programs without transparency leave every fourth byte zero, whatever the header says. */
const usesAlpha = (header: Bytes, rows: Uint8Array): boolean =>
	header.u32(66, true) === 0xff000000 && rows.some((value, at) => at % 4 === 3 && value !== 0);

function isPacked(header: Bytes, bits: number): boolean {
	const compression = header.u32(30, true);
	if (compression === COMPRESSION.none) return false;
	if (compression !== COMPRESSION.bitFields && compression !== COMPRESSION.alphaBitFields) return true;
	return bits !== 32 || USUAL_MASKS.some((mask, index) => header.u32(54 + 4 * index, true) !== mask);
}

const give = (from: Bytes, at: number, pixels: Pixels, hasAlpha: boolean): void =>
	pixels.add(from.u8(at + 2), from.u8(at + 1), from.u8(at), hasAlpha ? from.u8(at + 3) : 255);

function indexAt(line: Bytes, x: number, bits: number): number {
	const bit = x * bits;
	return (line.u8(bit >> 3) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
}
