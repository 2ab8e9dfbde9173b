import { decode } from 'jpeg-js';
import type { Pixels } from '../../../nodes/WanVideoEdit/media/pixels/pixels';
import { readJpegPixels } from '../../../nodes/WanVideoEdit/media/pixels/jpeg';
import { Reader } from '../../../nodes/WanVideoEdit/media/reader';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, u16, u8 } from './headers';
import { plainJpeg } from './masks';
import { PROGRESSIVE } from './progressive';
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

/** Compares the pixels with those of jpeg-js: both round, but differ only slightly. */
async function demandSame(file: Buffer): Promise<void> {
	const ours = await pixelsOf(file);
	const theirs = decode(file, { useTArray: true, formatAsRGBA: false }).data;
	expect(ours.length).toBe(theirs.length);
	let [most, sum] = [0, 0];
	theirs.forEach((value, index) => {
		const difference = Math.abs(value - (ours[index] ?? 0));
		most = Math.max(most, difference);
		sum += difference;
	});
	expect(most).toBeLessThanOrEqual(4);
	expect(sum / theirs.length).toBeLessThan(0.7);
}

const SIZES = ['640:360', '361:203', '17:9', '8:8', '1:1', '333:500'];
const FORMATS = ['yuvj420p', 'yuvj422p', 'yuvj444p', 'yuvj440p', 'gray'];

describe.each(FORMATS)('A JPEG in %s', (format) => {
	it.each(SIZES)('of %s px has the same pixels as with jpeg-js', async (size) => {
		const args = ['-vf', `scale=${size}`, '-pix_fmt', format, '-frames:v', '1', '-q:v', '5'];
		const file = await bytesMade('oracle.jpg', 'first-frame.png', ...args);
		await demandSame(file);
	});
});

describe('A progressive JPEG', () => {
	it.each(PROGRESSIVE)('has the same pixels as with jpeg-js: %s', async (_, base64) => {
		await demandSame(Buffer.from(base64, 'base64'));
	});

	it.each(PROGRESSIVE)('that is cut off is reported, wherever it is cut: %s', async (_, base64) => {
		const file = Buffer.from(base64, 'base64');
		for (let length = 3; length < file.length; length += 41) {
			await expect(pixelsOf(file.subarray(0, length))).rejects.toThrow(/^it is cut off$/);
		}
	});
});

describe('A JPEG with malformed segments', () => {
	it.each([
		['bytes behind a segment, as of a wrong length', Buffer.from('left over\0')],
		['bytes that fill up before a marker', Buffer.from([0xff, 0xff, 0xff])],
		['a marker without a length', Buffer.from([0xff, 0x01])],
	])('is read anyway: %s', async (_, between) => {
		const plain = plainJpeg(24, 16);
		const scan = plain.indexOf(Buffer.from([0xff, 0xda]));
		const file = joined(plain.subarray(0, scan), between, plain.subarray(scan));
		expect(new Set(await pixelsOf(file))).toEqual(new Set([0]));
	});

	it('is cut off if there are no more markers', async () => {
		await expect(pixelsOf(Buffer.from([0xff, 0xd8, 1, 2, 3]))).rejects.toThrow(/^it is cut off$/);
	});
});

describe('A JPEG with restart markers', () => {
	/** Blocks in a row, each with its own brightness and followed by a marker. */
	const withRestarts = (...brightness: number[]): Buffer => {
		const blocks = brightness.map((value, index) => {
			const bits = `10${(value < 0 ? value + 2047 : value).toString(2).padStart(11, '0')}0`.padEnd(16, '1');
			const bytes = Buffer.from([parseInt(bits.slice(0, 8), 2), parseInt(bits.slice(8), 2)]);
			return index < brightness.length - 1 ? joined(bytes, '\xff', u8(0xd0 + (index % 8))) : bytes;
		});
		const plain = plainJpeg(8 * brightness.length, 8);
		const scan = plain.indexOf(Buffer.from([0xff, 0xda]));
		return joined(
			plain.subarray(0, scan),
			...['\xff\xdd', u16(4), u16(1)],
			...[plain.subarray(scan, scan + 10), ...blocks, '\xff\xd9'],
		);
	};

	it('resets its state after each', async () => {
		const values = [1024, -1024, 1024, 1024, -1024, 1024, -1024, -1024, 1024, -1024];
		const file = withRestarts(...values);
		await demandSame(file);
		const row = (await pixelsOf(file)).subarray(0, 3 * 80);
		expect(values.map((_, block) => row[24 * block])).toEqual(values.map((value) => (value > 0 ? 255 : 0)));
	});

	it('that lacks one is damaged', async () => {
		const file = withRestarts(1024, -1024, 1024);
		const at = file.lastIndexOf(Buffer.from([0xff, 0xd1]));
		const damaged = joined(file.subarray(0, at), file.subarray(at + 2));
		await expect(pixelsOf(damaged)).rejects.toThrow(/^(its pixels are damaged|it is cut off)$/);
	});
});
