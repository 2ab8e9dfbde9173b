import { Unreadable } from '../../facts';
import { CONTRADICTORY, NO_CONTENT } from '../../headers/mp4Content';
import type { Track } from '../film';
import { inFileOrder } from '../fileOrder';

/**
 * Checks that there is content, that all of it is in the file, and that no byte belongs to two samples: they could not
 * be copied forwards.
 * @param fileSize Infinity if unknown
 * @throws Unreadable
 */
export function demandApart(tracks: readonly Track[], fileSize: number): void {
	const lists = tracks.map(({ samples }) => samples);
	for (const { count, sizes, offsets } of lists) {
		if (count === 0 || !sizes.some((size) => size > 0)) throw new Unreadable(NO_CONTENT);
		for (let sample = 0; sample < count; sample += 1) {
			const end = (offsets[sample] ?? 0) + (sizes[sample] ?? 0);
			if (end > fileSize) throw new Unreadable('it is cut off');
			if (!((offsets[sample] ?? 0) >= 0 && end < Number.MAX_SAFE_INTEGER))
				throw new Unreadable(CONTRADICTORY);
		}
	}
	const order = inFileOrder(lists);
	let end = 0;
	for (let index = 0; index < order.samples.length; index += 1) {
		const list = lists[order.lists[index] ?? 0];
		const sample = order.samples[index] ?? 0;
		const size = list?.sizes[sample] ?? 0;
		if (size === 0) continue;
		const offset = list?.offsets[sample] ?? 0;
		if (offset < end) throw new Unreadable(CONTRADICTORY);
		end = offset + size;
	}
}
