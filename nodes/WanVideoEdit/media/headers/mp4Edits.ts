import type { Bytes } from '../bytes';

/** A part of a track that is shown. */
export interface Edit {
	/** 0 for the rest of the track. */
	readonly seconds: number;
	/** Ticks of the track where the part begins, counted as its pictures are shown. */
	readonly start: number;
}

const INT64_SIGN = 2 ** 63;

/** Without the gaps, which show nothing. @throws Unreadable. Source: ISO/IEC 14496-12, 8.6.6 */
export function readEdits(list: Bytes | undefined, movieTicksPerSecond: number): Edit[] {
	if (list === undefined || movieTicksPerSecond === 0) return [];
	const isLong = list.u8(0) === 1;
	const edits: Edit[] = [];
	const count = list.u32(4);
	for (let entry = 0; entry < count; entry += 1) {
		const at = 8 + entry * (isLong ? 20 : 12);
		const duration = isLong ? list.u64(at) : list.u32(at);
		const start = isLong ? list.u64(at + 8) : list.i32(at + 4);
		if (start >= 0 && start < INT64_SIGN) edits.push({ seconds: duration / movieTicksPerSecond, start });
	}
	return edits;
}

/** What of a track says which part of it is shown. Times are counted in its ticks. */
export interface EditedTrack {
	readonly ticksPerSecond: number;
	/** Ticks by which the first picture is shown later than it is decoded. */
	readonly delay: number;
	/** Parts that are shown of it; none for the whole. */
	readonly edits: readonly Edit[];
}

/** Length of a track as shown: what was trimmed without a new encoding is in the file and is not shown. */
export function shownSeconds({ edits, delay, ticksPerSecond }: EditedTrack, wholeSeconds: number): number {
	const shown = edits.reduce((sum, { seconds, start }) => {
		const rest = Math.max(0, wholeSeconds - Math.max(0, start - delay) / ticksPerSecond);
		return sum + (seconds === 0 ? rest : Math.min(seconds, rest));
	}, 0);
	// Edits that show nothing say nothing.
	return shown > 0 ? shown : wholeSeconds;
}
