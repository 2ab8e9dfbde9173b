import type { Bytes } from '../bytes';
import { boxAt } from './mp4Boxes';
import { readEdits, type Edit } from './mp4Edits';

/** What the header of a track says. Times are counted in ticks. */
export interface Track {
	readonly id: number;
	/** vide, soun, … */
	readonly handler: string;
	readonly codec: string;
	/** Pixels as displayed. */
	readonly width: number;
	readonly height: number;
	readonly ticksPerSecond: number;
	/** Of the sample tables: none in a fragmented file. */
	readonly samples: Samples;
	/** Ticks by which the first picture is shown later than it is decoded. */
	readonly delay: number;
	/** Parts that are shown of it; none for the whole. */
	readonly edits: readonly Edit[];
}

export interface Samples {
	readonly count: number;
	readonly ticks: number;
	/** Of the first sample alone, and of the last. */
	readonly firstTicks: number;
	readonly lastTicks: number;
}

export const NO_SAMPLES: Samples = { count: 0, ticks: 0, firstTicks: 0, lastTicks: 0 };

/** Samples one after the other. */
export const followedBy = (samples: Samples, next: Samples): Samples => ({
	count: samples.count + next.count,
	ticks: samples.ticks + next.ticks,
	firstTicks: samples.count > 0 ? samples.firstTicks : next.firstTicks,
	lastTicks: next.count > 0 ? next.lastTicks : samples.lastTicks,
});

/** Samples of the same length. */
export const alike = (count: number, ticksEach: number): Samples => ({
	count,
	ticks: count * ticksEach,
	firstTicks: ticksEach,
	lastTicks: ticksEach,
});

/** @throws Unreadable. Source: ISO/IEC 14496-12, 8.3 to 8.6 */
export function readTrack(body: Bytes, movieTicksPerSecond: number): Track {
	const media = boxAt(body, 'mdia');
	const description = media && boxAt(media, 'minf', 'stbl', 'stsd');
	const hasEntry = description !== undefined && description.length >= 16;
	const isPicture = hasEntry && description.length >= 44;
	return {
		...readTrackHeader(boxAt(body, 'tkhd'), {
			width: isPicture ? description.u16(40) : 0,
			height: isPicture ? description.u16(42) : 0,
		}),
		handler: (media && boxAt(media, 'hdlr')?.text(8, 4)) ?? '',
		codec: hasEntry ? description.text(12, 4) : '',
		ticksPerSecond: timescale(media && boxAt(media, 'mdhd')),
		samples: readSampleTimes(media && boxAt(media, 'minf', 'stbl', 'stts')),
		delay: readDelay(media && boxAt(media, 'minf', 'stbl', 'ctts')),
		edits: readEdits(boxAt(body, 'edts', 'elst'), movieTicksPerSecond),
	};
}

/** Of mvhd and mdhd, which begin alike. */
export function timescale(header: Bytes | undefined): number {
	return header === undefined ? 0 : header.u32(header.u8(0) === 1 ? 20 : 12);
}

function readTrackHeader(header: Bytes | undefined, stored: { width: number; height: number }) {
	if (header === undefined) return { id: 0, ...stored };
	const isLong = header.u8(0) === 1;
	const matrix = isLong ? 52 : 40;
	const [a, b, c, d] = [0, 4, 12, 16].map((at) => header.i32(matrix + at));
	const turned = a === 0 && d === 0 && b !== 0 && c !== 0;
	return {
		id: header.u32(isLong ? 20 : 12),
		width: turned ? stored.height : stored.width,
		height: turned ? stored.width : stored.height,
	};
}

function readSampleTimes(table: Bytes | undefined): Samples {
	let samples = NO_SAMPLES;
	const entries = table?.u32(4) ?? 0;
	for (let entry = 0; table && entry < entries; entry += 1) {
		samples = followedBy(samples, alike(table.u32(8 + 8 * entry), table.u32(12 + 8 * entry)));
	}
	return samples;
}

const readDelay = (table: Bytes | undefined): number =>
	table === undefined || table.length < 16 ? 0 : table.i32(12);
