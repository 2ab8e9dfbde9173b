import type { Bytes } from '../bytes';
import { readDirectory, TIFF_TAGS, tiffByteOrder } from './tiffDirectory';

const NAME = 'Exif\0\0';

/**
 * The orientation that the Exif data gives an image, 1 to 8. Unreadable Exif data counts as none, which is 1: the image
 * itself is still fine. In JPEG, a name precedes the data; in PNG, it does not; in WEBP, both occur. Source: CIPA DC-008 (Exif)
 */
export function exifOrientation(data: Bytes): number {
	try {
		const tiff = data.text(0, NAME.length) === NAME ? data.part(NAME.length, data.length) : data;
		const little = tiffByteOrder(tiff);
		const start = tiff.u32(4, little);
		const entries = tiff.u16(start, little);
		const directory = tiff.part(start + 2, Math.min(tiff.length, start + 2 + 12 * entries));
		const orientation = readDirectory(directory, little).get(TIFF_TAGS.orientation) ?? 1;
		return orientation <= 8 ? Math.max(1, orientation) : 1;
	} catch {
		return 1;
	}
}

/** Orientations that rotate an image by 90 degrees. */
const turnsSides = (orientation: number): boolean => orientation >= 5 && orientation <= 8;

/** Width and height as displayed, and how the stored pixels have to be moved for it. */
export const sidesShown = (width: number, height: number, orientation: number) => ({
	...(turnsSides(orientation) ? { width: height, height: width } : { width, height }),
	...(orientation > 1 && orientation <= 8 ? { orientation } : {}),
});
