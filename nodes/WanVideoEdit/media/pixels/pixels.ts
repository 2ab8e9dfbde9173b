import type { Reader } from '../reader';

/** A chunk of a PNG, without its length and checksum. */
export interface PngChunk {
	readonly type: string;
	readonly content: Uint8Array;
}

/** Receives the pixels of an image. */
export interface Pixels {
	/** Called first. @throws Unsupported if the image is too large */
	begin(width: number, height: number): void;
	/** Which colors red, green and blue stand for, e.g. a color profile. Called before the first row, if at all. */
	describe?(colors: PngChunk): void;
	/**
	 * Called before each row, or part of a row: the following pixels lie in row `y` from column `x` on, `step` columns
	 * apart. Whole rows come from top to bottom, in every file but an interlaced PNG.
	 */
	at?(x: number, y: number, step: number): void;
	/** One pixel: its channels and its opacity, 0 to 255. Colors of a JPEG may lie slightly outside. */
	add(red: number, green: number, blue: number, alpha: number): void;
}

/** Yields to the event loop. */
export type Turn = () => Promise<void>;

/**
 * Reads a file from its start and passes on its pixels. Yields about every 10 to 30 ms, measured in work instead of
 * time, because all executions of an n8n process share one event loop.
 * @throws Unreadable if the file is cut off or damaged, Unsupported if this code cannot decode it
 */
export type ReadPixels = (reader: Reader, pixels: Pixels, turn: Turn) => Promise<void>;

/** The file may be fine, but this code cannot read its pixels. The message is written for use in brackets. */
export class Unsupported extends Error {}
