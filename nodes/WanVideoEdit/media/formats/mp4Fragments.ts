import type { Bytes } from '../bytes';
import { boxesIn, boxAt } from './mp4Boxes';
import { alike, followedBy, NO_SAMPLES, type Samples } from './mp4Track';

const FLAG = { baseOffset: 0x1, descriptionIndex: 0x2, defaultDuration: 0x8 } as const;
const RUN_FLAG = { dataOffset: 0x1, firstFlags: 0x4, duration: 0x100, compositionOffset: 0x800 } as const;
/** Fields of four bytes that a sample of a run may have: duration, size, flags, offset. */
const SAMPLE_FIELDS = [0x100, 0x200, 0x400, 0x800];

/** Ticks of a sample of a track where its fragments do not say it. `movie` is the body of moov. */
export function defaultTicks(movie: Bytes, trackId: number): number {
	const extension = boxAt(movie, 'mvex');
	if (extension === undefined) return 0;
	for (const { type, body } of boxesIn(extension)) {
		if (type === 'trex' && body.u32(4) === trackId) return body.u32(12);
	}
	return 0;
}

/** Samples of one track in a fragment (moof). @throws Unreadable. Source: ISO/IEC 14496-12, 8.8 */
export function samplesOfFragment(fragment: Bytes, trackId: number, ticksEach: number): Samples {
	let samples = NO_SAMPLES;
	for (const { run, ticks = ticksEach } of runsOf(fragment, trackId)) {
		samples = followedBy(samples, samplesOfRun(run, ticks));
	}
	return samples;
}

/** Ticks by which the first picture of a track in a fragment is shown later than it is decoded. @throws Unreadable */
export function delayOfFragment(fragment: Bytes, trackId: number): number {
	for (const { run } of runsOf(fragment, trackId)) {
		if (run.u32(4) === 0) continue;
		const { flags, start, step } = layoutOf(run);
		// The offset is the last field of a sample.
		return flags & RUN_FLAG.compositionOffset ? run.i32(start + step - 4) : 0;
	}
	return 0;
}

/** @returns `ticks` of a sample where the runs do not say it */
function* runsOf(
	fragment: Bytes,
	trackId: number,
): Generator<{ readonly run: Bytes; readonly ticks: number | undefined }> {
	for (const { type, body: part } of boxesIn(fragment)) {
		const header = type === 'traf' ? boxAt(part, 'tfhd') : undefined;
		if (header === undefined || header.u32(4) !== trackId) continue;
		const ticks = defaultOfFragment(header);
		for (const { type: inner, body: run } of boxesIn(part)) {
			if (inner === 'trun') yield { run, ticks };
		}
	}
}

function defaultOfFragment(header: Bytes): number | undefined {
	const flags = header.u32(0);
	if (!(flags & FLAG.defaultDuration)) return undefined;
	return header.u32(8 + (flags & FLAG.baseOffset ? 8 : 0) + (flags & FLAG.descriptionIndex ? 4 : 0));
}

function samplesOfRun(run: Bytes, ticksEach: number): Samples {
	const { flags, start, step } = layoutOf(run);
	const count = run.u32(4);
	if (!(flags & RUN_FLAG.duration)) return alike(count, ticksEach);
	let samples = NO_SAMPLES;
	for (let sample = 0; sample < count; sample += 1) {
		samples = followedBy(samples, alike(1, run.u32(start + step * sample)));
	}
	return samples;
}

/** Where the samples of a run begin, and bytes of each. */
function layoutOf(run: Bytes) {
	const flags = run.u32(0);
	return {
		flags,
		start: 8 + (flags & RUN_FLAG.dataOffset ? 4 : 0) + (flags & RUN_FLAG.firstFlags ? 4 : 0),
		step: 4 * SAMPLE_FIELDS.filter((field) => flags & field).length,
	};
}
