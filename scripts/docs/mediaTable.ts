import type { MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import type { Slot } from '../../nodes/WanVideoEdit/media/slot';
import { table } from './markdown';

/** The limits of an operation's files. */
export const mediaTable = (slots: readonly Slot[]): string =>
	table(
		['File', 'Formats', 'Size', 'Length', 'Sides', 'Shape', 'Frame rate', 'Links'],
		grouped(slots).map(([labels, limit]) => [
			labels.join(', '),
			formatsOf(limit),
			`up to ${limit.maxBytes / 1024 / 1024} MB`,
			limit.seconds ? rangeOf(limit.seconds, 's') : '',
			limit.sides ? `${limit.sides.min}–${limit.sides.max} px` : '',
			limit.maxAspect ? `1:${limit.maxAspect} to ${limit.maxAspect}:1` : '',
			limit.minFps ? `${limit.minFps} fps or more` : '',
			`${limit.schemes.join(', ')}${limit.asciiLinks ? ' (ASCII only)' : ''}`,
		]),
	);

/** Slots with the same limit share a row. */
function grouped(slots: readonly Slot[]): Array<[string[], MediaLimit]> {
	const rows = new Map<MediaLimit, string[]>();
	for (const { label, limit } of slots) {
		// A mask may be a video or an image.
		const isTwofold = slots.some((other) => other.label === label && other.limit !== limit);
		const kind = isTwofold ? ` (${limit.formats.includes('MP4') ? 'video' : 'image'})` : '';
		rows.set(limit, [...(rows.get(limit) ?? []), `${label.replace(/ URL$/, '')}${kind}`]);
	}
	return [...rows].map(([limit, labels]) => [labels, limit]);
}

const formatsOf = ({ formats, alpha }: MediaLimit): string =>
	formats
		.map((format) => (alpha === false && format === 'PNG' ? `${format} (without transparency)` : format))
		.join(', ');

const rangeOf = ({ min, max }: { min?: number; max: number }, unit: string): string =>
	min === undefined ? `up to ${max} ${unit}` : `${min}–${max} ${unit}`;
