import type { Film } from '../film';
import { type Cut, type ShownVideo, shownVideo } from '../timeline';
import { editsOf } from './planCopy';
import type { Impossible, Plan, Reason } from './plan';
import { laySound, soundPart } from './soundTrack';
import { layVideo, videoTrack } from './videoTrack';

/** Seconds are compared with this tolerance: they come from ticks. */
export const TOLERANCE = 1e-6;

/** A part of a film. `from` and `to` are seconds of it. */
export interface Piece {
	readonly plan: Plan;
	readonly from: number;
	readonly to: number;
}

export interface TrimOptions {
	/** The part begins at the last clean key frame at or before this second. 0 is always possible. */
	readonly from: number;
	/** Maximum length in seconds. What it has less is at most a few frames: a place where no picture is missing. */
	readonly most: number;
	/** Minimum length in seconds. */
	readonly least?: number;
}

/**
 * Times of clean key frames in seconds, at which a film can begin: always 0, then in order. They are what the header
 * says: `confirmKeyFrames` looks into them.
 */
export const cutPoints = (film: Film): number[] => shownVideo(film.video)?.cuts.map(({ at }) => at) ?? [0];

/** @throws Unreadable if its times do not fit into the tables of a file */
export function planTrim(film: Film, { from, most, least = 0 }: TrimOptions): Piece | Impossible {
	const shown = cuttable(film);
	if (shown === undefined) return impossible('edits', from, shown);
	if (!(from >= 0 && from < shown.end)) return impossible('outside', from, shown);
	const start = lastCutBefore(shown.cuts, from + TOLERANCE);
	const end = lastSeam(shown, start, most + TOLERANCE);
	if (end === undefined || end.at - start.at < least - TOLERANCE)
		return impossible('length', start.at, shown);
	return pieceOf(film, shown, start, end);
}

/** Undefined if an edit list shows several parts: their order in the film is not that in the file. */
export function cuttable({ video, sound }: Film): ShownVideo | undefined {
	return sound && soundPart(sound) === undefined ? undefined : shownVideo(video);
}

export const impossible = (reason: Reason, at: number, shown: ShownVideo | undefined): Impossible => ({
	impossible: reason,
	at,
	keyFrames: shown?.cuts.map((cut) => cut.at) ?? [],
});

function lastCutBefore(cuts: readonly Cut[], time: number): Cut {
	let found = cuts[0] ?? { sample: 0, at: 0 };
	for (const cut of cuts) if (cut.at <= time) found = cut;
	return found;
}

/** The end of the longest part that is not too long: a place in decode order before which no shown picture is missing. */
function lastSeam({ video, timeline, part, end }: ShownVideo, start: Cut, most: number): Cut | undefined {
	let found: Cut | undefined;
	for (let sample = start.sample + 1; sample <= video.samples.count; sample += 1) {
		if (timeline.seams[sample] !== 1) continue;
		const time = part.delay + ((timeline.leastFrom[sample] ?? 0) - part.start) / video.timescale;
		const at = Math.min(time, end);
		if (at - start.at > most) break;
		if (at > start.at) found = { sample, at };
		if (at >= end) break;
	}
	return found;
}

/** The film between two places. @throws Unreadable */
export function pieceOf(film: Film, shown: ShownVideo, start: Cut, end: Cut): Piece {
	const { video, timeline } = shown;
	const seconds = end.at - start.at;
	const part = { source: 0, video, timeline, from: start.sample, to: end.sample, prefixed: false };
	const laid = layVideo([part], video.timescale);
	const isBeginning = start.at === 0;
	const edits = isBeginning
		? editsOf(shown, laid, seconds, start.sample)
		: [{ seconds, mediaTime: laid.firstShown, rate: 1 }];
	const sound = film.sound && laySound([{ source: 0, sound: film.sound, from: start.at, seconds, at: 0 }]);
	return {
		plan: {
			tracks: [videoTrack(video, laid, edits), ...(sound ? [sound] : [])],
			prefixes: [],
			seconds,
			leftOut: film.leftOut,
		},
		from: start.at,
		to: end.at,
	};
}
