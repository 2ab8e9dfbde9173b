import { decode } from 'jpeg-js';
import type { Pixels } from '../../../nodes/WanVideoEdit/media/pixels/pixels';
import { readJpegPixels } from '../../../nodes/WanVideoEdit/media/pixels/jpeg';
import { Reader } from '../../../nodes/WanVideoEdit/media/reader';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { bytesMade } from './realFiles';

/** Red, green and blue of each pixel, from left to right and from top to bottom. */
async function pixelsOf(file: Uint8Array): Promise<Uint8ClampedArray> {
	let values = new Uint8ClampedArray();
	let next = 0;
	const pixels: Pixels = {
		begin(width, height) {
			values = new Uint8ClampedArray(3 * width * height);
		},
		add(red, green, blue) {
			values.set([red, green, blue], next);
			next += 3;
		},
	};
	await readJpegPixels(new Reader(sourceOfBytes(file)), pixels, async () => {});
	expect(next).toBe(values.length);
	return values;
}

const SIZES = ['640:360', '361:203', '17:9', '8:8', '1:1', '333:500'];
const FORMATS = ['yuvj420p', 'yuvj422p', 'yuvj444p', 'yuvj440p', 'gray'];

describe.each(FORMATS)('A JPEG in %s', (format) => {
	it.each(SIZES)('of %s px has the pixels that jpeg-js finds', async (size) => {
		const args = ['-vf', `scale=${size}`, '-pix_fmt', format, '-frames:v', '1', '-q:v', '5'];
		const file = await bytesMade('oracle.jpg', 'first-frame.png', ...args);
		const ours = await pixelsOf(file);
		const theirs = decode(file, { useTArray: true, formatAsRGBA: false }).data;
		expect(ours.length).toBe(theirs.length);
		const differences = theirs.map((value, index) => Math.abs(value - (ours[index] ?? 0)));
		expect(Math.max(...differences.subarray(0, 100_000))).toBeLessThanOrEqual(4);
		expect(differences.reduce((sum, one) => sum + one, 0) / differences.length).toBeLessThan(0.7);
	});
});
