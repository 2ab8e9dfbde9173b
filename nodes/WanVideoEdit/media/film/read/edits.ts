import type { Bytes } from '../../bytes';
import { Unreadable } from '../../facts';
import { type EditEntry, editEntries } from '../../headers/mp4Edits';
import type { Edit } from '../film';

/** Maximum number of edits of a track. Films from editing programs have dozens. */
const MOST_EDITS = 10_000;

/** @throws Unreadable. Source: ISO/IEC 14496-12, 8.6.6 */
export function readEditList(list: Bytes | undefined): EditEntry[] {
	const entries: EditEntry[] = [];
	for (const entry of list === undefined ? [] : editEntries(list)) {
		if (entries.length >= MOST_EDITS) throw new Unreadable('its edit list is too long');
		entries.push(entry);
	}
	return entries;
}

/**
 * The edits of a track, counted from its first sample. None if there are only gaps: such a list shows nothing.
 * @param firstTick decode time of the first sample
 */
export function editsFrom(
	entries: readonly EditEntry[],
	timescales: { readonly movie: number; readonly track: number },
	firstTick: number,
): Edit[] {
	// Without a unit, a list says nothing.
	const usable = timescales.movie === 0 ? [] : entries;
	const edits = usable.map(({ duration, mediaTime, rate }): Edit => {
		const seconds = duration === 0 && mediaTime >= 0 ? Infinity : duration / timescales.movie;
		return { seconds, mediaTime, rate };
	});
	const shows = edits.some(({ mediaTime }) => mediaTime >= 0);
	return movedBy(firstTick, timescales.track, shows ? edits : []);
}

/** What starts before the first sample becomes a gap. */
function movedBy(firstTick: number, timescale: number, edits: readonly Edit[]): Edit[] {
	if (firstTick === 0) return [...edits];
	const whole: Edit = { seconds: Infinity, mediaTime: 0, rate: 1 };
	return (edits.length === 0 ? [whole] : edits).flatMap((edit): Edit[] => {
		if (edit.mediaTime < 0 || edit.mediaTime >= firstTick) {
			return [{ ...edit, mediaTime: Math.max(-1, edit.mediaTime - firstTick) }];
		}
		const gap = (firstTick - edit.mediaTime) / timescale;
		if (gap >= edit.seconds) return [{ ...edit, mediaTime: -1 }];
		return [
			{ seconds: gap, mediaTime: -1, rate: 1 },
			{ ...edit, mediaTime: 0, seconds: edit.seconds - gap },
		];
	});
}
