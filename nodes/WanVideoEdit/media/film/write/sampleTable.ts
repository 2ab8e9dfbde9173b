import { joined } from '../../bytes';
import type { PlannedTrack } from '../plan/plan';
import { box, fullBox, table, u32, u64 } from './boxes';

/** Where the samples of a track are in the new file. */
export interface Places {
	/** From the start of the content. */
	readonly positions: Float64Array;
	/** Bytes, with prefixes. */
	readonly sizes: Uint32Array;
}

/** Builds the table, once it is known where the content is in the file and whether positions need 64 bits. */
export type SampleTable = (content: number, isLarge: boolean) => Uint8Array;

/** Seconds of a chunk at most: of a track without a neighbor to alternate with. */
const CHUNK_SECONDS = 0.5;

/** Source: ISO/IEC 14496-12, 8.5.1 */
export function stbl(track: PlannedTrack, places: Places): SampleTable {
	const { samples, descriptions } = track;
	const chunks = chunksOf(track, places);
	const tables = [
		fullBox('stsd', 0, 0, u32(descriptions.length), ...descriptions),
		table('stts', 2, runsOf(samples.durations)),
		...(samples.compositionOffsets.some((offset) => offset !== 0)
			? [table('ctts', 2, runsOf(samples.compositionOffsets))]
			: []),
		...(samples.sync.every((sync) => sync === 1) ? [] : [table('stss', 1, syncSamples(samples.sync))]),
		table('stsc', 3, stsc(chunks)),
		fullBox('stsz', 0, 0, u32(0, samples.count), bigEndian(places.sizes)),
	];
	return (content, isLarge) => box('stbl', ...tables, chunkOffsets(chunks, content, isLarge));
}

/** Values as rows of (count, value). */
function runsOf(values: Uint32Array | Int32Array): Uint32Array {
	const rows: number[] = [];
	values.forEach((value, index) => {
		if (index > 0 && values[index - 1] === value) rows[rows.length - 2] = (rows[rows.length - 2] ?? 0) + 1;
		else rows.push(1, value);
	});
	return Uint32Array.from(rows);
}

/** Source: ISO/IEC 14496-12, 8.6.2 */
function syncSamples(sync: Uint8Array): Uint32Array {
	const numbers: number[] = [];
	sync.forEach((flag, index) => {
		if (flag === 1) numbers.push(index + 1);
	});
	return Uint32Array.from(numbers);
}

/** Samples that lie next to each other. */
interface Chunk {
	readonly position: number;
	readonly description: number;
	count: number;
}

function chunksOf({ samples, timescale }: PlannedTrack, { positions, sizes }: Places): Chunk[] {
	const chunks: Chunk[] = [];
	let last: Chunk | undefined;
	let end = 0;
	let ticks = 0;
	for (let sample = 0; sample < samples.count; sample += 1) {
		const position = positions[sample] ?? 0;
		const description = samples.descriptions[sample] ?? 0;
		const isLong = ticks >= CHUNK_SECONDS * timescale;
		if (last === undefined || isLong || position !== end || description !== last.description) {
			last = { position, description, count: 0 };
			chunks.push(last);
			ticks = 0;
		}
		last.count += 1;
		ticks += samples.durations[sample] ?? 0;
		end = position + (sizes[sample] ?? 0);
	}
	return chunks;
}

/** Rows of (first chunk, samples a chunk, description), all counted from 1. Source: ISO/IEC 14496-12, 8.7.4 */
function stsc(chunks: readonly Chunk[]): Uint32Array {
	const rows: number[] = [];
	chunks.forEach(({ count, description }, index) => {
		const before = chunks[index - 1];
		if (before?.count === count && before.description === description) return;
		rows.push(index + 1, count, description + 1);
	});
	return Uint32Array.from(rows);
}

/** Source: ISO/IEC 14496-12, 8.7.5 */
function chunkOffsets(chunks: readonly Chunk[], content: number, isLarge: boolean): Uint8Array {
	const offsets = chunks.map(({ position }) => content + position);
	if (!isLarge) return table('stco', 1, Uint32Array.from(offsets));
	return fullBox('co64', 0, 0, u32(offsets.length), joined(offsets.map((offset) => u64(offset))));
}

function bigEndian(values: Uint32Array): Uint8Array {
	const bytes = new Uint8Array(4 * values.length);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => view.setUint32(4 * index, value));
	return bytes;
}
