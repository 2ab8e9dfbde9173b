import { ffmpeg } from '../../emulator/media/tools';

/** A region of a frame, in shares of its sides. */
export interface Region {
	left: number;
	top: number;
	width: number;
	height: number;
}

export const WHOLE: Region = { left: 0, top: 0, width: 1, height: 1 };
/** Where the watermark stands. */
export const CORNER: Region = { left: 0.9, top: 0.88, width: 0.1, height: 0.12 };

/** A frame as 32 × 18 points of RGB. */
export async function pointsOf(
	file: string,
	second: number,
	{ left, top, width, height }: Region,
): Promise<Buffer> {
	const crop = `crop=iw*${width}:ih*${height}:iw*${left}:ih*${top}`;
	return await ffmpeg([
		...['-ss', String(second), '-i', file, '-frames:v', '1'],
		...['-vf', `${crop},scale=32:18:flags=area,format=rgb24`, '-f', 'rawvideo', '-'],
	]);
}

/** Mean difference of two pictures, 0 (the same) to 255. */
export function difference(one: Buffer, other: Buffer): number {
	let sum = 0;
	one.forEach((value, index) => (sum += Math.abs(value - (other[index] ?? 0))));
	return sum / one.length;
}

/** How much a region of two videos differs at a second. */
export const differenceAt = async (
	one: string,
	other: string,
	second: number,
	region: Region,
): Promise<number> => difference(await pointsOf(one, second, region), await pointsOf(other, second, region));
