import { Unreadable, type ImageFacts, type MediaFacts } from './facts';
import { demandEnd } from './imageEnd';
import type { MediaLimit } from './limits';
import { Reader } from './reader';
import type { ForwardSource } from './source';

/** Whether a slot takes an image with this header. Only then its content is read. */
export const isContentAsked = ({ format }: ImageFacts, bytes: number, limit: MediaLimit): boolean =>
	bytes <= limit.maxBytes && limit.formats.includes(format);

/**
 * Reads an image beyond its header: whether it is cut off. Closes the source.
 * @param source at the start of the file, of known size
 * @throws only what the source throws
 */
export async function withContent(source: ForwardSource, facts: ImageFacts): Promise<MediaFacts> {
	try {
		await demandEnd(new Reader(source), facts.format);
		return facts;
	} catch (cause) {
		if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
		return await Promise.reject(cause);
	} finally {
		await source.close();
	}
}
