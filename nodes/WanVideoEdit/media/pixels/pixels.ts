import type { Reader } from '../reader';

/** Takes the pixels of a picture. */
export interface Pixels {
	/** Comes first. @throws Unsupported where so many pixels are not wanted */
	begin(width: number, height: number): void;
	/** One pixel, in any order: its channels and its opacity, 0 to 255. Colors of a JPEG may lie a little beyond. */
	add(red: number, green: number, blue: number, alpha: number): void;
}

/** Lets the event loop do what waits for it. */
export type Turn = () => Promise<void>;

/**
 * Reads a file from its beginning and gives its pixels. Takes a turn every 10 to 30 ms, counted in work and not in
 * time: an event loop serves every execution of an n8n.
 * @throws Unreadable where the file is cut off or damaged, Unsupported where it is of a kind that is not read here
 */
export type ReadPixels = (reader: Reader, pixels: Pixels, turn: Turn) => Promise<void>;

/** The file may be good, and its pixels are not read here. The message fits into brackets. */
export class Unsupported extends Error {}
