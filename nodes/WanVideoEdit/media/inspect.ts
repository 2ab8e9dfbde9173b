import { Unreadable, type MediaFacts } from './facts';
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
		return await factsOf(new Reader(source)).catch(reasonOf);
	} finally {
		await source.close();
	}
}

async function factsOf(reader: Reader): Promise<MediaFacts> {
	const head = await reader.peek(SNIFFED_BYTES);
	if (head.length === 0) return { kind: 'unreadable', reason: 'it is empty' };
	const sniffed = sniff(head);
	if (sniffed === undefined) return { kind: 'unreadable', reason: 'its content has no known format' };
	return typeof sniffed === 'string' ? { kind: 'other', format: sniffed } : await sniffed(reader);
}

function reasonOf(cause: unknown): MediaFacts {
	if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
	throw cause;
}
