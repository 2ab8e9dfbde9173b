import { Bytes } from '../../bytes';
import type { ForwardSource } from '../../source';
import type { Film } from '../film';
import { readParameterSets } from '../parameterSets';
import { shownVideo } from '../timeline';

/** NAL units in front of a picture at most: delimiter, parameter sets, SEI messages. */
const MOST_UNITS = 64;

/** Types of NAL units of a codec. */
interface UnitTypes {
	typeOf(firstByte: number): number;
	isPicture(type: number): boolean;
	/** Whether decoding can begin with a picture of this type. */
	isRandomAccess(type: number): boolean;
}

/** Source: ITU-T H.264, table 7-1. 5 is a slice of an IDR picture. */
const H264: UnitTypes = {
	typeOf: (byte) => byte & 0x1f,
	isPicture: (type) => type >= 1 && type <= 5,
	isRandomAccess: (type) => type === 5,
};
/** Source: ITU-T H.265, table 7-1. 16 to 21 are BLA, IDR and CRA pictures. */
const HEVC: UnitTypes = {
	typeOf: (byte) => (byte >>> 1) & 0x3f,
	isPicture: (type) => type < 32,
	isRandomAccess: (type) => type >= 16 && type <= 21,
};

/**
 * Looks into the key frames at which the film could be cut, and takes the mark from those that are none: some encoders
 * (periodic intra refresh) and some fragmented files mark frames that need frames before them. Reads a few bytes of
 * each, forwards, and closes the source. Films of other codecs than H.264 and HEVC are taken at their word.
 * @throws Unreadable if a description is cut off, and what the source throws
 */
export async function confirmKeyFrames(film: Film, source: ForwardSource): Promise<Film> {
	try {
		return await confirmed(film, source);
	} finally {
		await source.close();
	}
}

async function confirmed(film: Film, source: ForwardSource): Promise<Film> {
	const { samples, codec, descriptions } = film.video;
	const types = typesOf(codec);
	const lengthSize = descriptions[0] && readParameterSets(descriptions[0])?.lengthSize;
	const cuts = shownVideo(film.video)?.cuts ?? [];
	if (types === undefined || lengthSize === undefined || cuts.length < 2) return film;
	const sync = samples.sync.slice();
	const offsetOf = (sample: number): number => samples.offsets[sample] ?? 0;
	// The film's beginning has to do as it is.
	const places = cuts.slice(1).sort((one, other) => offsetOf(one.sample) - offsetOf(other.sample));
	for (const { sample } of places) {
		await source.skip(offsetOf(sample) - source.position);
		const type = await firstPicture(source, samples.sizes[sample] ?? 0, lengthSize, types);
		if (type !== undefined && !types.isRandomAccess(type)) sync[sample] = 0;
	}
	return { ...film, video: { ...film.video, samples: { ...samples, sync } } };
}

function typesOf(codec: string): UnitTypes | undefined {
	if (/^(?:avc|dva)/.test(codec)) return H264;
	return /^(?:hvc|hev|dvh)/.test(codec) ? HEVC : undefined;
}

/** The type of the first unit of a sample that belongs to a picture. */
async function firstPicture(
	source: ForwardSource,
	size: number,
	lengthSize: number,
	types: UnitTypes,
): Promise<number | undefined> {
	let left = size;
	for (let count = 0; count < MOST_UNITS && left > lengthSize; count += 1) {
		const head = new Bytes(await source.read(lengthSize + 1));
		if (head.length <= lengthSize) return undefined;
		let length = 0;
		for (let byte = 0; byte < lengthSize; byte += 1) length = length * 256 + head.u8(byte);
		const type = types.typeOf(head.u8(lengthSize));
		if (types.isPicture(type)) return type;
		left -= lengthSize + length;
		if (left > 0) await source.skip(Math.max(0, length - 1));
	}
	return undefined;
}
