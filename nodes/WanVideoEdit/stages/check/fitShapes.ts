import type { IExecuteFunctions } from 'n8n-workflow';
import type { ImageFacts } from '../../media/facts';
import type { Shape } from '../../media/masks/shapes';
import type { Slot } from '../../media/slot';
import { fileOfBytes } from '../../n8n/madeFile';
import { yieldToEventLoop } from '../../timing/eventLoop';
import { shareInFlight } from '../../timing/shareInFlight';
import type { SeenSlot } from './seenSlot';

/** Paints a mask from shapes, in the size of the video. */
export async function maskOfShapes(
	slot: Slot,
	shapes: readonly Shape[],
	{ width, height }: Pick<ImageFacts, 'width' | 'height'>,
	inverted: boolean,
	context: IExecuteFunctions,
): Promise<SeenSlot> {
	const size = { width, height, inverted };
	const facts: ImageFacts = { kind: 'image', format: 'PNG', width, height, alpha: false };
	const painted = await shareInFlight(context, `shapes ${JSON.stringify([shapes, size])}`, async () => {
		const { rasterize } = await import('../../media/masks/rasterize');
		const { maskPng } = await import('../../media/masks/maskPng');
		const result = await rasterize(shapes, size, yieldToEventLoop);
		return result.kind === 'mask' ? await maskPng(result.mask, yieldToEventLoop) : result;
	});
	if ('fault' in painted) {
		const { shape, fault } = painted;
		const where = shape === undefined ? slot : { ...slot, number: shape + 1 };
		return { slot: where, bytes: undefined, facts, fault };
	}
	const file = fileOfBytes(painted, 'mask.png', 'image/png');
	return { slot, bytes: painted.byteLength, facts, file };
}
