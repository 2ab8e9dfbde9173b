import { Unreadable, type ImageFacts, type MediaFacts } from './facts';
import { demandEnd } from './imageEnd';
import type { MediaLimit } from './limits';
import { demandFewPixels } from './pixels/decoders';
import { type Pixels, type Turn, Unsupported } from './pixels/pixels';
import { Reader } from './reader';
import type { ForwardSource } from './source';

/** Whether a slot takes an image with this header. Only then its content is read. */
export const isContentAsked = ({ format }: ImageFacts, bytes: number, limit: MediaLimit): boolean =>
	bytes <= limit.maxBytes && limit.formats.includes(format);

/** Whether a slot needs to know if an image has transparent pixels. */
export const isOpacityAsked = ({ format, alpha }: ImageFacts, limit: MediaLimit): boolean =>
	alpha && format === 'PNG' && limit.alpha === false;

/**
 * Reads an image beyond its header: whether it is cut off and, if the slot needs to know it, whether it is opaque.
 * Closes the source.
 * @param source at the start of the file, of known size
 * @throws only what the source throws
 */
export async function withContent(
	source: ForwardSource,
	facts: ImageFacts,
	limit: MediaLimit,
	turn: Turn,
): Promise<MediaFacts> {
	try {
		const reader = new Reader(source);
		if (isOpacityAsked(facts, limit)) return { ...facts, opaque: await isOpaque(reader, turn) };
		await demandEnd(reader, facts.format);
		return facts;
	} catch (cause) {
		if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
		// Too large to look at each pixel: its size is against the rules as well.
		if (cause instanceof Unsupported) return facts;
		return await Promise.reject(cause);
	} finally {
		await source.close();
	}
}

/** @throws Unreadable */
async function isOpaque(reader: Reader, turn: Turn): Promise<boolean> {
	const { readPngPixels } = await import('./pixels/png');
	const isTransparent = (cause: unknown): boolean => {
		if (cause instanceof TransparentPixel) return true;
		throw cause;
	};
	return !(await readPngPixels(reader, OPAQUE_ONLY, turn).then(() => false, isTransparent));
}

/** Thrown to stop reading: one transparent pixel is enough. */
class TransparentPixel extends Error {}

const OPAQUE_ONLY: Pixels = {
	begin: demandFewPixels,
	add(_red, _green, _blue, alpha) {
		if (alpha < 255) throw new TransparentPixel();
	},
};
