import type { Fault } from '../fault';
import type { Turn } from '../pixels/pixels';
import { pixels } from '../units';
import { maskContentFault } from './maskContent';
import { type MaskRaster, PIXELS_A_TURN } from './raster';
import type { Shape } from './shapes';
import { spansOf } from './spans';

/** Edges to intersect with rows before yielding. */
const EDGES_A_TURN = 200_000;

export interface MaskSize {
	readonly width: number;
	readonly height: number;
	/** Whether the shapes are kept and all else is edited. */
	readonly inverted: boolean;
}

/** A mask, or the problem with its shapes. */
export type Rasterized =
	| { readonly kind: 'mask'; readonly mask: MaskRaster }
	/** Number of the shape, from 0; undefined if all of them together are the problem. */
	| { readonly kind: 'refused'; readonly shape: number | undefined; readonly fault: Fault };

/**
 * Paints shapes that passed `shapeFault` into a mask. Overlapping shapes are united. A pixel belongs to a shape if its
 * center does; where two shapes share an edge, each pixel belongs to one of them. Holds one byte per pixel.
 */
export async function rasterize(
	shapes: readonly Shape[],
	{ width, height, inverted }: MaskSize,
	turn: Turn,
): Promise<Rasterized> {
	const [inside, outside] = inverted ? [0, 255] : [255, 0];
	const data = new Uint8Array(width * height).fill(outside);
	let work = 0;
	for (const [index, shape] of shapes.entries()) {
		const spans = spansOf(shape, width, height);
		let painted = 0;
		for (let y = spans.top; y < spans.bottom; y += 1) {
			for (const [start, end] of spans.row(y)) {
				data.fill(inside, y * width + start, y * width + end);
				painted += end - start;
				work += (end - start) / PIXELS_A_TURN;
			}
			work += spans.edges / EDGES_A_TURN;
			if (work < 1) continue;
			work = 0;
			await turn();
		}
		if (painted === 0) return { kind: 'refused', shape: index, fault: tooSmall({ width, height }) };
	}
	const mask = { width, height, data };
	const fault = maskContentFault(mask, 'shapes', inverted);
	return fault === undefined ? { kind: 'mask', mask } : { kind: 'refused', shape: undefined, fault };
}

const tooSmall = (size: { width: number; height: number }): Fault => ({
	is: `is too small to cover a pixel of the video, which is ${pixels(size)}`,
	takes: 'shapes of at least one pixel',
	advice:
		'Enlarge the shape, or remove it. The numbers are percent of the picture, not pixels or shares of 1.',
});
