import type { Shape } from './shapes';

const box = (left: number, top: number, width: number, height: number): Shape => ({
	kind: 'rectangle',
	left,
	top,
	width,
	height,
});

/** A third, from 0 to 100, so that three of them cover the picture. */
const THIRD = 100 / 3;
/** Size of a corner, in percent: holds the logo of a TV station or of a stock library with its margin. */
const CORNER = { width: 30, height: 20 };

/** Regions that people name, by value. Names are written for the form. */
export const MASK_PRESETS = {
	topThird: { name: 'Top Third', shape: box(0, 0, 100, THIRD) },
	middleThird: { name: 'Middle Third', shape: box(0, THIRD, 100, THIRD) },
	bottomThird: { name: 'Bottom Third', shape: box(0, 2 * THIRD, 100, THIRD) },
	topHalf: { name: 'Top Half', shape: box(0, 0, 100, 50) },
	bottomHalf: { name: 'Bottom Half', shape: box(0, 50, 100, 50) },
	leftHalf: { name: 'Left Half', shape: box(0, 0, 50, 100) },
	rightHalf: { name: 'Right Half', shape: box(50, 0, 50, 100) },
	center: { name: 'Center', shape: box(25, 25, 50, 50) },
	topLeftCorner: { name: 'Top Left Corner (Logo)', shape: box(0, 0, CORNER.width, CORNER.height) },
	topRightCorner: {
		name: 'Top Right Corner (Logo)',
		shape: box(100 - CORNER.width, 0, CORNER.width, CORNER.height),
	},
	bottomLeftCorner: {
		name: 'Bottom Left Corner (Logo)',
		shape: box(0, 100 - CORNER.height, CORNER.width, CORNER.height),
	},
	bottomRightCorner: {
		name: 'Bottom Right Corner (Logo)',
		shape: box(100 - CORNER.width, 100 - CORNER.height, CORNER.width, CORNER.height),
	},
} as const satisfies Record<string, { readonly name: string; readonly shape: Shape }>;

export type MaskPreset = keyof typeof MASK_PRESETS;
