import type { Bytes } from '../bytes';
import { readDirectory, TIFF_TAGS, tiffByteOrder } from './tiffDirectory';

/**
 * Orientation of a JPEG's APP1 segment, 1–8, or 1 where there is none or it cannot be read: a picture is no
 * worse for it. Source: CIPA DC-008 (Exif)
 */
export function exifOrientation(segment: Bytes): number {
	try {
		if (segment.length < 14 || segment.text(0, 6) !== 'Exif\0\0') return 1;
		const tiff = segment.part(6, segment.length);
		const little = tiffByteOrder(tiff);
		const start = tiff.u32(4, little);
		const entries = tiff.u16(start, little);
		const directory = tiff.part(start + 2, Math.min(tiff.length, start + 2 + 12 * entries));
		return readDirectory(directory, little).get(TIFF_TAGS.orientation) ?? 1;
	} catch {
		return 1;
	}
}

/** Orientations that turn a picture by 90 degrees. */
export const turnsSides = (orientation: number): boolean => orientation >= 5 && orientation <= 8;
