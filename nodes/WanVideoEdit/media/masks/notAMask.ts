import type { Fault } from '../fault';
import { percent } from '../units';
import type { GrayCounts } from './grayRows';

/**
 * Share of pixels that may be gray. The soft edge of a disc that is half as high as the picture takes 30 % of it where
 * it is as wide as the radius. In photographs and gradients, far more is gray; 40 % is reached by dark ones.
 */
const MOST_GRAY = 0.4;
/** Share of pixels that may have a color. Masks have none; in dark photographs, more than half of the pixels are black. */
const MOST_COLORED = 0.05;

/** Why an image is no mask that can be cleaned, or undefined if it is one. */
export function notAMask({ all, gray, colored }: GrayCounts): Fault | undefined {
	if (colored > MOST_COLORED * all) {
		return {
			is: `is colored in ${percent(colored / all)} of its pixels`,
			takes: 'masks in black and white',
			advice:
				'Paint the region to edit in white (255, 255, 255) and all else in black (0, 0, 0), on a layer of its own. Export only this layer as PNG, without the video frame below it.',
		};
	}
	if (gray > MOST_GRAY * all) {
		return {
			is: `is neither black nor white in ${percent(gray / all)} of its pixels`,
			takes: `masks in black and white, in which soft edges take up to ${percent(MOST_GRAY)} of the pixels`,
			advice:
				'Use a mask instead of a photograph or a gradient: white (255, 255, 255) where the video is edited, black (0, 0, 0) where it is kept. Feather its edges less.',
		};
	}
	return undefined;
}
