import { Unreadable, type ImageFacts } from '../facts';
import { readColours } from '../pixels/pngColours';
import type { Reader } from '../reader';
import { sidesShown, turnsByExif } from './exif';

/** Chunks before the pixels; usually fewer than ten. */
const MOST_CHUNKS = 1000;
/** Longer ones hold a thumbnail, and nothing that turns a picture. */
const LONGEST_EXIF = 1024 * 1024;

/** @throws Unreadable. Source: PNG specification, third edition */
export async function readPng(reader: Reader): Promise<ImageFacts> {
	await reader.skip(8);
	const header = await reader.take(8 + 13 + 4);
	if (header.u32(0) !== 13 || header.text(4, 4) !== 'IHDR') {
		throw new Unreadable('it does not begin with its header');
	}
	const [width, height] = [header.u32(8), header.u32(12)];
	if (width === 0 || height === 0) throw new Unreadable('its size is not in its header');
	const { type: colours } = readColours(header.part(8, 21));
	const { hasTransparentColour, turned } = await readChunks(reader, colours);
	const alpha = colours === 4 || colours === 6 || hasTransparentColour;
	return { kind: 'image', format: 'PNG', ...sidesShown(width, height, turned), alpha };
}

/** The chunk tRNS stands before the first pixels, and eXIf nearly always. */
async function readChunks(reader: Reader, colours: number) {
	let [hasTransparentColour, turned, paletteBytes] = [false, false, 0];
	for (let count = 0; count < MOST_CHUNKS; count += 1) {
		const chunk = await reader.take(8);
		const [length, type] = [chunk.u32(0), chunk.text(4, 4)];
		if (type === 'IDAT') return { hasTransparentColour, turned };
		if (type === 'IEND') break;
		if (type === 'PLTE') paletteBytes = length;
		if (type === 'tRNS') hasTransparentColour ||= fitsColours(length, colours, paletteBytes);
		const isExif = type === 'eXIf' && length <= LONGEST_EXIF;
		if (isExif) turned = turnsByExif(await reader.take(length));
		await reader.skip(isExif ? 4 : length + 4);
	}
	throw new Unreadable('it has no pixels');
}

/** What does not fit is left out by libpng, and so by what is built on it. */
function fitsColours(length: number, colours: number, paletteBytes: number): boolean {
	if (colours === 3) return length > 0 && length <= paletteBytes / 3;
	return length === (colours === 0 ? 2 : 6);
}
