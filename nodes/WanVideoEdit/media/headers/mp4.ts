import type { Bytes } from '../bytes';
import { Unreadable, type VideoFacts } from '../facts';
import { MOST_HELD, type Reader } from '../reader';
import { boxAt, boxesIn, type BoxHeader, nextBox } from './mp4Boxes';
import { demandSamples, type Extent, NO_CONTENT } from './mp4Content';
import { shownSeconds } from './mp4Edits';
import { readFragment, sampleDefaults } from './mp4Fragments';
import { readTrack, timescale, type Track } from './mp4Track';

/** Maximum number of top-level boxes. A fragmented file has two per fragment. */
const MOST_BOXES = 10_000;
/** Maximum length of a fragmented file in seconds. For a link, each fragment costs a request. */
const LONGEST_IN_FRAGMENTS = 60;
/** Brands of QuickTime. A file without a brand is older than brands, so it is QuickTime too. */
const QUICKTIME: readonly string[] = ['qt', ''];
/** Maximum number of bytes to read of the list of brands. Most files name four. */
const MOST_OF_BRANDS = 1024;
/** MP4 brands that a file with another major brand may list as compatible. Source: mp4ra.org, brands */
export const MP4_BRANDS = /^(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash)$/;
/** Boxes that contain samples. */
const CONTENT: readonly string[] = ['mdat', 'imda'];

interface Movie {
	readonly body: Bytes;
	readonly picture: Track;
	/** The box of the video track. */
	readonly box: Bytes;
	readonly hasAudio: boolean;
}

/** Reads the header (moov) wherever it is, and skips the content (mdat), which must exist. @throws Unreadable */
export async function readMp4(reader: Reader): Promise<VideoFacts> {
	let brand = '';
	let isAlsoMp4 = false;
	let hasContent = false;
	for (let count = 0; count < MOST_BOXES; count += 1) {
		const start = reader.position;
		const box = await nextBox(reader);
		if (box === undefined) throw new Unreadable('it is cut off: it has no header (moov)');
		if (box.type === 'moov') {
			const movie = readMovie(await bodyOf(reader, box.length));
			return await readContent(
				movie,
				{ start, end: box.length === Infinity ? reader.size : reader.position },
				{ brand, isAlsoMp4, hasContent },
				reader,
			);
		}
		hasContent ||= CONTENT.includes(box.type);
		let left = box.length;
		if (box.type === 'ftyp' && left >= 4) {
			const brands = await reader.take(Math.min(left, MOST_OF_BRANDS));
			brand = brands.text(0, 4).trimEnd();
			isAlsoMp4 = namesMp4(brands);
			left -= brands.length;
		}
		await reader.skip(left);
	}
	throw new Unreadable('it has no header (moov)');
}

/** The compatible brands follow the major brand and its version. Source: ISO/IEC 14496-12, 4.3 */
function namesMp4(brands: Bytes): boolean {
	for (let at = 8; at + 4 <= brands.length; at += 4) {
		if (MP4_BRANDS.test(brands.text(at, 4))) return true;
	}
	return false;
}

async function bodyOf(reader: Reader, length: number): Promise<Bytes> {
	if (length !== Infinity) return await reader.take(length);
	return await reader.peek(MOST_HELD);
}

function readMovie(body: Bytes): Movie {
	const ticksPerSecond = timescale(boxAt(body, 'mvhd'));
	let found: Pick<Movie, 'picture' | 'box'> | undefined;
	let hasAudio = false;
	for (const { type, body: box } of boxesIn(body)) {
		if (type === 'cmov') throw new Unreadable('its header is compressed');
		if (type !== 'trak') continue;
		const handler = boxAt(box, 'mdia', 'hdlr')?.text(8, 4);
		if (handler === 'soun') hasAudio = true;
		if (handler === 'vide') found ??= { picture: readTrack(box, ticksPerSecond), box };
	}
	if (found === undefined) throw new Unreadable('it has no video track');
	return { body, ...found, hasAudio };
}

