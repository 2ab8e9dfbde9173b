import { ffmpeg } from './tools';

/** Color of the upper left corner, `0xRRGGBB`: the background, if a subject has a plain one. */
export async function cornerColor(file: string, signal?: AbortSignal): Promise<string> {
	const filter = 'crop=4:4:0:0,scale=1:1:flags=area,format=rgb24';
	const pixel = await ffmpeg(['-i', file, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-'], signal);
	return `0x${pixel.subarray(0, 3).toString('hex')}`;
}

/** The masked region, measured on the first frame at a reduced size. Sides are shares of the frame, 0–1. */
export interface MaskShape {
	/** Share of white pixels. */
	readonly white: number;
	/** Share of pixels that are neither white nor black. */
	readonly between: number;
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

const COLUMNS = 320;
const ROWS = 180;
const DARK = 48;
const BRIGHT = 207;

export async function maskShape(file: string, signal?: AbortSignal): Promise<MaskShape> {
	const filter = `scale=${COLUMNS}:${ROWS}:flags=neighbor,format=gray`;
	const grey = await ffmpeg(['-i', file, '-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-'], signal);
	let white = 0;
	let between = 0;
	let [left, top, right, bottom] = [COLUMNS, ROWS, 0, 0];
	grey.forEach((value, index) => {
		if (value > DARK && value < BRIGHT) between += 1;
		if (value < BRIGHT) return;
		white += 1;
		const x = index % COLUMNS;
		const y = Math.floor(index / COLUMNS);
		left = Math.min(left, x);
		right = Math.max(right, x + 1);
		top = Math.min(top, y);
		bottom = Math.max(bottom, y + 1);
	});
	const all = COLUMNS * ROWS;
	return {
		white: white / all,
		between: between / all,
		left: left / COLUMNS,
		top: top / ROWS,
		width: Math.max(0, right - left) / COLUMNS,
		height: Math.max(0, bottom - top) / ROWS,
	};
}
