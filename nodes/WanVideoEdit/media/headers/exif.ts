import type { Bytes } from '../bytes';
import { readDirectory, TIFF_TAGS, tiffByteOrder } from './tiffDirectory';

const NAME = 'Exif\0\0';

/**
 * Whether a picture is shown turned by 90 degrees, by its Exif data. What cannot be read turns nothing: a picture is
 * no worse for it. JPEG begins them with a name, PNG does not, and WEBP does both. Source: CIPA DC-008 (Exif)
 */
export function turnsByExif(data: Bytes): boolean {
	try {
		const tiff = data.text(0, NAME.length) === NAME ? data.part(NAME.length, data.length) : data;
		const little = tiffByteOrder(tiff);
		const start = tiff.u32(4, little);
		const entries = tiff.u16(start, little);
		const directory = tiff.part(start + 2, Math.min(tiff.length, start + 2 + 12 * entries));
		return turnsSides(readDirectory(directory, little).get(TIFF_TAGS.orientation) ?? 1);
	} catch {
		return false;
	}
}

/** Orientations that turn a picture by 90 degrees. */
export const turnsSides = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

/** Sides of a picture as shown. */
export const sidesShown = (width: number, height: number, turned: boolean) =>
	turned ? { width: height, height: width } : { width, height };
