import { Bytes } from './bytes';
import { Unreadable, type ImageFacts } from './facts';
import { VACE_MEDIA } from './limits';
import { Tally } from './pixels/tally';

/** Whether a mask image is made of pure black and pure white, as it has to be (SEED, ALI-VACE). */
export type MaskColours =
	| { readonly kind: 'yes' }
	/** Too many pixels are neither black nor white, or none is white and so nothing is marked. */
	| {
			readonly kind: 'no';
			/** Share of the pixels that are neither, 0 to 1. */
			readonly share: number;
			readonly hasWhite: boolean;
	  }
	/** The reason fits into brackets. */
	| { readonly kind: 'cannotTell'; readonly reason: string };

type TallyPixels = (file: Bytes, tally: Tally) => void;

interface Decoder {
	/** Set up when the first mask comes: most n8n servers start without ever seeing one. */
	readonly load: () => Promise<TallyPixels>;
	/** How far a channel may be from black or white, of 255, and the share of the pixels that may be in between. */
	readonly tolerance: number;
	readonly mostBetween: number;
}

/** JPEG smears edges; the others keep every pixel. */
const DECODERS: Partial<Record<ImageFacts['format'], Decoder>> = {
	PNG: { load: async () => (await import('./pixels/png')).tallyPng, tolerance: 0, mostBetween: 0 },
	BMP: { load: async () => (await import('./pixels/bmp')).tallyBmp, tolerance: 0, mostBetween: 0 },
	JPEG: { load: async () => (await import('./pixels/jpeg')).tallyJpeg, tolerance: 16, mostBetween: 0.05 },
};

/** Whether `isBlackAndWhite` looks at the bytes of such a file at all. */
export const isUnpacked = (format: ImageFacts['format']): boolean => DECODERS[format] !== undefined;

/**
 * Looks at the colours of every pixel; transparency is not looked at. Never throws. Works on the calling thread:
 * half a second for the largest ordinary mask, about one for a file made to be slow.
 * @param bytes the whole file, up to 10 MB and 2000 × 2000 px: larger ones are not unpacked
 */
export async function isBlackAndWhite(bytes: Uint8Array, format: ImageFacts['format']): Promise<MaskColours> {
	const decoder = DECODERS[format];
	if (decoder === undefined) return { kind: 'cannotTell', reason: `${format} is not unpacked` };
	if (bytes.length > VACE_MEDIA.image.maxBytes) return { kind: 'cannotTell', reason: 'it is too large' };
	const tallyPixels = await decoder.load();
	const tally = new Tally(decoder.tolerance);
	try {
		tallyPixels(new Bytes(bytes), tally);
	} catch (cause) {
		// The libraries have errors of their own.
		const reason = cause instanceof Unreadable ? cause.message : 'its pixels cannot be unpacked';
		return { kind: 'cannotTell', reason };
	}
	const { hasWhite, shareBetween: share } = tally;
	return hasWhite && share <= decoder.mostBetween ? { kind: 'yes' } : { kind: 'no', share, hasWhite };
}
