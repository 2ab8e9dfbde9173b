/** A piece of a video that is split. */
export interface Piece {
	/** Its place in the video, from 1. */
	readonly number: number;
	/** Number of pieces. */
	readonly count: number;
	/** Where it begins, in seconds of the video. */
	readonly from: number;
	/** Where it ends, in seconds of the video: where the next one begins. */
	readonly to: number;
}

/** piece 2 of 4 (8.3–16.7 s) */
export const pieceName = ({ number, count, from, to }: Piece): string =>
	`piece ${number} of ${count} (${rounded(from)}–${rounded(to)} s)`;

/** To hundredths of a second. */
export const rounded = (seconds: number): number => Number(seconds.toFixed(2));
