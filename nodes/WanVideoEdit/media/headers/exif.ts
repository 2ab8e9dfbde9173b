import type { Bytes } from '../bytes';
import { readDirectory, TIFF_TAGS, tiffByteOrder } from './tiffDirectory';

const NAME = 'Exif\0\0';

/**
 * Whether the Exif data rotates an image by 90 degrees. Unreadable Exif data counts as no rotation: the image itself
 * is still fine. In JPEG, a name precedes the data; in PNG, it does not; in WEBP, both occur. Source: CIPA DC-008 (Exif)
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

/** Orientations that rotate an image by 90 degrees. */
export const turnsSides = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

/** Width and height as displayed. */
export const sidesShown = (width: number, height: number, turned: boolean) =>
	turned ? { width: height, height: width } : { width, height };
