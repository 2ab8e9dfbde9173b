import { Unreadable, type ImageFacts } from '../facts';
import { readColors } from '../pixels/pngColors';
import type { Reader } from '../reader';
import { exifOrientation, sidesShown } from './exif';

/** Maximum number of chunks before the pixels. Usually fewer than ten. */
const MOST_CHUNKS = 1000;
/** Maximum length of Exif data to read. Longer data contains a thumbnail, but nothing more that rotates an image. */
const LONGEST_EXIF = 1024 * 1024;

/** @throws Unreadable. Source: PNG specification, third edition */
export async function readPng(reader: Reader): Promise<ImageFacts> {
	await reader.skip(8);
	const header = await reader.take(8 + 13 + 4);
	if (header.u32(0) !== 13 || header.text(4, 4) !== 'IHDR') {
		throw new Unreadable('it does not start with its header');
	}
	const [width, height] = [header.u32(8), header.u32(12)];
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	const { type: colors } = readColors(header.part(8, 21));
	const { hasTransparentColor, orientation } = await readChunks(reader, colors);
	const alpha = colors === 4 || colors === 6 || hasTransparentColor;
	return { kind: 'image', format: 'PNG', ...sidesShown(width, height, orientation), alpha };
}

/** The chunk tRNS always precedes the first pixels, and eXIf nearly always does. */
async function readChunks(reader: Reader, colors: number) {
	let [hasTransparentColor, orientation, paletteBytes] = [false, 1, 0];
	for (let count = 0; count < MOST_CHUNKS; count += 1) {
		const chunk = await reader.take(8);
		const [length, type] = [chunk.u32(0), chunk.text(4, 4)];
		if (type === 'IDAT') return { hasTransparentColor, orientation };
		if (type === 'IEND') break;
		if (type === 'PLTE') paletteBytes = length;
		if (type === 'tRNS') hasTransparentColor ||= fitsColors(length, colors, paletteBytes);
		const isExif = type === 'eXIf' && length <= LONGEST_EXIF;
		if (isExif) orientation = exifOrientation(await reader.take(length));
		await reader.skip(isExif ? 4 : length + 4);
	}
	throw new Unreadable('it has no pixels');
}

/** libpng, and everything based on it, ignores a tRNS chunk of the wrong length. */
function fitsColors(length: number, colors: number, paletteBytes: number): boolean {
	if (colors === 3) return length > 0 && length <= paletteBytes / 3;
	return length === (colors === 0 ? 2 : 6);
}
