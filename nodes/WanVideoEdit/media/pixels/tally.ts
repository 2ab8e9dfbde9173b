import type { Pixels } from './pixels';

/** Tolerance of a channel for black and white, of 255: JPEG and color profiles shift both slightly. */
const TOLERANCE = 16;
/** Darkest and brightest values of what counts as gray: beyond are black and white. */
export const BLACK_UP_TO = TOLERANCE;
export const WHITE_FROM = 255 - TOLERANCE;
/** Lowest opacity of a pixel that counts as opaque. */
const OPAQUE = 255 - TOLERANCE;

/** Number of pixels by kind. Each pixel counts once. */
export interface MaskCounts {
	readonly black: number;
	readonly white: number;
	/** Neither black nor white: grays and colors. */
	readonly between: number;
	/** Fully or partly transparent, whatever the color. */
	readonly transparent: number;
}

/** Counts the pixels of a mask. An image has the same counts in every format, except for JPEG artifacts. */
export class Tally implements Pixels {
	private black = 0;
	private white = 0;
	private between = 0;
	private transparent = 0;

	/** @param onSize may throw */
	constructor(private readonly onSize: (width: number, height: number) => void) {}

	begin(width: number, height: number): void {
		this.onSize(width, height);
	}

	add(red: number, green: number, blue: number, alpha: number): void {
		if (alpha < OPAQUE) this.transparent += 1;
		else if (red <= TOLERANCE && green <= TOLERANCE && blue <= TOLERANCE) this.black += 1;
		else if (red >= OPAQUE && green >= OPAQUE && blue >= OPAQUE) this.white += 1;
		else this.between += 1;
	}

	get counts(): MaskCounts {
		const { black, white, between, transparent } = this;
		return { black, white, between, transparent };
	}
}
