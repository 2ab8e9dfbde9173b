import type { Fault } from '../fault';
import type { MaskRaster } from './raster';

/** Where a mask comes from: its advice differs. */
export type MaskOrigin = 'file' | 'shapes';

const WHOLE_FRAME = "To change the whole frame, use the operation 'Edit' or 'Repaint'.";

/** Problem of a mask that edits nothing or everything, or undefined if there is none. */
export function maskContentFault(
	{ data }: MaskRaster,
	origin: MaskOrigin,
	inverted: boolean,
): Fault | undefined {
	if (!data.includes(255)) return NO_WHITE[origin](inverted);
	return data.includes(0) ? undefined : NO_BLACK[origin](inverted);
}

const NO_WHITE: Readonly<Record<MaskOrigin, (inverted: boolean) => Fault>> = {
	file: (inverted) => ({
		is: inverted ? 'has no white pixels once it is inverted' : 'has no white pixels',
		takes: 'masks that are white where the video is edited',
		advice: inverted
			? "Paint the region to edit in black (0, 0, 0), or switch 'Invert Mask' off."
			: 'Paint the region to edit in white (255, 255, 255).',
	}),
	shapes: (inverted) => ({
		is: inverted
			? 'covers the whole picture, so that inverted it edits nothing'
			: 'covers nothing of the picture',
		takes: 'masks that cover a part of the picture',
		advice: inverted ? "Make the shapes smaller, or switch 'Invert Mask' off." : 'Add a shape.',
	}),
};

const NO_BLACK: Readonly<Record<MaskOrigin, (inverted: boolean) => Fault>> = {
	file: (inverted) => ({
		is: inverted ? 'has no black pixels once it is inverted' : 'has no black pixels',
		takes: 'masks that are black where the video is kept',
		advice: `Paint the area to keep in ${inverted ? 'white (255, 255, 255)' : 'black (0, 0, 0)'}. ${WHOLE_FRAME}`,
	}),
	shapes: (inverted) => ({
		is: inverted ? 'covers nothing, so that inverted it edits the whole picture' : 'covers the whole picture',
		takes: 'masks that leave a part of the picture as it is',
		advice: `${inverted ? 'Add a shape over the area to keep.' : 'Make the shapes smaller.'} ${WHOLE_FRAME}`,
	}),
};
