import type { IExecuteFunctions } from 'n8n-workflow';
import type { PictureChanges } from '../../media/pictures/fitPicture';
import { isFitAsked, type PictureLimits } from '../../media/pictures/pictureLimits';
import type { MediaLimit } from '../../media/limits';
import { isDecoded } from '../../media/pixels/decoders';
import type { ImageFacts } from '../../media/facts';
import { pixels } from '../../media/units';
import { fileOfBytes } from '../../n8n/madeFile';
import { yieldToEventLoop } from '../../timing/eventLoop';
import { shareInFlight } from '../../timing/shareInFlight';
import type { SeenSlot } from './seenSlot';

/** Whether an image has to be changed for a slot, and can be. */
export const isPictureFitted = (facts: ImageFacts, limit: MediaLimit): boolean =>
	isFitAsked(facts, limitsOf(limit)) && isDecoded(facts.format) && limit.formats.includes(facts.format);

const limitsOf = ({ sides, alpha, maxBytes }: MediaLimit): PictureLimits => ({
	largestSide: sides?.max,
	dropAlpha: alpha === false,
	maxBytes,
});

/** Scales a picture down to the largest side of its slot, and lays it on white where the slot takes no alpha channel. */
export async function fitPicture(one: SeenSlot, context: IExecuteFunctions): Promise<SeenSlot> {
	const { slot, facts, content } = one;
	if (facts.kind !== 'image' || content === undefined || !isPictureFitted(facts, slot.limit)) return one;
	const limits = limitsOf(slot.limit);
	const name = `picture ${JSON.stringify(limits)} ${content.identity}`;
	const made = await shareInFlight(context, name, async () => {
		const { fitPicture: fit } = await import('../../media/pictures/fitPicture');
		return await fit(await content.open(), facts, limits, yieldToEventLoop);
	});
	switch (made.kind) {
		case 'fits':
		case 'cannotTell':
			return one;
		case 'refused':
			return { ...one, fault: made.fault };
		case 'unreadable':
			return { ...one, facts: made };
		case 'fitted':
			return {
				...one,
				bytes: made.png.byteLength,
				facts: made.facts,
				file: fileOfBytes(made.png, 'image.png', 'image/png'),
				fitted: { from: one, changes: changesOf(made.changes) },
			};
	}
}

/** An alpha channel that no pixel uses is dropped without a word: nothing is lost. */
const changesOf = ({ alpha, size }: PictureChanges): string[] => [
	...(alpha === 'onWhite' ? ['has transparent pixels, which are laid on white'] : []),
	...(size ? [`is scaled from ${pixels(size.from)} to ${pixels(size.to)}`] : []),
];
