import { Unreadable } from '../../facts';
import { CONTRADICTORY } from '../../headers/mp4Content';
import type { Edit, Track } from '../film';
import type { Timeline } from '../timeline';
import type { PlannedSamples, PlannedTrack } from './plan';

/** Consecutive samples of a video, from a place where a film can begin to a seam. */
export interface VideoPart {
	readonly source: number;
	readonly video: Track;
	readonly timeline: Timeline;
	/** Its samples, from and to (exclusive). */
	readonly from: number;
	readonly to: number;
	/** Whether its source's prefix goes in front of each key frame. */
	readonly prefixed: boolean;
}

/** Parts in a row, on one time axis: each is shown where the one before it ends. Times are in ticks. */
export interface LaidVideo {
	readonly timescale: number;
	readonly samples: PlannedSamples;
	readonly descriptions: readonly Uint8Array[];
	/** Composition time at which the first sample is shown. */
	readonly firstShown: number;
	/** When each part begins, counted from the first; and at last the end. */
	readonly starts: readonly number[];
}

const LARGEST = { duration: 2 ** 32 - 1, compositionOffset: 2 ** 31 - 1 };

/** @throws Unreadable if times do not fit into the tables of a file */
export function layVideo(parts: readonly VideoPart[], timescale: number): LaidVideo {
	const first = parts[0];
	const count = parts.reduce((sum, { from, to }) => sum + to - from, 0);
	if (first === undefined || count === 0) throw new Unreadable(CONTRADICTORY);
	const { starts, delay } = measure(parts, timescale);
	const decoded = new Float64Array(count + 1);
	const shown = new Float64Array(count);
	let at = 0;
	parts.forEach((part, index) => {
		place(part, timescale, { at, start: starts[index] ?? 0, delay }, decoded, shown);
		at += part.to - part.from;
	});
	// The length rules, not the duration that the last sample had: it may have waited for one that was cut off.
	decoded[count] = Math.max(starts[parts.length] ?? 0, (decoded[count - 1] ?? 0) + 1);
	let least = 0;
	for (let sample = 0; sample < count; sample += 1) {
		least = Math.min(least, (shown[sample] ?? 0) - (decoded[sample] ?? 0));
	}
	const used = usedDescriptions(parts);
	return {
		timescale,
		samples: { ...tablesOf(decoded, shown, least), ...copied(parts, used, count) },
		descriptions: used.map((index) => first.video.descriptions[index] ?? new Uint8Array(0)),
		firstShown: delay - least,
		starts,
	};
}

/** Where the parts begin, and the longest wait between decoding and showing a first sample, which all get. */
function measure(parts: readonly VideoPart[], timescale: number) {
	const starts = [0];
	let delay = 0;
	for (const { video, timeline, from, to } of parts) {
		const scale = timescale / video.timescale;
		const first = timeline.leastFrom[from] ?? 0;
		const length = (timeline.leastFrom[to] ?? 0) - first;
		starts.push((starts[starts.length - 1] ?? 0) + Math.round(length * scale));
		delay = Math.max(delay, Math.round((first - (timeline.decoded[from] ?? 0)) * scale));
	}
	return { starts, delay };
}

/** Writes the times of a part behind those of the parts before it. */
function place(
	{ video, timeline, from, to }: VideoPart,
	timescale: number,
	{ at, start, delay }: { readonly at: number; readonly start: number; readonly delay: number },
	decoded: Float64Array,
	shown: Float64Array,
): void {
	const scale = timescale / video.timescale;
	const firstDecoded = timeline.decoded[from] ?? 0;
	const firstShown = timeline.leastFrom[from] ?? 0;
	let earliest = at === 0 ? 0 : (decoded[at - 1] ?? 0) + 1;
	for (let sample = from; sample < to; sample += 1) {
		const place = at + sample - from;
		const time = start + Math.round(((timeline.decoded[sample] ?? 0) - firstDecoded) * scale);
		earliest = Math.max(earliest, time);
		decoded[place] = earliest;
		shown[place] = start + delay + Math.round(((timeline.shown[sample] ?? 0) - firstShown) * scale);
	}
}

/** @param least the least composition offset, at most 0: all are moved by it, so that none is negative */
function tablesOf(decoded: Float64Array, shown: Float64Array, least: number) {
	const durations = new Uint32Array(shown.length);
	const compositionOffsets = new Int32Array(shown.length);
	for (let sample = 0; sample < shown.length; sample += 1) {
		const duration = (decoded[sample + 1] ?? 0) - (decoded[sample] ?? 0);
		const compositionOffset = (shown[sample] ?? 0) - (decoded[sample] ?? 0) - least;
		if (duration > LARGEST.duration || compositionOffset > LARGEST.compositionOffset) {
			throw new Unreadable(CONTRADICTORY);
		}
		durations[sample] = duration;
		compositionOffsets[sample] = compositionOffset;
	}
	return { durations, compositionOffsets };
}

function copied(parts: readonly VideoPart[], used: readonly number[], count: number) {
	const tables = {
		count,
		offsets: new Float64Array(count),
		sizes: new Uint32Array(count),
		sync: new Uint8Array(count),
		descriptions: new Uint16Array(count),
		sources: new Uint8Array(count),
		prefixed: new Uint8Array(count),
	};
	let at = 0;
	for (const { source, video, from, to, prefixed } of parts) {
		const { offsets, sizes, sync, descriptions } = video.samples;
		tables.offsets.set(offsets.subarray(from, to), at);
		tables.sizes.set(sizes.subarray(from, to), at);
		tables.sync.set(sync.subarray(from, to), at);
		tables.sources.fill(source, at, at + to - from);
		if (prefixed) tables.prefixed.set(sync.subarray(from, to), at);
		if (used.length > 1)
			tables.descriptions.set(
				descriptions.subarray(from, to).map((index) => used.indexOf(index)),
				at,
			);
		at += to - from;
	}
	return tables;
}

/** Indexes of the descriptions that the samples of a part use. Of several parts, those of the first. */
function usedDescriptions([first]: readonly VideoPart[]): number[] {
	const used = new Set(first?.video.samples.descriptions.subarray(first.from, first.to));
	return [...used].sort((one, other) => one - other);
}

/** @param edits in ticks of the laid video */
export function videoTrack(video: Track, laid: LaidVideo, edits: readonly Edit[]): PlannedTrack {
	const { timescale, descriptions, samples } = laid;
	const { kind, language, matrix, width, height, codec } = video;
	return { kind, language, matrix, width, height, codec, timescale, descriptions, samples, edits };
}
