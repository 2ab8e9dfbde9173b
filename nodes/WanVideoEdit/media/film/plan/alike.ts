import { Bytes } from '../../bytes';
import { readDecoder } from '../elementaryStream';
import type { Film, Track } from '../film';
import { inBand, isSame, readParameterSets } from '../parameterSets';
import type { Reason } from './plan';

/** Where a video description has its width and height. Source: ISO/IEC 14496-12, 12.1.3 */
const SIZE = { start: 32, end: 36 };
/** Where a sound description has its channels and its rate, and where its first box begins. Source: 12.2.3 */
const SOUND = { start: 24, end: 36, body: 44 };

/** Why the pictures of two films cannot be one. Parameter sets may differ: see `prefixesOf`. */
export function differenceOf(one: Film, other: Film): Reason | undefined {
	if (one === other) return undefined;
	const [first, second] = [descriptionOf(one.video), descriptionOf(other.video)];
	if (first === undefined || second === undefined) return 'parameterSets';
	if (one.video.codec !== other.video.codec) return 'codec';
	if (!isSame(first.subarray(SIZE.start, SIZE.end), second.subarray(SIZE.start, SIZE.end))) return 'size';
	return isSame(one.video.matrix, other.video.matrix) ? undefined : 'rotation';
}

/** The only description that the samples use. Undefined if they use several. */
function descriptionOf({ descriptions, samples }: Track): Uint8Array | undefined {
	const [used = 0] = samples.descriptions;
	return samples.descriptions.every((index) => index === used) ? descriptions[used] : undefined;
}

/**
 * What goes in front of the key frames of each film: its own SPS and PPS (HEVC: VPS too), as a player reads only the
 * first film's description. Empty if all films have the same. Two descriptions in one track would be the standard's
 * way, but browsers do not play them.
 * @returns undefined if they differ in a way that this does not help
 * @throws Unreadable
 */
export function prefixesOf(films: readonly Film[]): Uint8Array[] | undefined {
	const descriptions = films.map(({ video }) => descriptionOf(video));
	const [first] = descriptions;
	if (films.length === 1) return [];
	if (first && descriptions.every((other) => other && isSame(first, other))) return [];
	const sets = descriptions.flatMap((description) => (description && readParameterSets(description)) ?? []);
	const lengthSize = sets[0]?.lengthSize;
	if (sets.length < films.length || sets.some((set) => set.lengthSize !== lengthSize)) return undefined;
	const prefixes = sets.map(inBand);
	return prefixes.every((prefix) => prefix.length > 0 && isSame(prefix, prefixes[0] ?? prefix))
		? []
		: prefixes;
}

/** Whether one decoder can play both. Their bit rates, which a description may name, may differ. @throws Unreadable */
export function isSameSound(one: Track, other: Track): boolean {
	const [first, second] = [one.descriptions[0], other.descriptions[0]];
	if (first === undefined || second === undefined || one.codec !== other.codec) return false;
	if (isSame(first, second)) return true;
	if (
		one.codec !== 'mp4a' ||
		!isSame(first.subarray(SOUND.start, SOUND.end), second.subarray(SOUND.start, SOUND.end))
	) {
		return false;
	}
	const [decoder, another] = [first, second].map((entry) =>
		readDecoder(new Bytes(entry.subarray(SOUND.body))),
	);
	return (
		decoder !== undefined &&
		another !== undefined &&
		decoder.objectType === another.objectType &&
		isSame(decoder.specific, another.specific)
	);
}
