import { Unreadable } from '../../facts';
import type { ForwardSource } from '../../source';
import type { Plan } from '../plan/plan';
import { lengthOfDelimiter, MOST_OF_DELIMITER } from '../parameterSets';
import { joined } from '../../bytes';
import { headerOf } from './header';
import { OpenSources } from './openSources';
import { type Stretch, stretchesOf } from './stretches';

/** Bytes asked of a source at once. They are passed on as they come: joining them would copy the whole film once more. */
const BLOCK = 1024 * 1024;

/** Exact size in bytes of the file that `chunksOf` writes. */
export const sizeOf = (plan: Plan): number => headerOf(plan).size;

/**
 * Writes the film from its first byte to its last. Reads each source once, forwards, and skips what is not needed.
 * Opens a source when it is needed first, and closes it after its last sample, or when the caller stops.
 * @param open gives a source from its start, by the index of its file in the call that made the plan
 * @throws Unreadable if a source ends early, and what the sources throw
 */
export async function* chunksOf(
	plan: Plan,
	open: (source: number) => Promise<ForwardSource>,
): AsyncGenerator<Uint8Array, void, undefined> {
	const { bytes, layout } = headerOf(plan);
	const files = new OpenSources(open);
	try {
		yield bytes;
		for (const stretch of stretchesOf(plan, layout.order)) {
			if (stretch.length + stretch.prefix.length > 0) {
				yield* copied(await files.at(stretch.source, stretch.offset), stretch);
			}
			if (stretch.isLast) await files.close(stretch.source);
		}
	} finally {
		await files.closeAll();
	}
}

async function* copied(file: ForwardSource, { length, prefix }: Stretch): AsyncGenerator<Uint8Array> {
	let left = length;
	if (prefix.length > 0) {
		const start = await demand(file, Math.min(left, MOST_OF_DELIMITER));
		left -= start.length;
		const delimiter = Math.min(lengthOfDelimiter(start), start.length);
		yield joined([start.subarray(0, delimiter), prefix, start.subarray(delimiter)]);
	}
	while (left > 0) {
		const piece = await file.readSome(Math.min(left, BLOCK));
		if (piece.length === 0) throw cutOff();
		left -= piece.length;
		yield piece;
	}
}

async function demand(file: ForwardSource, length: number): Promise<Uint8Array> {
	const bytes = await file.read(length);
	if (bytes.length < length) throw cutOff();
	return bytes;
}

const cutOff = (): Unreadable => new Unreadable('it is cut off');
