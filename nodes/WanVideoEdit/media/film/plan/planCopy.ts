import type { Edit, Film, Track } from '../film';
import { type ShownVideo, shownVideo, timelineOf } from '../timeline';
import { decodeTimes } from '../timeline';
import type { Plan, PlannedTrack } from './plan';
import { soundPart } from './soundTrack';
import { layVideo, type LaidVideo, videoTrack } from './videoTrack';

/**
 * The whole film as a plain MP4: header in front, no fragments, no QuickTime.
 * @throws Unreadable if its times do not fit into the tables of a file
 */
export function planCopy(film: Film): Plan {
	const { video, sound } = film;
	const whole = shownVideo(video);
	const timeline = whole?.timeline ?? timelineOf(video);
	const part = { source: 0, video, timeline, from: 0, to: video.samples.count, prefixed: false };
	const laid = layVideo([part], video.timescale);
	const move = laid.firstShown - (timeline.leastFrom[0] ?? 0);
	const edits = whole ? editsOf(whole, laid, whole.end) : movedEdits(video, move, laid.starts[1] ?? 0);
	return {
		tracks: [videoTrack(video, laid, edits), ...(sound ? [wholeSound(sound)] : [])],
		prefixes: [],
		seconds: whole?.end ?? edits.reduce((sum, { seconds }) => sum + seconds, 0),
		leftOut: film.leftOut,
	};
}

/**
 * What is shown of a film that begins where its source does. Before its first picture there may be a gap, also where the
 * source has no edit list that says so.
 * @param end seconds
 * @param from the sample with which it begins
 */
export function editsOf(
	{ part, timeline, video }: ShownVideo,
	laid: LaidVideo,
	end: number,
	from = 0,
): Edit[] {
	const first = timeline.leastFrom[from] ?? 0;
	const start = Math.max(part.start, first);
	const delay = part.delay + (start - part.start) / video.timescale;
	const edit = { seconds: end - delay, mediaTime: laid.firstShown + start - first, rate: 1 };
	return delay > 0 ? [{ seconds: delay, mediaTime: -1, rate: 1 }, edit] : [edit];
}

/** Several parts, as they were. @param length ticks of the whole track */
function movedEdits({ edits, timescale }: Track, move: number, length: number): Edit[] {
	return edits.map(({ seconds, mediaTime, rate }) => ({
		seconds: seconds === Infinity ? Math.max(0, length - mediaTime) / timescale : seconds,
		mediaTime: mediaTime < 0 ? -1 : Math.max(0, mediaTime + move),
		rate,
	}));
}

function wholeSound(sound: Track): PlannedTrack {
	const { count } = sound.samples;
	const times = decodeTimes(sound.samples);
	const part = soundPart(sound, times);
	const gap: Edit[] = part && part.delay > 0 ? [{ seconds: part.delay, mediaTime: -1, rate: 1 }] : [];
	return {
		...sound,
		samples: {
			...sound.samples,
			compositionOffsets: new Int32Array(count),
			sync: new Uint8Array(count).fill(1),
			sources: new Uint8Array(count),
			prefixed: new Uint8Array(count),
		},
		edits: part
			? [...gap, { seconds: (part.end - part.start) / sound.timescale, mediaTime: part.start, rate: 1 }]
			: movedEdits(sound, 0, times[count] ?? 0),
	};
}
