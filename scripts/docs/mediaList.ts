import type { MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import type { Slot } from '../../nodes/WanVideoEdit/media/slot';
import type { Language, Words } from './language';
import { list } from './markdown';

/** The limits of an operation's files. */
export const mediaList = (slots: readonly Slot[], { words }: Language): string =>
	list(
		grouped(slots, words).map(
			([labels, limit]) =>
				`**${labels.join(words.listComma)}**${words.colon}${limitsOf(limit, words).join(words.semicolon)}`,
		),
	);

function limitsOf(limit: MediaLimit, words: Words): string[] {
	const { maxBytes, seconds, sides, maxAspect, minFps, schemes, asciiLinks } = limit;
	return [
		formatsOf(limit, words),
		words.megabytes(maxBytes / 1024 / 1024),
		seconds ? words.seconds(seconds.min, seconds.max) : '',
		sides ? words.sides(sides.min, sides.max) : '',
		maxAspect ? words.shape(maxAspect) : '',
		minFps ? words.frameRate(minFps) : '',
		words.links(schemes, asciiLinks === true),
	].filter((text) => text !== '');
}

/** Slots with the same limit share an entry. */
function grouped(slots: readonly Slot[], words: Words): Array<[string[], MediaLimit]> {
	const entries = new Map<MediaLimit, string[]>();
	for (const { label, limit } of slots) {
		// A mask, a start and an end may be a video or an image.
		const isTwofold = slots.some((other) => other.label === label && other.limit !== limit);
		const kind = limit.formats.includes('MP4') ? words.maskVideo : words.maskImage;
		const name = `${label.replace(/ URL$/, '')}${isTwofold ? ` (${kind})` : ''}`;
		entries.set(limit, [...(entries.get(limit) ?? []), name]);
	}
	return [...entries].map(([limit, labels]) => [labels, limit]);
}

const formatsOf = ({ formats, alpha }: MediaLimit, words: Words): string =>
	formats
		.map((format) => (alpha === false && format === 'PNG' ? words.opaquePng : format))
		.join(words.listComma);
