import type { Edit, Track } from './film';

/** The one part of a track that is shown. */
export interface ShownPart {
	/** Seconds before it starts. */
	readonly delay: number;
	/** Composition times in ticks of the track, from and to (exclusive). They may lie between two samples. */
	readonly start: number;
	readonly end: number;
}

/** An edit's end is rounded to ticks of the movie, often milliseconds. Beyond that, an edit ends before the track does. */
const ROUNDING_SECONDS = 0.002;

/**
 * The part of a track that its edit list shows. Undefined if the list shows several parts, or one at another speed.
 * @param end composition time at which its content ends
 */
export function shownPart({ edits, timescale }: Track, end: number): ShownPart | undefined {
	const shown = edits.filter(({ mediaTime }) => mediaTime >= 0);
	const [first] = shown;
	if (first === undefined) return { delay: 0, start: 0, end };
	if (shown.some(({ rate }) => rate !== 1)) return undefined;
	const from = edits.indexOf(first);
	const part = edits.slice(from, from + shown.length);
	if (!part.every((edit, index) => index === 0 || follows(part[index - 1], edit, timescale)))
		return undefined;
	// A list that shows nothing is ignored, as by players.
	if (first.mediaTime >= end) return { delay: 0, start: 0, end };
	const delay = edits.slice(0, from).reduce((sum, { seconds }) => sum + seconds, 0);
	const seconds = part.reduce((sum, edit) => sum + edit.seconds, 0);
	const listed = first.mediaTime + seconds * timescale;
	const isRest = listed + ROUNDING_SECONDS * timescale >= end;
	return { delay, start: first.mediaTime, end: isRest ? end : listed };
}

/** Whether an edit goes on where the one before it ends. */
function follows(before: Edit | undefined, edit: Edit, timescale: number): boolean {
	if (before === undefined || edit.mediaTime < 0 || before.mediaTime < 0) return false;
	const end = before.mediaTime + before.seconds * timescale;
	return Math.abs(edit.mediaTime - end) <= ROUNDING_SECONDS * timescale;
}
