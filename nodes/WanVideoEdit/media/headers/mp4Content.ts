import type { Bytes } from '../bytes';
import { Unreadable } from '../facts';
import { boxAt, boxesIn } from './mp4Boxes';

/** A range of the file: its first byte, and the byte after its last. */
export interface Extent {
	readonly start: number;
	readonly end: number;
}

export const NO_CONTENT = 'it has a header but no content';
export const CONTRADICTORY = 'its tables contradict each other';

/** A run of samples that lie next to each other. */
export interface Chunk extends Extent {
	/** Counts from 0. */
	readonly firstSample: number;
	readonly count: number;
	/** Number of their description; counts from 1. */
	readonly description: number;
}

/**
 * Checks that the samples of a track exist: a header alone can describe a video that is missing.
 * @param fileSize Infinity if unknown
 * @throws Unreadable if samples lie beyond the end of the file or in its header, or are empty
 */
export function demandSamples(track: Bytes, header: Extent, fileSize: number): void {
	const media = boxAt(track, 'mdia', 'minf');
	if (media === undefined) throw new Unreadable(NO_CONTENT);
	demandOwnFile(boxAt(media, 'dinf', 'dref'));
	let bytes = 0;
	for (const { start, end } of chunksIn(boxAt(media, 'stbl'))) {
		if (end > fileSize) throw new Unreadable('it is cut off');
		if (start < end && start < header.end && end > header.start) throw new Unreadable(NO_CONTENT);
		bytes += end - start;
	}
	if (bytes === 0) throw new Unreadable(NO_CONTENT);
}

/** QuickTime can keep the content in a second file. @throws Unreadable. Source: ISO/IEC 14496-12, 8.7.2 */
export function demandOwnFile(references: Bytes | undefined): void {
	if (references === undefined || references.length < 8) return;
	for (const { body } of boxesIn(references.part(8, references.length))) {
		const isOwnFile = body.length < 4 || (body.u32(0) & 1) === 1;
		if (isOwnFile) return;
	}
	throw new Unreadable('its content is in another file');
}

/** The chunks in a sample table (stbl), in order. Takes one step per table entry. @throws Unreadable. Source: ISO/IEC 14496-12, 8.7 */
export function* chunksIn(table: Bytes | undefined): Generator<Chunk> {
	const samplesOf = table && boxAt(table, 'stsc');
	const short = table && boxAt(table, 'stco');
	const offsets = short ?? (table && boxAt(table, 'co64'));
	const sizes = table && sizesIn(table);
	if (!samplesOf || !offsets || !sizes) return;
	const chunks = offsets.u32(4);
	const runs = samplesOf.u32(4);
	const firstChunk = (run: number): number => samplesOf.u32(8 + 12 * run);
	if (runs > 0 && chunks > 0 && firstChunk(runs - 1) > chunks) {
		throw new Unreadable(CONTRADICTORY);
	}
	let sample = 0;
	for (let chunk = 0, run = 0; chunk < chunks && runs > 0; chunk += 1) {
		// Chunks count from 1.
		while (run + 1 < runs && firstChunk(run + 1) <= chunk + 1) run += 1;
		const count = Math.min(samplesOf.u32(12 + 12 * run), sizes.count - sample);
		const start = short ? short.u32(8 + 4 * chunk) : offsets.u64(8 + 8 * chunk);
		const description = samplesOf.u32(16 + 12 * run);
		yield { start, end: start + sizes.sum(sample, count), firstSample: sample, count, description };
		sample += count;
	}
}

export interface Sizes {
	/** Number of samples. */
	readonly count: number;
	/** Total bytes of a range of samples. */
	sum(from: number, count: number): number;
}

/** Sizes of samples in a sample table (stbl). Source: ISO/IEC 14496-12, 8.7.3 */
export function sizesIn(table: Bytes): Sizes | undefined {
	const plain = boxAt(table, 'stsz');
	if (plain) {
		const [each, count] = [plain.u32(4), plain.u32(8)];
		if (each > 0) return { count, sum: (_, samples) => samples * each };
		return { count, sum: (from, samples) => total(from, samples, (sample) => plain.u32(12 + 4 * sample)) };
	}
	const compact = boxAt(table, 'stz2');
	if (compact === undefined) return undefined;
	const [bits, count] = [compact.u8(7), compact.u32(8)];
	return {
		count,
		sum: (from, samples) => total(from, samples, (sample) => compactSize(compact, bits, sample)),
	};
}

function compactSize(table: Bytes, bits: number, sample: number): number {
	if (bits === 16) return table.u16(12 + 2 * sample);
	if (bits === 8) return table.u8(12 + sample);
	const pair = table.u8(12 + (sample >>> 1));
	return sample % 2 === 0 ? pair >>> 4 : pair & 0xf;
}

function total(from: number, count: number, sizeOf: (sample: number) => number): number {
	let sum = 0;
	for (let sample = from; sample < from + count; sample += 1) sum += sizeOf(sample);
	return sum;
}
