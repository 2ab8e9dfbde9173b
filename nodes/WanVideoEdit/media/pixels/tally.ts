import type { Pixels } from './pixels';

/** How far a channel may be from black or white, of 255: JPEG and color profiles shift both a little. */
const TOLERANCE = 16;
/** Opacity from which on a pixel counts as opaque. */
const OPAQUE = 255 - TOLERANCE;

/** How many pixels of a picture are what. Each pixel counts once. */
export interface MaskCounts {
	readonly black: number;
	readonly white: number;
	/** Neither black nor white: grays and colors. */
	readonly between: number;
	/** Wholly or partly, whatever color is below. */
	readonly transparent: number;
}

/** Counts the pixels of a mask. The same picture has the same counts in every format, but for what JPEG smears. */
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
