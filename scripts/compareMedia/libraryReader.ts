import sharp from 'sharp';
import type { Reading } from './reading';

/** sharp's names, and the node's. Others are in upper case. */
const FORMATS: Readonly<Record<string, string>> = {
	jpeg: 'JPEG',
	png: 'PNG',
	webp: 'WEBP',
	tiff: 'TIFF',
	jp2: 'JPEG 2000',
	jxl: 'JPEG XL',
};
/** The formats that the node accepts. */
const TAKEN: readonly string[] = ['JPEG', 'PNG', 'WEBP', 'TIFF'];

/** sharp's message if it knows the format but cannot read the file. */
const DAMAGED = /^Input file has corrupt header/;

/** Reads an image with sharp; undefined if sharp does not recognize it. */
export async function readByLibrary(file: string): Promise<Reading | undefined> {
	const reader = sharp(file, { limitInputPixels: false, failOn: 'none' });
	const found = await reader.metadata().catch((cause: Error) => cause.message.split(/\s*\n\s*/).join(' '));
	if (typeof found === 'string')
		return DAMAGED.test(found) ? { kind: 'unreadable', reason: found } : undefined;
	const format = found.format === 'heif' ? heifName(found.compression) : nameOf(found.format);
	if (!TAKEN.includes(format)) return { kind: 'other', format };
	return { kind: 'picture', format, ...found.autoOrient, alpha: found.hasAlpha };
}

const nameOf = (format: string): string => FORMATS[format] ?? format.toUpperCase();

const heifName = (compression: string | undefined): string => (compression === 'av1' ? 'AVIF' : 'HEIC');
