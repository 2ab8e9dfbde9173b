import type { Bytes } from '../bytes';

/** A part of a track that is displayed. */
export interface Edit {
	/** 0 for the rest of the track. */
	readonly seconds: number;
	/** Start of the part in ticks of the track, in display order. */
	readonly start: number;
}

/** An entry of an edit list (elst). Source: ISO/IEC 14496-12, 8.6.6 */
export interface EditEntry {
	/** Ticks of the movie; 0 for the rest of the track. */
	readonly duration: number;
	/** Ticks of the track, in display order; -1 for a gap, which displays nothing. */
	readonly mediaTime: number;
	/** 1 for normal speed, 0 for a still picture. */
	readonly rate: number;
}

const INT64_SIGN = 2 ** 63;

/** Reads an edit list. @throws Unreadable */
export function* editEntries(list: Bytes): Generator<EditEntry> {
	const isLong = list.u8(0) === 1;
	const count = list.u32(4);
	for (let entry = 0; entry < count; entry += 1) {
		const at = 8 + entry * (isLong ? 20 : 12);
		const start = isLong ? list.u64(at + 8) : list.i32(at + 4);
		yield {
			duration: isLong ? list.u64(at) : list.u32(at),
			mediaTime: start >= 0 && start < INT64_SIGN ? start : -1,
			rate: list.i32(at + (isLong ? 16 : 8)) / 0x10000,
		};
	}
}

/** Reads the edits, except for gaps. @throws Unreadable */
export function readEdits(list: Bytes | undefined, movieTicksPerSecond: number): Edit[] {
	if (list === undefined || movieTicksPerSecond === 0) return [];
	const edits: Edit[] = [];
	for (const { duration, mediaTime } of editEntries(list)) {
		if (mediaTime >= 0) edits.push({ seconds: duration / movieTicksPerSecond, start: mediaTime });
	}
	return edits;
}

/** Data of a track that determines which part of it is displayed. Times are in its ticks. */
export interface EditedTrack {
	readonly ticksPerSecond: number;
	/** Ticks between decoding and displaying the first frame. */
	readonly delay: number;
	/** Parts that are displayed. Empty for the whole track. */
	readonly edits: readonly Edit[];
}

/** Displayed length of a track. Parts trimmed without re-encoding are still in the file, but not displayed. */
export function shownSeconds({ edits, delay, ticksPerSecond }: EditedTrack, wholeSeconds: number): number {
	const shown = edits.reduce((sum, { seconds, start }) => {
		const rest = Math.max(0, wholeSeconds - Math.max(0, start - delay) / ticksPerSecond);
		return sum + (seconds === 0 ? rest : Math.min(seconds, rest));
	}, 0);
	// Ignore edits that display nothing.
	return shown > 0 ? shown : wholeSeconds;
}