async function readContent(
	movie: Movie,
	header: Extent,
	{ brand, isAlsoMp4, hasContent }: { brand: string; isAlsoMp4: boolean; hasContent: boolean },
	reader: Reader,
): Promise<VideoFacts> {
	const isFragmented = boxAt(movie.body, 'mvex') !== undefined;
	const times = isFragmented ? await readFragments(movie, reader) : {};
	const found = facts({ ...movie, picture: { ...movie.picture, ...times } }, brand, isAlsoMp4);
	if (movie.picture.samples.count > 0) demandSamples(movie.box, header, reader.size);
	if (!isFragmented && !(await contentFollows(reader)) && !hasContent) throw new Unreadable(NO_CONTENT);
	return found;
}

/** The sample tables of a fragmented file are spread over the file. */
async function readFragments(
	{ body, picture }: Movie,
	reader: Reader,
): Promise<Pick<Track, 'samples' | 'delay'>> {
	const defaults = sampleDefaults(body);
	let { samples, delay } = picture;
	for (let number = 0; number < MOST_BOXES; number += 1) {
		const start = reader.position;
		const box = await nextBox(reader);
		if (box === undefined) {
			if (samples.count === 0) throw new Unreadable(NO_CONTENT);
			return { samples, delay };
		}
		if (box.type === 'moof') {
			const fragment = readFragment(await bodyOf(reader, box.length), start, picture.id, defaults);
			if (fragment.end > reader.size) throw new Unreadable('it is cut off');
			if (fragment.samples.count > 0 && fragment.bytes === 0) throw new Unreadable(NO_CONTENT);
			if (samples.count === 0) delay = fragment.delay;
			samples = {
				count: samples.count + fragment.samples.count,
				ticks: samples.ticks + fragment.samples.ticks,
			};
			if (samples.ticks > LONGEST_IN_FRAGMENTS * picture.ticksPerSecond) {
				throw new Unreadable(`it is fragmented and longer than ${LONGEST_IN_FRAGMENTS} s`);
			}
		} else {
			demandThere(box, reader);
			await reader.skip(box.length);
		}
	}
	throw new Unreadable('it has too many fragments');
}

/**
 * Follows the boxes after the header by their lengths, skipping their content. Stops at anything that is not a box:
 * some programs append bytes that players ignore.
 * @returns whether one of the boxes is content
 * @throws Unreadable if content is cut off
 */
async function contentFollows(reader: Reader): Promise<boolean> {
	let found = false;
	for (let count = 0; count < MOST_BOXES && reader.left > 0; count += 1) {
		const box = await nextBox(reader).catch(nothingUnreadable);
		if (box === undefined) break;
		demandThere(box, reader);
		found ||= CONTENT.includes(box.type);
		// Either nothing follows, or a stream of unknown size would have to be read to its end.
		if (box.length >= reader.left || (found && reader.size === Infinity)) break;
		await reader.skip(box.length);
	}
	return found;
}

function demandThere({ type, length }: BoxHeader, reader: Reader): void {
	if (type === 'mdat' && length !== Infinity && length > reader.left) throw new Unreadable('it is cut off');
}

function nothingUnreadable(cause: unknown): undefined {
	if (cause instanceof Unreadable) return undefined;
	throw cause;
}

function facts({ picture, hasAudio }: Movie, brand: string, isAlsoMp4: boolean): VideoFacts {
	const { width, height, codecs, encrypted, ticksPerSecond, samples } = picture;
	if (width === 0 || height === 0) throw new Unreadable('its header does not give its size');
	const seconds = samples.ticks / ticksPerSecond;
	if (!(seconds > 0 && seconds < Infinity)) throw new Unreadable('its header does not give its length');
	return {
		kind: 'video',
		format: QUICKTIME.includes(brand) && !isAlsoMp4 ? 'MOV' : 'MP4',
		brand,
		width,
		height,
		seconds: shownSeconds(picture, seconds),
		fps: samples.count / seconds,
		codec: codecs[0] ?? '',
		codecs,
		encrypted,
		hasAudio,
	};
}
