import type { Size } from './areaAverage';

/**
 * Where the pixels of an image lie that its Exif data rotates or mirrors: the stored position of the displayed pixel
 * (x, y) is `start + x * right + y * down`, in pixels.
 */
export interface Displayed extends Size {
	readonly start: number;
	readonly right: number;
	readonly down: number;
}

/**
 * @param orientation of the Exif data, 1 to 8
 * @param stored size of the image as stored
 * Source: CIPA DC-008 (Exif), 4.6.4
 */
export function displayed(orientation: number, { width, height }: Size): Displayed {
	const [right, bottom] = [width - 1, (height - 1) * width];
	const upright = { width, height };
	const turned = { width: height, height: width };
	switch (orientation) {
		case 2:
			return { ...upright, start: right, right: -1, down: width };
		case 3:
			return { ...upright, start: right + bottom, right: -1, down: -width };
		case 4:
			return { ...upright, start: bottom, right: 1, down: -width };
		case 5:
			return { ...turned, start: 0, right: width, down: 1 };
		case 6:
			return { ...turned, start: bottom, right: -width, down: 1 };
		case 7:
			return { ...turned, start: right + bottom, right: -width, down: -1 };
		case 8:
			return { ...turned, start: right, right: width, down: -1 };
		default:
			return { ...upright, start: 0, right: 1, down: width };
	}
}

/**
 * A row of an image as displayed.
 * @param stored the pixels as stored, `channels` bytes each
 */
export function displayedRow(
	stored: Uint8Array,
	{ width, start, right, down }: Displayed,
	channels: number,
	y: number,
): Uint8Array {
	const row = new Uint8Array(width * channels);
	for (let x = 0; x < width; x += 1) {
		const from = (start + x * right + y * down) * channels;
		for (let channel = 0; channel < channels; channel += 1) {
			row[x * channels + channel] = stored[from + channel] ?? 0;
		}
	}
	return row;
}
