import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { boxAt, boxesIn } from '../../headers/mp4Boxes';
import {
	type FragmentHeader,
	readFragmentHeader,
	RUN_FLAG,
	type SampleDefaults,
} from '../../headers/mp4Fragments';
import type { SampleList } from './samples';

/** Flag of a sample that depends on others. Source: ISO/IEC 14496-12, 8.8.3.1 */
const IS_NOT_SYNC = 0x10000;

/** Four-byte fields that a sample of a run may have. */
const FIELDS = [RUN_FLAG.duration, RUN_FLAG.size, RUN_FLAG.flags, RUN_FLAG.compositionOffset];

/** The samples of a track that is read, and when its first one is decoded. */
export interface FragmentedTrack {
	readonly id: number;
	readonly samples: SampleList;
	/** Decode time of the first sample, in ticks: live streams start late. */
	firstTick: number;
}

/**
 * Adds the samples of a fragment (moof) to the tracks.
 * @param start position of the fragment in the file
 * @throws Unreadable. Source: ISO/IEC 14496-12, 8.8
 */
export function readFragmentSamples(
	fragment: Bytes,
	start: number,
	tracks: readonly FragmentedTrack[],
	defaults: ReadonlyMap<number, SampleDefaults>,
): void {
	let follows = start;
	for (const { type, body } of boxesIn(fragment)) {
		const box = type === 'traf' ? boxAt(body, 'tfhd') : undefined;
		if (box === undefined) continue;
		const header = readFragmentHeader(box, defaults.get(box.u32(4)));
		const track = tracks.find(({ id }) => id === header.id);
		if (track) setDecodeTime(track, boxAt(body, 'tfdt'));
		const base = header.base ?? (header.baseIsFragment ? start : follows);
		follows = base;
		for (const inner of boxesIn(body)) {
			if (inner.type === 'trun') follows = readRun(inner.body, header, base, follows, track?.samples);
		}
	}
}

/** Source: ISO/IEC 14496-12, 8.8.12 */
function setDecodeTime(track: FragmentedTrack, box: Bytes | undefined): void {
	if (box === undefined) return;
	const ticks = box.u8(0) === 1 ? box.u64(4) : box.u32(4);
	if (track.samples.count === 0) track.firstTick = ticks;
	else track.samples.continueAt(ticks - track.firstTick);
}

/** @returns the position after its last sample */
function readRun(
	run: Bytes,
	header: FragmentHeader,
	base: number,
	follows: number,
	samples: SampleList | undefined,
): number {
	const flags = run.u32(0);
	const count = run.u32(4);
	let at = 8;
	const next = (flag: number): number | undefined => {
		if (!(flags & flag)) return undefined;
		at += 4;
		return at - 4;
	};
	const dataOffset = next(RUN_FLAG.dataOffset);
	const firstFlags = next(RUN_FLAG.firstFlags);
	let offset = dataOffset === undefined ? follows : base + run.i32(dataOffset);
	const step = 4 * FIELDS.filter((field) => flags & field).length;
	// The number that a run claims must not be what ends the loop.
	if (at + step * count > run.length) throw new Unreadable('it is cut off');
	if (samples === undefined && step === 0) return offset + count * header.bytes;
	samples?.expect(count);
	for (let sample = 0; sample < count; sample += 1) {
		const duration = next(RUN_FLAG.duration);
		const size = next(RUN_FLAG.size);
		const ownFlags = next(RUN_FLAG.flags) ?? (sample === 0 ? firstFlags : undefined);
		const compositionOffset = next(RUN_FLAG.compositionOffset);
		const bytes = size === undefined ? header.bytes : run.u32(size);
		samples?.add({
			offset,
			size: bytes,
			duration: duration === undefined ? header.ticks : run.u32(duration),
			compositionOffset: compositionOffset === undefined ? 0 : run.i32(compositionOffset),
			sync: ((ownFlags === undefined ? header.flags : run.u32(ownFlags)) & IS_NOT_SYNC) === 0,
			description: header.description - 1,
		});
		offset += bytes;
	}
	return offset;
}
