import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fitting } from '../../form/fitting';
import type { ImageFacts } from '../../media/facts';
import type { MaskChanges } from '../../media/masks/cleanMask';
import { isDecoded } from '../../media/pixels/decoders';
import { percent, pixels } from '../../media/units';
import { fileOfBytes } from '../../n8n/madeFile';
import { yieldToEventLoop } from '../../timing/eventLoop';
import { shareInFlight } from '../../timing/shareInFlight';
import type { SeenSlot } from './seenSlot';

/** Width and height in pixels. */
type Size = Pick<ImageFacts, 'width' | 'height'>;

/**
 * Makes a mask image pure black and white, in the size of the video, and swaps both if the user wants that.
 * @param video its size, if known
 */
export async function fitMask(
	one: SeenSlot,
	{ invertMask: inverted, cleanMask: isCleaned }: Fitting,
	video: Size | undefined,
	context: IExecuteFunctions,
): Promise<SeenSlot> {
	const { slot, facts, content } = one;
	if (facts.kind !== 'image' || content === undefined || !(isCleaned || inverted)) return one;
	if (!slot.limit.formats.includes(facts.format) || !isDecoded(facts.format)) return one;
	const name = `mask ${inverted} ${isCleaned} ${video && pixels(video)} ${content.identity}`;
	const made = await shareInFlight(context, name, async () => {
		const { cleanMask } = await import('../../media/masks/cleanMask');
		const target = isCleaned ? video : undefined;
		return await cleanMask(await content.open(), facts, target, { inverted }, yieldToEventLoop);
	});
	switch (made.kind) {
		case 'pure':
			return { ...one, colors: undefined };
		case 'refused':
			return { ...one, colors: undefined, fault: made.fault };
		case 'unreadable':
			return { ...one, facts: made };
		case 'cannotTell':
			return { ...one, colors: made };
		case 'cleaned':
			return {
				...one,
				colors: undefined,
				bytes: made.png.byteLength,
				facts: made.facts,
				file: fileOfBytes(made.png, 'mask.png', 'image/png'),
				fitted: { from: one, changes: changesOf(made.changes) },
			};
	}
}

function changesOf({ gray, transparent, size, inverted, turned, format }: MaskChanges): string[] {
	const changes = [
		...(gray > 0 ? [`cut at half where it is gray (${percent(gray)} of its pixels)`] : []),
		...(transparent > 0 ? [`black where it is transparent (${percent(transparent)})`] : []),
		...(size ? [`scaled from ${pixels(size.from)} to ${pixels(size.to)}`] : []),
		...(turned ? ['rotated as its Exif data say'] : []),
		...(inverted ? ['inverted'] : []),
	];
	const made = format === 'PNG' ? '' : ', as PNG';
	return changes.length === 0 && made === ''
		? ['is sent in pure black and white']
		: [`is sent in pure black and white${made}: ${changes.join(', ') || 'traces of compression removed'}`];
}
