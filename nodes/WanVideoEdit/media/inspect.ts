import { Unreadable, type MediaFacts } from './facts';
import { readMp4 } from './headers/mp4';
import { Reader } from './reader';
import { sniff, SNIFFED_BYTES } from './sniff';
import type { ForwardSource } from './source';

export type { MediaFacts } from './facts';

/**
 * Measures a file by its header, without a look at its name or MIME type. Asks for at most 16 MiB at once, reads no
 * further than it has to, and closes the source. Content of any kind gives facts.
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
	if (sniffed === undefined) return { kind: 'unreadable', reason: 'its content has no known format' };
	if (typeof sniffed === 'string') return { kind: 'other', format: sniffed };
	return await sniffed(reader).catch(async (cause: unknown) => {
		if (!(cause instanceof Unreadable)) return await Promise.reject(cause);
		const isFilm = sniffed === readMp4;
		return { kind: 'unreadable', reason: cause.message, ...(isFilm ? { beginsAsFilm: true } : {}) };
	});
}
