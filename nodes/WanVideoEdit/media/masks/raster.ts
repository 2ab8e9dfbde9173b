/** A mask in memory, one byte per pixel: 255 where the video is edited, 0 where it is kept. Rows from top to bottom. */
export interface MaskRaster {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
}

/** Pixels to write before yielding. */
export const PIXELS_A_TURN = 250_000;
