import type { Bytes } from '../bytes';
import { boxesIn, boxAt } from './mp4Boxes';
import { NO_SAMPLES, type Samples } from './mp4Track';

const FLAG = {
	baseOffset: 0x1,
	descriptionIndex: 0x2,
	defaultDuration: 0x8,
	defaultSize: 0x10,
	defaultFlags: 0x20,
	baseIsFragment: 0x20000,
} as const;
/** Fields that a run of samples (trun) may have. Source: ISO/IEC 14496-12, 8.8.8 */
export const RUN_FLAG = {
	dataOffset: 0x1,
	firstFlags: 0x4,
	duration: 0x100,
	size: 0x200,
	flags: 0x400,
	compositionOffset: 0x800,
} as const;
/** Four-byte fields that a sample of a run may have: duration, size, flags, offset. */
const SAMPLE_FIELDS = [0x100, 0x200, 0x400, 0x800];

/** Defaults for samples whose fragment does not override them. */
export interface SampleDefaults {
	readonly ticks: number;
	readonly bytes: number;
	/** Number of their description; counts from 1. */
	readonly description: number;
	/** Dependencies: whether a sample is a key frame, among others. Source: 8.8.3.1 */
	readonly flags: number;
}

/** Reads the defaults of each track, by its ID. @param movie body of moov. @throws Unreadable. Source: ISO/IEC 14496-12, 8.8 */
export function sampleDefaults(movie: Bytes): ReadonlyMap<number, SampleDefaults> {
	const defaults = new Map<number, SampleDefaults>();
	const extension = boxAt(movie, 'mvex');
	if (extension === undefined) return defaults;
	for (const { type, body } of boxesIn(extension)) {
		if (type === 'trex') {
			defaults.set(body.u32(4), {
				description: body.u32(8),
				ticks: body.u32(12),
				bytes: body.u32(16),
				flags: body.u32(20),
			});
		}
	}
	return defaults;
}

/** Data of a fragment (moof). */
export interface Fragment {
	/** Samples of the requested track. */
	readonly samples: Samples;
	/** Ticks between decoding and displaying its first frame. */
	readonly delay: number;
	/** Bytes of its frames. */
	readonly bytes: number;
	/** Position in the file after the samples of all tracks. */
	readonly end: number;
}

/** @param start position of the fragment in the file. @throws Unreadable */
export function readFragment(
	fragment: Bytes,
	start: number,
	trackId: number,
	defaults: ReadonlyMap<number, SampleDefaults>,
): Fragment {
	let { samples, bytes, end, delay }: Fragment = { samples: NO_SAMPLES, bytes: 0, end: 0, delay: 0 };
	let follows = start;
	for (const { type, body: part } of boxesIn(fragment)) {
		const header = type === 'traf' ? boxAt(part, 'tfhd') : undefined;
		if (header === undefined) continue;
		const track = readFragmentHeader(header, defaults.get(header.u32(4)));
		const base = track.base ?? (track.baseIsFragment ? start : follows);
		follows = base;
		for (const { type: inner, body: run } of boxesIn(part)) {
			if (inner !== 'trun') continue;
			const { offset, ...found } = readRun(run, track);
			follows = (offset === undefined ? follows : base + offset) + found.bytes;
			end = Math.max(end, follows);
			if (track.id !== trackId) continue;
			if (samples.count === 0) delay = found.delay;
			samples = { count: samples.count + found.count, ticks: samples.ticks + found.ticks };
			bytes += found.bytes;
		}
	}
	return { samples, delay, bytes, end };
}

/** Header of a track in a fragment (tfhd). Source: ISO/IEC 14496-12, 8.8.7 */
export interface FragmentHeader extends SampleDefaults {
	readonly id: number;
	/** Position in the file to which its offsets are relative. */
	readonly base: number | undefined;
	readonly baseIsFragment: boolean;
}

const NO_DEFAULTS: SampleDefaults = { ticks: 0, bytes: 0, description: 1, flags: 0 };

/** @throws Unreadable */
export function readFragmentHeader(header: Bytes, defaults = NO_DEFAULTS): FragmentHeader {
	const flags = header.u32(0);
	let at = 8;
	/** Reads the next field of the header, if present. */
	const next = (flag: number, length: number): number | undefined => {
		if (!(flags & flag)) return undefined;
		at += length;
		return at - length;
	};
	const base = next(FLAG.baseOffset, 8);
	const description = next(FLAG.descriptionIndex, 4);
	const [ticks, bytes] = [next(FLAG.defaultDuration, 4), next(FLAG.defaultSize, 4)];
	const sampleFlags = next(FLAG.defaultFlags, 4);
	return {
		id: header.u32(4),
		base: base && header.u64(base),
		baseIsFragment: (flags & FLAG.baseIsFragment) !== 0,
		ticks: ticks ? header.u32(ticks) : defaults.ticks,
		bytes: bytes ? header.u32(bytes) : defaults.bytes,
		description: description ? header.u32(description) : defaults.description,
		flags: sampleFlags ? header.u32(sampleFlags) : defaults.flags,
	};
}

function readRun(run: Bytes, each: SampleDefaults) {
	const flags = run.u32(0);
	const count = run.u32(4);
	const hasOffset = (flags & RUN_FLAG.dataOffset) !== 0;
	const first = 8 + (hasOffset ? 4 : 0) + (flags & RUN_FLAG.firstFlags ? 4 : 0);
	const step = 4 * SAMPLE_FIELDS.filter((field) => flags & field).length;
	const sum = (at: number): number => {
		let total = 0;
		for (let sample = 0; sample < count; sample += 1) total += run.u32(first + step * sample + at);
		return total;
	};
	return {
		count,
		ticks: flags & RUN_FLAG.duration ? sum(0) : count * each.ticks,
		bytes: flags & RUN_FLAG.size ? sum(flags & RUN_FLAG.duration ? 4 : 0) : count * each.bytes,
		// The composition offset is the last field of a sample.
		delay: count > 0 && flags & RUN_FLAG.compositionOffset ? run.i32(first + step - 4) : 0,
		offset: hasOffset ? run.i32(8) : undefined,
	};
}
