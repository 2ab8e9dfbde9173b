import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { boxAt } from '../../headers/mp4Boxes';
import { chunksIn, CONTRADICTORY, sizesIn } from '../../headers/mp4Content';
import type { SampleList } from './samples';

/**
 * Reads the samples of a track from its sample table (stbl).
 * @throws Unreadable if a table is cut off, or tables disagree about the number of samples. Source: ISO/IEC 14496-12, 8.6 and 8.7
 */
export function readSampleTable(table: Bytes, samples: SampleList): void {
	const sizes = sizesIn(table);
	if (sizes === undefined || sizes.count === 0) return;
	samples.expect(sizes.count);
	const durationOf = readDurations(boxAt(table, 'stts'));
	const offsetOf = readCompositionOffsets(boxAt(table, 'ctts'));
	const isSync = readSyncSamples(boxAt(table, 'stss'));
	for (const chunk of chunksIn(table)) {
		let offset = chunk.start;
		for (let sample = chunk.firstSample; sample < chunk.firstSample + chunk.count; sample += 1) {
			const size = sizes.sum(sample, 1);
			samples.add({
				offset,
				size,
				duration: durationOf(),
				compositionOffset: offsetOf(),
				sync: isSync(sample),
				description: chunk.description - 1,
			});
			offset += size;
		}
	}
	if (samples.count !== sizes.count) throw new Unreadable(CONTRADICTORY);
}

/** Gives the value of one sample after the other from a table of runs (count, value). */
function runsOf(table: Bytes, valueAt: (at: number) => number, after: () => number): () => number {
	const entries = table.u32(4);
	let entry = -1;
	let left = 0;
	let value = 0;
	return () => {
		while (left === 0) {
			entry += 1;
			if (entry >= entries) return after();
			left = table.u32(8 + 8 * entry);
			value = valueAt(12 + 8 * entry);
		}
		left -= 1;
		return value;
	};
}

/** Source: ISO/IEC 14496-12, 8.6.1.2 */
function readDurations(table: Bytes | undefined): () => number {
	if (table === undefined) throw new Unreadable(CONTRADICTORY);
	return runsOf(
		table,
		(at) => table.u32(at),
		() => {
			throw new Unreadable(CONTRADICTORY);
		},
	);
}

/** Signed in version 0 too: QuickTime and many writers do so. Source: ISO/IEC 14496-12, 8.6.1.3 */
function readCompositionOffsets(table: Bytes | undefined): () => number {
	const none = (): number => 0;
	return table === undefined ? none : runsOf(table, (at) => table.i32(at), none);
}

/** Without a table, every sample is a sync sample. Source: ISO/IEC 14496-12, 8.6.2 */
function readSyncSamples(table: Bytes | undefined): (sample: number) => boolean {
	if (table === undefined) return () => true;
	const entries = table.u32(4);
	let entry = 0;
	return (sample) => {
		// Samples count from 1 in the file.
		while (entry < entries && table.u32(8 + 4 * entry) < sample + 1) entry += 1;
		return entry < entries && table.u32(8 + 4 * entry) === sample + 1;
	};
}
