import { Unreadable, type MediaFacts } from './facts';
import { readMp4 } from './headers/mp4';
import { Reader } from './reader';
import { sniff, SNIFFED_BYTES } from './sniff';
import type { ForwardSource } from './source';

export type { MediaFacts } from './facts';

/**
 * Reads the facts about a file from its header, ignoring its name and MIME type. Reads no further than necessary and at
 * most 16 MiB at a time, and closes the source. Any content gives facts.
 * @throws only what the source throws
 */
export async function inspect(source: ForwardSource): Promise<MediaFacts> {
	try {
		return await factsOf(new Reader(source));
	} finally {
		await source.close();
	}
}

async function factsOf(reader: Reader): Promise<MediaFacts> {
	const head = await reader.peek(SNIFFED_BYTES);
	if (head.length === 0) return { kind: 'unreadable', reason: 'it is empty' };
	const sniffed = sniff(head);
	if (sniffed === undefined) return { kind: 'unreadable', reason: 'its format is unknown' };
	if (typeof sniffed === 'string') return { kind: 'other', format: sniffed };
	return await sniffed(reader).catch(async (cause: unknown) => {
		if (!(cause instanceof Unreadable)) return await Promise.reject(cause);
		const isFilm = sniffed === readMp4;
		return { kind: 'unreadable', reason: cause.message, ...(isFilm ? { beginsAsFilm: true } : {}) };
	});
}
