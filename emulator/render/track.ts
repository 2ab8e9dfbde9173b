import { ffmpeg } from '../media/tools';
import type { Size } from '../request/job';
import { cover } from './geometry';

/** How a region moves: offset from its first position, in shares of the frame, ten times a second. */
export type Track = ReadonlyArray<{ readonly x: number; readonly y: number }>;

// Copied from the global object: access to it is slow inside Jest, and the search needs it millions of
// times.
const { abs, floor } = Math;

const PER_SECOND = 10;
/** Frame size for motion search. */
const WIDTH = 320;
const HEIGHT = 180;
/** Maximum movement of a region within a tenth of a second, in points. */
const REACH = 6;
/** More points of the region would not improve the comparison. */
const MOST_POINTS = 1500;
/** Penalty for a point outside the frame: about that of a point with another color. */
const OUTSIDE = 120;

interface Source {
	readonly path: string;
	/** Seconds to track; 0 for an image. */
	readonly seconds: number;
}

async function frames(
	{ path, seconds }: Source,
	size: Size,
	format: string,
	signal?: AbortSignal,
): Promise<Buffer> {
	const rate = seconds > 0 ? `fps=${PER_SECOND},` : '';
	const filter = `${rate}${cover(size)},scale=${WIDTH}:${HEIGHT}:flags=area,format=${format}`;
	const length = seconds > 0 ? ['-t', String(seconds)] : [];
	return await ffmpeg([...length, '-i', path, '-vf', filter, '-f', 'rawvideo', '-'], signal);
}

/** Tracks the region that a mask image marks at second `at` of a video, forward and backward, by its colors. */
export async function trackRegion(
	video: Source,
	mask: string,
	at: number,
	size: Size,
	signal?: AbortSignal,
): Promise<Track> {
	const pixels = await frames(video, size, 'rgb24', signal);
	const marked = await frames({ path: mask, seconds: 0 }, size, 'gray', signal);
	const points = [...marked.subarray(0, WIDTH * HEIGHT).keys()].filter((index) => (marked[index] ?? 0) > 127);
	const sample = points.filter((_point, index) => index % Math.ceil(points.length / MOST_POINTS) === 0);
	const count = Math.max(1, Math.floor(pixels.length / (WIDTH * HEIGHT * 3)));
	const home = Math.min(count - 1, Math.round(at * PER_SECOND));

	const shifts = new Array<readonly [number, number]>(count).fill([0, 0]);
	for (const step of [1, -1]) {
		let last: readonly [number, number] = [0, 0];
		for (let frame = home + step; frame >= 0 && frame < count; frame += step) {
			last = nearest(pixels, sample, home, frame, last);
			shifts[frame] = last;
		}
	}
	return shifts.map(([x, y]) => ({ x: x / WIDTH, y: y / HEIGHT }));
}

/** The offset near the last one at which the region looks most like at the start. */
function nearest(
	pixels: Buffer,
	points: readonly number[],
	home: number,
	frame: number,
	[lastX, lastY]: readonly [number, number],
): readonly [number, number] {
	const from = home * WIDTH * HEIGHT;
	const to = frame * WIDTH * HEIGHT;
	let best: readonly [number, number] = [lastX, lastY];
	let least = Infinity;
	for (let dy = lastY - REACH; dy <= lastY + REACH; dy += 1) {
		for (let dx = lastX - REACH; dx <= lastX + REACH; dx += 1) {
			// Prefers smaller movements.
			let sum = Math.hypot(dx - lastX, dy - lastY);
			for (const point of points) {
				const x = (point % WIDTH) + dx;
				const y = floor(point / WIDTH) + dy;
				if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) {
					sum += OUTSIDE;
				} else {
					const a = (from + point) * 3;
					const b = (to + y * WIDTH + x) * 3;
					for (let c = 0; c < 3; c += 1) sum += abs((pixels[a + c] ?? 0) - (pixels[b + c] ?? 0));
				}
				if (sum >= least) break;
			}
			if (sum < least) {
				least = sum;
				best = [dx, dy];
			}
		}
	}
	return best;
}

/** How the white region of a mask video moves: by the center of its points. */
export async function trackMask(mask: Source, size: Size, signal?: AbortSignal): Promise<Track> {
	const grey = await frames(mask, size, 'gray', signal);
	const middles: Array<readonly [number, number]> = [];
	for (let start = 0; start + WIDTH * HEIGHT <= grey.length; start += WIDTH * HEIGHT) {
		let [x, y, count] = [0, 0, 0];
		for (let index = 0; index < WIDTH * HEIGHT; index += 1) {
			if ((grey[start + index] ?? 0) <= 127) continue;
			x += index % WIDTH;
			y += floor(index / WIDTH);
			count += 1;
		}
		middles.push(count > 0 ? [x / count, y / count] : (middles.at(-1) ?? [0, 0]));
	}
	const [firstX, firstY] = middles[0] ?? [0, 0];
	return middles.map(([x, y]) => ({ x: (x - firstX) / WIDTH, y: (y - firstY) / HEIGHT }));
}

/** The track as ffmpeg expressions of `t`, in points of a frame; for `overlay`'s x and y, quoted. */
export function positions(track: Track, [width, height]: Size, left = 0, top = 0): string {
	const line = (at: (place: Track[number]) => number) =>
		track
			.map((place, index) => {
				const last = index === track.length - 1;
				const next = at(track[last ? index : index + 1] ?? place) - at(place);
				const from = (index / PER_SECOND).toFixed(1);
				const until = last ? '' : `*lt(t,${((index + 1) / PER_SECOND).toFixed(1)})`;
				return `gte(t,${from})${until}*(${at(place).toFixed(1)}+${(next * PER_SECOND).toFixed(1)}*(t-${from}))`;
			})
			.join('+');
	return `x='${left}+${line(({ x }) => x * width)}':y='${top}+${line(({ y }) => y * height)}'`;
}
