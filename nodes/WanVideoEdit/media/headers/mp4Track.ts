import type { Bytes } from '../bytes';
import { boxAt } from './mp4Boxes';
import { readDescriptions, type Descriptions } from './mp4Descriptions';
import { type EditedTrack, readEdits } from './mp4Edits';

/** Data in the header of a track. Times are in ticks. */
export interface Track extends Descriptions, EditedTrack {
	readonly id: number;
	/** vide, soun, … */
	readonly handler: string;
	/** Pixels as displayed. */
	readonly width: number;
	readonly height: number;
	/** From the sample tables, which are empty in a fragmented file. */
	readonly samples: Samples;
}

export interface Samples {
	readonly count: number;
	readonly ticks: number;
}

export const NO_SAMPLES: Samples = { count: 0, ticks: 0 };

/** @throws Unreadable. Source: ISO/IEC 14496-12, 8.3 to 8.6 */
export function readTrack(body: Bytes, movieTicksPerSecond: number): Track {
	const media = boxAt(body, 'mdia');
	const table = media && boxAt(media, 'minf', 'stbl');
	const descriptions = readDescriptions(table && boxAt(table, 'stsd'));
	return {
		...descriptions,
		...readTrackHeader(boxAt(body, 'tkhd'), descriptions),
		handler: (media && boxAt(media, 'hdlr')?.text(8, 4)) ?? '',
		ticksPerSecond: timescale(media && boxAt(media, 'mdhd')),
		samples: readSampleTimes(table && boxAt(table, 'stts')),
		delay: readDelay(table && boxAt(table, 'ctts')),
		edits: readEdits(boxAt(body, 'edts', 'elst'), movieTicksPerSecond),
	};
}

/** Works for mvhd and mdhd, which start alike. */
export function timescale(header: Bytes | undefined): number {
	return header === undefined ? 0 : header.u32(header.u8(0) === 1 ? 20 : 12);
}

function readTrackHeader(header: Bytes | undefined, stored: { width: number; height: number }) {
	if (header === undefined) return { id: 0, width: stored.width, height: stored.height };
	const isLong = header.u8(0) === 1;
	const matrix = isLong ? 52 : 40;
	// Falls back to the display size in whole pixels: a few programs leave out the stored size.
	const width = stored.width || header.u16(matrix + 36);
	const height = stored.height || header.u16(matrix + 40);
	const [a, b, c, d] = [0, 4, 12, 16].map((at) => header.i32(matrix + at));
	const turned = a === 0 && d === 0 && b !== 0 && c !== 0;
	return {
		id: header.u32(isLong ? 20 : 12),
		width: turned ? height : width,
		height: turned ? width : height,
	};
}

function readSampleTimes(table: Bytes | undefined): Samples {
	let [count, ticks] = [0, 0];
	const entries = table?.u32(4) ?? 0;
	for (let entry = 0; table && entry < entries; entry += 1) {
		const run = table.u32(8 + 8 * entry);
		count += run;
		ticks += run * table.u32(12 + 8 * entry);
	}
	return { count, ticks };
}

const readDelay = (table: Bytes | undefined): number =>
	table === undefined || table.length < 16 ? 0 : table.i32(12);
