import { Unreadable, type ImageFacts } from '../facts';
import type { Reader } from '../reader';
import { sidesShown } from './exif';
import { readDirectory, TIFF_TAGS, tiffByteOrder } from './tiffDirectory';

/** Reads the first image of the file. @throws Unreadable. Source: TIFF 6.0 */
export async function readTiff(reader: Reader): Promise<ImageFacts> {
	const header = await reader.take(8);
	const little = tiffByteOrder(header);
	const start = header.u32(4, little);
	if (start < 8) throw new Unreadable('its directory is not where it should be');
	await reader.skip(start - 8);
	const entries = (await reader.take(2)).u16(0, little);
	const tags = readDirectory(await reader.take(12 * entries), little);

	const width = tags.get(TIFF_TAGS.width) ?? 0;
	const height = tags.get(TIFF_TAGS.height) ?? 0;
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	const sides = sidesShown(width, height, tags.get(TIFF_TAGS.orientation) ?? 1);
	return { kind: 'image', format: 'TIFF', ...sides, alpha: hasAlpha(tags) };
}

/** Some programs write a fourth sample without declaring its meaning. Readers treat it as alpha. */
function hasAlpha(tags: ReadonlyMap<number, number>): boolean {
	const extra = tags.get(TIFF_TAGS.extraSamples);
	if (extra !== undefined) return extra === 1 || extra === 2;
	const colors = { 0: 1, 1: 1, 2: 3 }[tags.get(TIFF_TAGS.photometric) ?? -1];
	return colors !== undefined && (tags.get(TIFF_TAGS.samplesPerPixel) ?? 1) > colors;
}
