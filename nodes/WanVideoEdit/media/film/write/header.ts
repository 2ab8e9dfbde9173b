import { joined } from '../../bytes';
import type { Edit } from '../film';
import type { Plan, PlannedTrack } from '../plan/plan';
import { box, fullBox, text, u16, u32, u64, zeros } from './boxes';
import { layOut, type Layout, sizeOfSample } from './layout';
import { type Places, type SampleTable, stbl } from './sampleTable';

/** The beginning of a new file, up to its content. */
export interface Header {
	readonly bytes: Uint8Array;
	readonly layout: Layout;
	/** Bytes of the whole file. */
	readonly size: number;
}

const LARGEST_U32 = 2 ** 32 - 1;
/** No rotation. Source: ISO/IEC 14496-12, 6.2.2 */
const UNITY = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** Made once for each plan: its size is asked for before it is written. */
const HEADERS = new WeakMap<Plan, Header>();

/** `ftyp`, `moov` and the head of `mdat`, in this order: a file can be played and sent on while it arrives. */
export function headerOf(plan: Plan): Header {
	const known = HEADERS.get(plan);
	if (known) return known;
	const made = makeHeader(plan);
	HEADERS.set(plan, made);
	return made;
}

function makeHeader(plan: Plan): Header {
	const layout = layOut(plan);
	const brands = ftyp(plan);
	const tables = plan.tracks.map((track, index) => stbl(track, placesOf(plan, layout, index)));
	// Positions do not change the length of the tables, so a first try tells where the content will be.
	const short = brands.length + moov(plan, tables, 0, false).length + 8;
	const isLarge = short + layout.bytes > LARGEST_U32;
	const content = isLarge ? brands.length + moov(plan, tables, 0, true).length + 16 : short;
	const bytes = joined([brands, moov(plan, tables, content, isLarge), mdat(layout.bytes, isLarge)]);
	return { bytes, layout, size: content + layout.bytes };
}

function placesOf(plan: Plan, { positions }: Layout, track: number): Places {
	const places = positions[track] ?? new Float64Array(0);
	const sizes = new Uint32Array(places.length);
	for (let sample = 0; sample < sizes.length; sample += 1) sizes[sample] = sizeOfSample(plan, track, sample);
	return { positions: places, sizes };
}

/** Source: ISO/IEC 14496-12, 4.3 */
function ftyp({ tracks }: Plan): Uint8Array {
	const isH264 = tracks[0]?.codec === 'avc1';
	return box('ftyp', text('isom'), u32(0x200), text(`isomiso2${isH264 ? 'avc1' : ''}mp41`));
}

/** The head alone. Source: ISO/IEC 14496-12, 8.1.1 */
function mdat(bytes: number, isLarge: boolean): Uint8Array {
	return isLarge ? joined([u32(1), text('mdat'), u64(bytes + 16)]) : joined([u32(bytes + 8), text('mdat')]);
}

/** Source: ISO/IEC 14496-12, 8.2.1 */
function moov(plan: Plan, tables: readonly SampleTable[], content: number, isLarge: boolean): Uint8Array {
	// The video's own ticks, so that the edit lists are exact.
	const timescale = plan.tracks[0]?.timescale ?? 1;
	const tracks = plan.tracks.map((track, index) => {
		return trak(track, index + 1, timescale, tables[index]?.(content, isLarge) ?? new Uint8Array(0));
	});
	const duration = Math.max(...plan.tracks.map(({ edits }) => durationOf(edits, timescale)));
	return box('moov', mvhd(duration, timescale, plan.tracks.length + 1), ...tracks);
}

const durationOf = (edits: readonly Edit[], timescale: number): number =>
	edits.reduce((sum, { seconds }) => sum + Math.round(seconds * timescale), 0);

/** A header that has times, in version 1 if they need 64 bits. */
function timed(
	type: string,
	flags: number,
	duration: number,
	before: readonly number[],
	after: readonly Uint8Array[],
) {
	const isLong = duration > LARGEST_U32;
	const number = isLong ? u64 : u32;
	return fullBox(type, isLong ? 1 : 0, flags, number(0, 0), u32(...before), number(duration), ...after);
}

/** Source: ISO/IEC 14496-12, 8.2.2 */
function mvhd(duration: number, timescale: number, nextTrack: number): Uint8Array {
	const rateAndVolume = [u32(0x10000), u16(0x100), zeros(10)];
	return timed('mvhd', 0, duration, [timescale], [...rateAndVolume, UNITY, zeros(24), u32(nextTrack)]);
}

/** Source: ISO/IEC 14496-12, 8.3.1 */
function trak(track: PlannedTrack, id: number, movieTimescale: number, table: Uint8Array): Uint8Array {
	return box('trak', tkhd(track, id, movieTimescale), edts(track.edits, movieTimescale), mdia(track, table));
}

/** Enabled, used in the movie and in previews. Source: ISO/IEC 14496-12, 8.3.2 */
function tkhd(
	{ kind, edits, matrix, width, height }: PlannedTrack,
	id: number,
	timescale: number,
): Uint8Array {
	const isSound = kind === 'sound';
	const layerGroupVolume = u16(0, isSound ? 1 : 0, isSound ? 0x100 : 0, 0);
	const after = [zeros(8), layerGroupVolume, isSound ? UNITY : matrix, u32(width, height)];
	return timed('tkhd', 3, durationOf(edits, timescale), [id, 0], after);
}

/** Source: ISO/IEC 14496-12, 8.6.5 and 8.6.6 */
function edts(edits: readonly Edit[], timescale: number): Uint8Array {
	const rows = edits.map((edit) => ({ ...edit, duration: Math.round(edit.seconds * timescale) }));
	const isLong = rows.some(({ duration, mediaTime }) => duration > LARGEST_U32 || mediaTime > 0x7fffffff);
	const entries = rows.map(({ duration, mediaTime, rate }) => {
		const time = isLong ? (mediaTime < 0 ? u32(LARGEST_U32, LARGEST_U32) : u64(mediaTime)) : u32(mediaTime);
		return joined([isLong ? u64(duration) : u32(duration), time, u32(Math.round(rate * 0x10000))]);
	});
	return box('edts', fullBox('elst', isLong ? 1 : 0, 0, u32(entries.length), ...entries));
}

/** Source: ISO/IEC 14496-12, 8.4.1 */
function mdia({ kind, timescale, language, samples }: PlannedTrack, table: Uint8Array): Uint8Array {
	const duration = samples.durations.reduce((sum, ticks) => sum + ticks, 0);
	const isSound = kind === 'sound';
	return box(
		'mdia',
		timed('mdhd', 0, duration, [timescale], [u16(language, 0)]),
		fullBox(
			'hdlr',
			0,
			0,
			u32(0),
			text(isSound ? 'soun' : 'vide'),
			zeros(12),
			text(`${isSound ? 'Sound' : 'Video'}Handler\0`),
		),
		box('minf', isSound ? fullBox('smhd', 0, 0, zeros(4)) : fullBox('vmhd', 0, 1, zeros(8)), dinf(), table),
	);
}

/** The content is in this file. Source: ISO/IEC 14496-12, 8.7.1 and 8.7.2 */
const dinf = (): Uint8Array => box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
