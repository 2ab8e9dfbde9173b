import type { Samples, Track } from './film';
import { shownPart, type ShownPart } from './shownPart';

/** Times of a video's samples in ticks. `count + 1` entries: the last is the end. */
export interface Timeline {
	readonly decoded: Float64Array;
	/** Composition times. */
	readonly shown: Float64Array;
	/**
	 * The least composition time from each sample on. In decode order, a film can be cut before a sample where all that
	 * comes earlier is also shown earlier; 1 marks these places in `seams`.
	 */
	readonly leastFrom: Float64Array;
	readonly seams: Uint8Array;
}

/** Decode times in ticks, and at last the end. */
export function decodeTimes({ count, durations }: Samples): Float64Array {
	const times = new Float64Array(count + 1);
	for (let sample = 0; sample < count; sample += 1) {
		times[sample + 1] = (times[sample] ?? 0) + (durations[sample] ?? 0);
	}
	return times;
}

export function timelineOf({ samples }: Track): Timeline {
	const { count, compositionOffsets } = samples;
	const decoded = decodeTimes(samples);
	const shown = new Float64Array(count + 1);
	let [least, most] = [Infinity, -Infinity];
	for (let sample = 0; sample < count; sample += 1) {
		const time = (decoded[sample] ?? 0) + (compositionOffsets[sample] ?? 0);
		shown[sample] = time;
		least = Math.min(least, time);
		most = Math.max(most, time);
	}
	// A frame is shown until the next one is. For the last one, the durations say how long the film is in all.
	const end = Math.max(least + (decoded[count] ?? 0), most + 1);
	shown[count] = end;
	const leastFrom = new Float64Array(count + 1);
	leastFrom[count] = end;
	for (let sample = count - 1; sample >= 0; sample -= 1) {
		leastFrom[sample] = Math.min(shown[sample] ?? 0, leastFrom[sample + 1] ?? 0);
	}
	const seams = new Uint8Array(count + 1);
	let latest = -Infinity;
	for (let sample = 0; sample <= count; sample += 1) {
		seams[sample] = latest < (leastFrom[sample] ?? 0) ? 1 : 0;
		latest = Math.max(latest, shown[sample] ?? 0);
	}
	return { decoded, shown, leastFrom, seams };
}

/** The film as it is shown: its video's times, and the part that the edit list shows. */
export interface ShownVideo {
	readonly video: Track;
	readonly timeline: Timeline;
	readonly part: ShownPart;
	/** Seconds at which the film ends. */
	readonly end: number;
	/** Clean key frames by their time, the film's beginning first. */
	readonly cuts: readonly Cut[];
}

/** A place where a film can begin. */
export interface Cut {
	readonly sample: number;
	/** Seconds on the timeline as shown. */
	readonly at: number;
}

/** Undefined if the video's edit list shows several parts. */
export function shownVideo(video: Track): ShownVideo | undefined {
	const timeline = timelineOf(video);
	const part = shownPart(video, timeline.leastFrom[video.samples.count] ?? 0);
	if (part === undefined) return undefined;
	const secondsOf = (time: number): number => part.delay + (time - part.start) / video.timescale;
	const cuts: Cut[] = [{ sample: 0, at: 0 }];
	for (let sample = 0; sample < video.samples.count; sample += 1) {
		const time = timeline.shown[sample] ?? 0;
		if (!isCleanKeyFrame(video, timeline, sample) || time >= part.end) continue;
		// What is shown first may lie behind a key frame: the film then begins with that one, and hides what is before.
		if (time <= part.start) cuts[0] = { sample, at: 0 };
		else if (sample > 0) cuts.push({ sample, at: secondsOf(time) });
	}
	return { video, timeline, part, end: secondsOf(part.end), cuts };
}

/**
 * Whether a film can begin here: a sync sample of a closed GOP. Pictures that follow it in decode order but are shown
 * before it (leading pictures, as after a CRA of HEVC or a recovery point of H.264) need pictures before it.
 */
function isCleanKeyFrame({ samples }: Track, { shown, leastFrom, seams }: Timeline, sample: number): boolean {
	return samples.sync[sample] === 1 && seams[sample] === 1 && shown[sample] === leastFrom[sample];
}
