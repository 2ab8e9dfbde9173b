import type { Bytes } from '../bytes';
import { Unreadable, type VideoFacts } from '../facts';
import { MOST_HELD, type Reader } from '../reader';
import { boxAt, boxesIn, type BoxHeader, nextBox } from './mp4Boxes';
import { shownSeconds } from './mp4Edits';
import { defaultTicks, delayOfFragment, samplesOfFragment } from './mp4Fragments';
import { followedBy, readTrack, timescale, type Samples, type Track } from './mp4Track';

/** Boxes side by side in a file; a fragmented file has two for each fragment. */
const MOST_BOXES = 10_000;
/** Seconds of a fragmented file: each fragment costs a request where the file is behind a link. */
const LONGEST_IN_FRAGMENTS = 60;
/** Brand of QuickTime. A file without a brand is older than brands, and QuickTime too. */
const QUICKTIME = 'qt  ';

interface Movie {
	readonly body: Bytes;
	readonly picture: Track;
	readonly hasAudio: boolean;
}

/** @throws Unreadable. Reads the header (moov) wherever it stands, and skips the content (mdat), which has to be there. */
export async function readMp4(reader: Reader): Promise<VideoFacts> {
	let brand = QUICKTIME;
	for (let count = 0; count < MOST_BOXES; count += 1) {
		const box = await nextBox(reader);
		if (box === undefined) throw new Unreadable('it is cut off: it has no header (moov)');
		if (box.type === 'moov') {
			const movie = readMovie(await bodyOf(reader, box.length));
			const picture = { ...movie.picture, ...(await timesOf(movie, reader)) };
			const found = facts({ ...movie, picture }, brand === QUICKTIME ? 'MOV' : 'MP4');
			await demandContent(reader);
			return found;
		}
		let left = box.length;
		if (box.type === 'ftyp' && left >= 4) {
			brand = (await reader.take(4)).text(0, 4);
			left -= 4;
		}
		await reader.skip(left);
	}
	throw new Unreadable('it has no header (moov)');
}

async function bodyOf(reader: Reader, length: number): Promise<Bytes> {
	if (length !== Infinity) return await reader.take(length);
	return await reader.peek(MOST_HELD);
}

function readMovie(body: Bytes): Movie {
	const ticksPerSecond = timescale(boxAt(body, 'mvhd'));
	let picture: Track | undefined;
	let hasAudio = false;
	for (const { type, body: track } of boxesIn(body)) {
		if (type === 'cmov') throw new Unreadable('its header is compressed');
		if (type !== 'trak') continue;
		const handler = boxAt(track, 'mdia', 'hdlr')?.text(8, 4);
		if (handler === 'soun') hasAudio = true;
		if (handler === 'vide') picture ??= readTrack(track, ticksPerSecond);
	}
	if (picture === undefined) throw new Unreadable('it has no picture in it');
	return { body, picture, hasAudio };
}

/** A fragmented file has its sample tables spread over the file. */
async function timesOf({ body, picture }: Movie, reader: Reader): Promise<Pick<Track, 'samples' | 'delay'>> {
	if (boxAt(body, 'mvex') === undefined) return picture;
	const ticksEach = defaultTicks(body, picture.id);
	let { samples, delay } = picture;
	for (let number = 0; number < MOST_BOXES; number += 1) {
		const box = await nextBox(reader);
		if (box === undefined) return { samples, delay };
		if (box.type === 'moof') {
			const fragment = await bodyOf(reader, box.length);
			if (samples.count === 0) delay = delayOfFragment(fragment, picture.id);
			samples = followedBy(samples, samplesOfFragment(fragment, picture.id, ticksEach));
			if (samples.ticks > LONGEST_IN_FRAGMENTS * picture.ticksPerSecond) {
				throw new Unreadable(`it is in fragments and longer than ${LONGEST_IN_FRAGMENTS} s`);
			}
		} else {
			demandThere(box, reader);
			await reader.skip(box.length);
		}
	}
	throw new Unreadable('it is in too many fragments');
}

/**
 * Follows the boxes behind the header by their lengths, without their content. What is no box ends it: some
 * programs leave bytes behind that no player minds.
 * @throws Unreadable where content is cut off
 */
async function demandContent(reader: Reader): Promise<void> {
	// A stream of unknown size would have to be read to its end.
	if (reader.left === Infinity) return;
	for (let count = 0; count < MOST_BOXES && reader.left > 0; count += 1) {
		const box = await nextBox(reader).catch(nothingUnreadable);
		if (box === undefined) return;
		demandThere(box, reader);
		// Nothing comes behind it: a stream is not read on for that.
		if (box.length >= reader.left) return;
		await reader.skip(box.length);
	}
}

function demandThere({ type, length }: BoxHeader, reader: Reader): void {
	if (type === 'mdat' && length !== Infinity && length > reader.left) throw new Unreadable('it is cut off');
}

function nothingUnreadable(cause: unknown): undefined {
	if (cause instanceof Unreadable) return undefined;
	throw cause;
}

function facts({ picture, hasAudio }: Movie, format: VideoFacts['format']): VideoFacts {
	const { width, height, codec, ticksPerSecond, samples } = picture;
	if (width === 0 || height === 0) throw new Unreadable('its size is not in its header');
	const seconds = samples.ticks / ticksPerSecond;
	if (!(seconds > 0 && seconds < Infinity)) throw new Unreadable('its length is not in its header');
	return {
		kind: 'video',
		format,
		width,
		height,
		seconds: shownSeconds(picture, seconds),
		fps: rate(samples, ticksPerSecond),
		codec,
		hasAudio,
	};
}

/** Without the first and the last sample, which streaming programs stretch to where the sound begins and ends. */
function rate({ count, ticks, firstTicks, lastTicks }: Samples, ticksPerSecond: number): number {
	const inner = ticks - firstTicks - lastTicks;
	return inner > 0 ? ((count - 2) * ticksPerSecond) / inner : (count * ticksPerSecond) / ticks;
}
