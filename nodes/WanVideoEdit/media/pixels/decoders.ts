import { type ImageFacts, Unreadable } from '../facts';
import { MOST_HELD, Reader } from '../reader';
import type { ForwardSource } from '../source';
import { type Pixels, type ReadPixels, type Turn, Unsupported } from './pixels';

/** Loaded with the first image only: most n8n servers never decode one. */
const DECODERS: Partial<Record<ImageFacts['format'], () => Promise<ReadPixels>>> = {
	PNG: async () => (await import('./png')).readPngPixels,
	BMP: async () => (await import('./bmp')).readBmpPixels,
	JPEG: async () => (await import('./jpeg')).readJpegPixels,
};

/** Why an image could not be decoded. The reasons are written for use in brackets. */
export type NotDecoded =
	/** The file is cut off or damaged. */
	| { readonly kind: 'unreadable'; readonly reason: string }
	/** The file may be fine, but this node cannot read its pixels. */
	| { readonly kind: 'cannotTell'; readonly reason: string };

/** Whether `decode` can read files in this format. */
export const isDecoded = (format: ImageFacts['format']): boolean => DECODERS[format] !== undefined;

/**
 * Reads the pixels of an image from the start of a file.
 * @param pixels may throw Unsupported, or an error of its own, which is thrown on
 * @returns undefined if all of them were read
 */
export async function decode(
	source: ForwardSource,
	format: ImageFacts['format'],
	pixels: Pixels,
	turn: Turn,
): Promise<NotDecoded | undefined> {
	const load = DECODERS[format];
	if (load === undefined) return { kind: 'cannotTell', reason: `this node cannot decode ${format}` };
	// PNG is read piece by piece, the others are held.
	if (format !== 'PNG' && (source.size ?? 0) > MOST_HELD)
		return { kind: 'cannotTell', reason: 'it is too large' };
	const read = await load();
	return await read(new Reader(source), pixels, turn).then(() => undefined, reasonOf);
}

function reasonOf(cause: unknown): NotDecoded {
	if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
	if (cause instanceof Unsupported) return { kind: 'cannotTell', reason: cause.message };
	throw cause;
}

/** Pixels of the largest image to decode: takes some seconds. */
const MOST_PIXELS = 51_000_000;
/** A row is held in memory. Source of the number: the largest side of a JPEG. */
const LONGEST_SIDE = 65_535;

/** @throws Unsupported if an image has too many pixels */
export function demandFewPixels(width: number, height: number): void {
	if (Math.max(width, height) > LONGEST_SIDE) throw new Unsupported('one of its sides is too long');
	if (width * height > MOST_PIXELS) throw new Unsupported(`it has more than ${MOST_PIXELS / 1e6} megapixels`);
}
