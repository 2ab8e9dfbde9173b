import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { boxAt, boxesIn, nextBox } from '../../headers/mp4Boxes';
import { NO_CONTENT } from '../../headers/mp4Content';
import { sampleDefaults, type SampleDefaults } from '../../headers/mp4Fragments';
import { timescale } from '../../headers/mp4Track';
import { MOST_HELD, Reader } from '../../reader';
import type { ForwardSource } from '../../source';
import type { Film, SoundFacts, SoundFile, Track } from '../film';
import { demandApart } from './extents';
import { readFragmentSamples } from './fragments';
import { alignStarts } from './liveStart';
import { openSound, openVideo, type OpenTrack, readTrackBox, type TrackBox } from './track';

/** Maximum number of top-level boxes. A fragmented file has two per fragment. */
const MOST_BOXES = 100_000;
/** Names of tracks that are not copied, by their handler. Source: mp4ra.org, handlers */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
	['vide', 'another video track'],
	['soun', 'another sound track'],
	['tmcd', 'timecode'],
	['meta', 'metadata'],
	['text', 'text'],
	['sbtl', 'subtitles'],
	['subt', 'subtitles'],
	['clcp', 'captions'],
	['hint', 'hints for streaming'],
]);

/**
 * Reads the sample tables of a film, wherever its header (moov) is, and those of its fragments (moof). Skips the
 * content, and closes the source.
 * @throws Unreadable if it has no video track, is cut off, encrypted or contradicts itself, and what the source throws
 */
export async function readFilm(source: ForwardSource): Promise<Film> {
	const file = await readFile(source, true);
	if (file.video === undefined) throw new Unreadable('it has no video track');
	return { ...file, video: file.video };
}

/** Like `readFilm`, for a file of which only the sound is used: it may have no picture, e.g. M4A. */
export async function readSoundFile(source: ForwardSource): Promise<SoundFile> {
	return await readFile(source, false);
}

interface OpenMovie {
	readonly video: OpenTrack | undefined;
	readonly sound: OpenTrack | undefined;
	readonly soundFacts: SoundFacts | undefined;
	readonly leftOut: readonly string[];
	readonly defaults: ReadonlyMap<number, SampleDefaults>;
	readonly isFragmented: boolean;
}

type WholeFile = SoundFile & { readonly video: Track | undefined };

async function readFile(source: ForwardSource, withVideo: boolean): Promise<WholeFile> {
	try {
		return await readBoxes(new Reader(source), withVideo);
	} finally {
		await source.close();
	}
}

async function readBoxes(reader: Reader, withVideo: boolean): Promise<WholeFile> {
	let brand = '';
	let movie: OpenMovie | undefined;
	for (let count = 0; movie === undefined || movie.isFragmented; count += 1) {
		if (count > MOST_BOXES) throw new Unreadable('it has too many parts');
		const start = reader.position;
		// Bytes behind the last fragment that are not a box do not matter.
		const box = await nextBox(reader).catch((cause: unknown) => endOf(cause, movie));
		if (box === undefined) break;
		if (box.type === 'moov' && movie === undefined) {
			movie = readMovie(await bodyOf(reader, box.length), withVideo);
		} else if (box.type === 'moof' && movie !== undefined) {
			const tracks = [movie.video, movie.sound].filter((track) => track !== undefined);
			readFragmentSamples(await bodyOf(reader, box.length), start, tracks, movie.defaults);
		} else if (box.type === 'ftyp' && box.length >= 4 && box.length !== Infinity) {
			brand = (await reader.take(4)).text(0, 4).trimEnd();
			await reader.skip(box.length - 4);
		} else {
			await reader.skip(box.length);
		}
	}
	if (movie === undefined) throw new Unreadable('it is cut off: it has no header (moov)');
	const size = reader.size === Infinity ? undefined : reader.size;
	return { size, brand, ...finished(movie, reader.size) };
}

function endOf(cause: unknown, movie: OpenMovie | undefined): undefined {
	if (movie !== undefined && cause instanceof Unreadable) return undefined;
	throw cause;
}

async function bodyOf(reader: Reader, length: number): Promise<Bytes> {
	return length === Infinity
		? await reader.take(Math.min(MOST_HELD, reader.left))
		: await reader.take(length);
}

function readMovie(body: Bytes, withVideo: boolean): OpenMovie {
	const movieTimescale = timescale(boxAt(body, 'mvhd'));
	const tracks: TrackBox[] = [];
	for (const { type, body: box } of boxesIn(body)) {
		if (type === 'cmov') throw new Unreadable('its header is compressed');
		if (type === 'trak') tracks.push(readTrackBox(box));
	}
	const video = withVideo ? chosen(tracks, 'vide') : undefined;
	const sound = chosen(tracks, 'soun');
	const opened = sound && openSound(sound, movieTimescale);
	const leftOut = new Set(opened && !opened.track ? [`sound (${opened.codec})`] : []);
	for (const track of tracks) {
		if (track !== video && track !== sound) leftOut.add(LEFT_OUT.get(track.handler) ?? 'another track');
	}
	return {
		video: video && openVideo(video, movieTimescale),
		sound: opened?.track,
		soundFacts: opened && { codec: opened.codec, canBeCopied: opened.track !== undefined },
		leftOut: [...leftOut],
		defaults: sampleDefaults(body),
		isFragmented: boxAt(body, 'mvex') !== undefined,
	};
}

/** The first enabled track; the first one if none is, as some programs never set the flag. */
function chosen(tracks: readonly TrackBox[], handler: string): TrackBox | undefined {
	const all = tracks.filter((track) => track.handler === handler);
	return all.find(({ isEnabled }) => isEnabled) ?? all[0];
}

function finished({ video, sound, soundFacts, leftOut }: OpenMovie, fileSize: number) {
	if (sound?.samples.count === 0 && video === undefined) throw new Unreadable(NO_CONTENT);
	const withSamples = sound?.samples.count === 0 ? undefined : sound;
	const open = [video, withSamples].filter((track) => track !== undefined);
	alignStarts(open);
	const tracks = { video: video?.finish(), sound: withSamples?.finish() };
	demandApart(
		[tracks.video, tracks.sound].filter((track) => track !== undefined),
		fileSize,
	);
	return { ...tracks, soundFacts: withSamples || !sound ? soundFacts : undefined, leftOut };
}
