import { VACE } from '../dashscope/limits';

/** How far each side of a video expands: 1 is not at all, 1.5 by half of its width or height. */
export interface Scales {
	readonly top: number;
	readonly bottom: number;
	readonly left: number;
	readonly right: number;
}

export const SIDES = ['top', 'bottom', 'left', 'right'] as const satisfies ReadonlyArray<keyof Scales>;

/** Aspect ratios to expand to, width to height. */
export const SHAPES = ['16:9', '9:16', '1:1', '4:5', '3:4', '4:3'] as const;
export type Shape = (typeof SHAPES)[number];

/** Shapes that differ by less than this factor are the same: sizes are whole pixels, often multiples of 16. */
const SAME_SHAPE = 1.01;

/** Digits of a scale. On a side of 4,096 pixels, the last one is less than half a pixel. */
const DIGITS = 4;

/**
 * The scales that expand a video to a shape, equally on both sides.
 * @returns `tooFar` if they would be larger than the API takes
 */
export function scalesTo(shape: Shape, width: number, height: number): Scales | 'sameShape' | 'tooFar' {
	// How many times wider the video has to become. Below 1, it has to become taller instead.
	const wider = asRatio(shape) / (width / height);
	if (Math.max(wider, 1 / wider) < SAME_SHAPE) return 'sameShape';
	const { min, max } = VACE.scale;
	const factor = Math.max(wider, 1 / wider);
	const scale = Number((min + (factor - 1) / 2).toFixed(DIGITS));
	if (scale > max) return 'tooFar';
	return wider > 1
		? { top: min, bottom: min, left: scale, right: scale }
		: { top: scale, bottom: scale, left: min, right: min };
}

/** The shape most like `wanted` that a video can be expanded to, or undefined if there is none. */
export function nearestTo(wanted: Shape, width: number, height: number): Shape | undefined {
	const distance = (shape: Shape) => Math.abs(Math.log(asRatio(shape) / asRatio(wanted)));
	return SHAPES.filter((shape) => typeof scalesTo(shape, width, height) === 'object').sort(
		(a, b) => distance(a) - distance(b),
	)[0];
}

const asRatio = (shape: Shape): number => {
	const [width = 1, height = 1] = shape.split(':').map(Number);
	return width / height;
};
