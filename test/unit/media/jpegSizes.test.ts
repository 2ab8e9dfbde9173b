import { bytesMade } from './realFiles';
import { colorsOf, plainJpeg } from './masks';

const { min, max } = { min: 360, max: 2000 };
const sides = Array.from({ length: max - min + 1 }, (_, index) => min + index);

/** Number of black pixels in an all-black JPEG. */
async function blackIn(width: number, height: number): Promise<number | undefined> {
	const colors = await colorsOf(plainJpeg(width, height), 'JPEG');
	return colors.kind === 'counted' ? colors.counts.black : undefined;
}

describe('A JPEG mask is counted', () => {
	it.each([
		['wide', (side: number) => [side, 1 + (side % 11)] as const],
		['high', (side: number) => [1 + (side % 11), side] as const],
	])('in every allowed size: %s ones', async (_, shape) => {
		for (const side of sides) {
			const [width, height] = shape(side);
			expect([side, await blackIn(width, height)]).toEqual([side, width * height]);
		}
	});

	it.each([
		[1440, 1080],
		[1080, 1440],
		[1280, 720],
		[361, 1999],
		[1999, 361],
		[2000, 2000],
	])('with all of its pixels: %d × %d', async (width, height) => {
		expect(await blackIn(width, height)).toBe(width * height);
	});

	it.each([
		['1440x1080', 'yuvj420p'],
		['1080x1440', 'yuvj422p'],
		['1437x1079', 'yuvj420p'],
		['1001x731', 'yuvj444p'],
		['853x481', 'yuvj440p'],
	])('as an actual file of %s in %s', async (size, format) => {
		const args = ['-vf', `scale=${size.replace('x', ':')}:flags=neighbor`, '-pix_fmt', format];
		const file = await bytesMade('sized.jpg', 'mask.png', ...args, '-frames:v', '1', '-q:v', '2');
		const [width = 0, height = 0] = size.split('x').map(Number);
		const colors = await colorsOf(file, 'JPEG');
		if (colors.kind !== 'counted') throw new Error(JSON.stringify(colors));
		const { black, white, between, transparent } = colors.counts;
		expect(black + white + between + transparent).toBe(width * height);
		expect(between / (width * height)).toBeLessThan(0.02);
	});
});
