import { Unzlib } from 'fflate/browser';
import { Unreadable } from '../facts';
import type { ReadPixels } from './pixels';
import { isColor, type PngColors, pngPixelRow, readColors } from './pngColors';
import { PngRows } from './pngRows';

/** Bytes to decompress at once. The output is at most a thousand times as large. */
const STEP = 2 * 1024;
/** Decompressed bytes, and pixels, to process before yielding. */
const BYTES_A_TURN = 128 * 1024;
const PIXELS_A_TURN = 50_000;

/** Chunks that tell which colors red, green and blue stand for. Source: PNG specification, 11.3.2 */
const COLOR_CHUNKS = ['iCCP', 'sRGB', 'gAMA', 'cHRM', 'cICP'];
/** A longer description is left out. Usual profiles have less than 4 KiB. */
const LONGEST_DESCRIPTION = 1024 * 1024;

/** Reads the pixels of any PNG. Holds two rows in memory. Ignores bytes after its end. */
export const readPngPixels: ReadPixels = async (reader, pixels, turn) => {
	await reader.skip(8);
	const start = await reader.take(8);
	if (start.text(4, 4) !== 'IHDR' || start.u32(0) < 13)
		throw new Unreadable('it does not start with its header');
	const header = await reader.take(start.u32(0));
	await reader.skip(4);
	const [width, height] = [header.u32(0), header.u32(4)];
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	const colors: PngColors = readColors(header);
	pixels.begin(width, height);

	let [bytes, given] = [0, 0];
	const rest = async (): Promise<void> => {
		if (bytes < BYTES_A_TURN && given < PIXELS_A_TURN) return;
		[bytes, given] = [0, 0];
		await turn();
	};
	const rows = new PngRows(
		{ width, height, bitsPerPixel: colors.channels * colors.depth, interlaced: header.u8(12) === 1 },
		(row, { x, y, step, count }) => {
			pixels.at?.(x, y, step);
			pngPixelRow(row, count, colors, pixels);
			given += count;
		},
	);
	let unpacked: Uint8Array[] = [];
	const zlib = new Unzlib((piece) => unpacked.push(piece));
	const unpack = async (packed: Uint8Array): Promise<void> => {
		if (!isUnpacked(zlib, packed)) throw new Unreadable('its pixels are damaged');
		const pieces = unpacked;
		unpacked = [];
		for (const piece of pieces) {
			for (let at = 0; at < piece.length && !rows.complete;) {
				// With one bit per pixel, a byte holds eight pixels.
				const end = at + Math.ceil((PIXELS_A_TURN * colors.channels * colors.depth) / 8);
				rows.push(piece.subarray(at, end));
				bytes += Math.min(end, piece.length) - at;
				at = end;
				await rest();
			}
		}
	};

	for (let type = ''; type !== 'IEND';) {
		const chunk = await reader.take(8);
		const length = chunk.u32(0);
		type = chunk.text(4, 4);
		if (type === 'IDAT') {
			for (let left = length; left > 0; left -= STEP) {
				const packed = await reader.take(Math.min(STEP, left));
				if (!rows.complete) await unpack(packed.data);
			}
		} else if (type === 'PLTE') colors.palette = await reader.take(length);
		else if (type === 'tRNS') colors.transparency = await reader.take(length);
		else if (isDescription(type, length, colors)) {
			const { data } = await reader.take(length);
			pixels.describe?.({ type, content: data });
		} else if (length > reader.left) throw new Unreadable('it is cut off');
		else await reader.skip(length);
		await reader.take(4);
	}
	if (!rows.complete) throw new Unreadable('its pixels are damaged');
};

/** A description of grays does not fit the pixels, which are passed on as RGB. */
const isDescription = (type: string, length: number, { type: colorType }: PngColors): boolean =>
	COLOR_CHUNKS.includes(type) && length <= LONGEST_DESCRIPTION && isColor(colorType);

/** Decompresses data. Returns whether it is valid: fflate throws if not. */
function isUnpacked(zlib: Unzlib, packed: Uint8Array): boolean {
	try {
		zlib.push(packed);
		return true;
	} catch {
		return false;
	}
}
