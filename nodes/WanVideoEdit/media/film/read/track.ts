import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { boxAt, boxesIn } from '../../headers/mp4Boxes';
import { CONTRADICTORY, demandOwnFile } from '../../headers/mp4Content';
import { readDescriptions } from '../../headers/mp4Descriptions';
import { timescale } from '../../headers/mp4Track';
import type { Track, TrackHeader } from '../film';
import { box } from '../write/boxes';
import { editsFrom, readEditList } from './edits';
import type { FragmentedTrack } from './fragments';
import { SampleList } from './samples';
import { readSampleTable } from './sampleTable';
import { readSoundDescription, type SoundDescription } from './soundDescription';

/** What the header says of a track before its samples are read. */
export interface TrackBox {
	readonly body: Bytes;
	readonly id: number;
	/** vide, soun, tmcd, … */
	readonly handler: string;
	readonly isEnabled: boolean;
}

/** A track that is being read: in a fragmented file, its samples come later. */
export interface OpenTrack extends FragmentedTrack {
	/** Ticks per second. */
	readonly timescale: number;
	/** @throws Unreadable */
	readonly finish: () => Track;
}

/** Maximum number of sample descriptions. Most tracks have one. */
const MOST_DESCRIPTIONS = 100;

/** @param body of trak. @throws Unreadable */
export function readTrackBox(body: Bytes): TrackBox {
	const header = boxAt(body, 'tkhd');
	return {
		body,
		id: header === undefined ? 0 : header.u32(header.u8(0) === 1 ? 20 : 12),
		handler: boxAt(body, 'mdia', 'hdlr')?.text(8, 4) ?? '',
		isEnabled: header !== undefined && (header.u32(0) & 1) === 1,
	};
}

/** @throws Unreadable. Source: ISO/IEC 14496-12, 8.3 to 8.7 */
export function openVideo(track: TrackBox, movieTimescale: number): OpenTrack {
	const stsd = boxAt(track.body, 'mdia', 'minf', 'stbl', 'stsd');
	if (readDescriptions(stsd).encrypted) throw new Unreadable('it is encrypted');
	const entries = entriesOf(stsd);
	const first = entries[0];
	if (first === undefined) throw new Unreadable('it has no sample description');
	const descriptions = entries.map(({ whole }) => whole);
	return openTrack(track, { kind: 'video', codec: first.type, descriptions }, movieTimescale);
}

/** Opens a sound track if an MP4 file can carry it. @throws Unreadable */
export function openSound(
	track: TrackBox,
	movieTimescale: number,
): { readonly codec: string; readonly track: OpenTrack | undefined } {
	const stsd = boxAt(track.body, 'mdia', 'minf', 'stbl', 'stsd');
	const isIso = stsd !== undefined && stsd.u8(0) === 1;
	const entries = entriesOf(stsd).map(({ type, body }): [string, SoundDescription] => [
		type,
		readSoundDescription(type, body, isIso),
	]);
	const descriptions = entries.flatMap(([, { entry }]) => (entry ? [entry] : []));
	const codec = entries[0]?.[1].codec ?? 'unknown';
	// Several descriptions are rare, and players disagree about them.
	if (entries.length !== 1 || descriptions.length !== 1) return { codec, track: undefined };
	const type = entries[0]?.[0] ?? '';
	return { codec, track: openTrack(track, { kind: 'sound', codec: type, descriptions }, movieTimescale) };
}

function openTrack(
	{ body, id }: TrackBox,
	about: Pick<Track, 'kind' | 'codec' | 'descriptions'>,
	movieTimescale: number,
): OpenTrack {
	const information = boxAt(body, 'mdia', 'minf');
	demandOwnFile(information && boxAt(information, 'dinf', 'dref'));
	const header = readHeader(body, about.kind);
	const samples = new SampleList();
	const table = information && boxAt(information, 'stbl');
	if (table) readSampleTable(table, samples);
	// What is needed later is copied: the whole header may have 16 MiB.
	const entries = readEditList(boxAt(body, 'edts', 'elst'));
	const open: OpenTrack = {
		id,
		samples,
		firstTick: 0,
		timescale: header.timescale,
		finish: () => {
			const found = samples.finish();
			if (found.descriptions.some((index) => index >= about.descriptions.length)) {
				throw new Unreadable(CONTRADICTORY);
			}
			const timescales = { movie: movieTimescale, track: header.timescale };
			return { ...header, ...about, samples: found, edits: editsFrom(entries, timescales, open.firstTick) };
		},
	};
	return open;
}

/** Source: ISO/IEC 14496-12, 8.3.2 and 8.4.2 */
function readHeader(body: Bytes, kind: TrackHeader['kind']): TrackHeader {
	const track = boxAt(body, 'tkhd');
	const media = boxAt(body, 'mdia', 'mdhd');
	const ticks = timescale(media);
	if (track === undefined || media === undefined || ticks === 0) throw new Unreadable(CONTRADICTORY);
	const matrix = track.u8(0) === 1 ? 52 : 40;
	return {
		kind,
		timescale: ticks,
		language: media.u16(media.u8(0) === 1 ? 32 : 20),
		matrix: track.part(matrix, matrix + 36).data.slice(),
		width: track.u32(matrix + 36),
		height: track.u32(matrix + 40),
	};
}

/** Source: ISO/IEC 14496-12, 8.5.2 */
function entriesOf(stsd: Bytes | undefined): Array<{ type: string; body: Bytes; whole: Uint8Array }> {
	if (stsd === undefined || stsd.length < 8) return [];
	const entries = [];
	for (const { type, body } of boxesIn(stsd.part(8, stsd.length))) {
		if (entries.length >= Math.min(stsd.u32(4), MOST_DESCRIPTIONS)) break;
		entries.push({ type, body, whole: box(type, body.data) });
	}
	return entries;
}
