import { open } from 'node:fs/promises';
import { inspect } from '../../nodes/WanVideoEdit/media/inspect';
import { sourceOfRanges } from '../../nodes/WanVideoEdit/media/source';
import type { Reading } from './reading';

/** Reads a file with the node, by content, like a link: skipped bytes are not read. */
export async function readByNode(file: string): Promise<Reading> {
	const handle = await open(file);
	try {
		const { size } = await handle.stat();
		const range = async (first: number, last: number) => {
			const { buffer, bytesRead } = await handle.read(
				Buffer.alloc(last - first + 1),
				0,
				last - first + 1,
				first,
			);
			return buffer.subarray(0, bytesRead);
		};
		const facts = await inspect(sourceOfRanges(range, size));
		if (facts.kind === 'image') return { ...facts, kind: 'picture' };
		if (facts.kind !== 'video') return facts;
		const { format, width, height, seconds, fps, codec, encrypted, hasAudio } = facts;
		return { kind: 'film', format, width, height, seconds, fps, codec, encrypted, audio: hasAudio };
	} finally {
		await handle.close();
	}
}
