import sharp from 'sharp';
import { AreaAverage, type Size } from '../../../nodes/WanVideoEdit/media/pixels/areaAverage';
import { dice } from './mutants';

function scaled(pixels: Uint8ClampedArray, from: Size, to: Size, channels: 1 | 3 | 4): number[] {
	const values: number[] = [];
	const scaler = new AreaAverage(from, to, channels, (row) => values.push(...row));
	const length = from.width * channels;
	for (let y = 0; y < from.height; y += 1) scaler.push(pixels.subarray(y * length, (y + 1) * length));
	return values;
}

/** The average of the area of each new pixel, from all old pixels: slow and plain. */
function bruteForce(pixels: Uint8ClampedArray, from: Size, to: Size, channels: number): number[] {
	const overlap = (old: number, made: number, oldSide: number, side: number) =>
		Math.max(0, Math.min((old + 1) / oldSide, (made + 1) / side) - Math.max(old / oldSide, made / side));
	const values: number[] = [];
	for (let y = 0; y < to.height; y += 1) {
		for (let x = 0; x < to.width; x += 1) {
			const sums = Array.from({ length: channels }, () => 0);
			const weights = Array.from({ length: channels }, () => 0);
			for (let oldY = 0; oldY < from.height; oldY += 1) {
				for (let oldX = 0; oldX < from.width; oldX += 1) {
					const area = overlap(oldX, x, from.width, to.width) * overlap(oldY, y, from.height, to.height);
					const at = (oldY * from.width + oldX) * channels;
					for (let channel = 0; channel < channels; channel += 1) {
						const weight = channels === 4 && channel < 3 ? area * (pixels[at + 3] ?? 0) : area;
						sums[channel] = (sums[channel] ?? 0) + weight * (pixels[at + channel] ?? 0);
						weights[channel] = (weights[channel] ?? 0) + weight;
					}
				}
			}
			values.push(...sums.map((sum, channel) => (sum === 0 ? 0 : sum / (weights[channel] ?? 1))));
		}
	}
	return values;
}

const noise = (size: Size, channels: number, roll: (sides: number) => number) =>
	Uint8ClampedArray.from({ length: size.width * size.height * channels }, () => roll(256));

/** Largest and average difference of two lists of values. */
function differences(ours: readonly number[], theirs: ArrayLike<number>) {
	const list = ours.map((value, index) => Math.abs(value - (theirs[index] ?? NaN)));
	return { most: Math.max(...list), average: list.reduce((sum, value) => sum + value, 0) / list.length };
}

describe('An image that is scaled', () => {
	it.each<1 | 3 | 4>([1, 3, 4])(
		'has the averages of its areas, larger or smaller, in %d channels',
		(channels) => {
			const roll = dice(100 + channels);
			for (let round = 0; round < 60; round += 1) {
				const from = { width: 1 + roll(14), height: 1 + roll(14) };
				const to = { width: 1 + roll(14), height: 1 + roll(14) };
				const pixels = noise(from, channels, roll);
				const ours = scaled(pixels, from, to, channels);
				expect(ours).toHaveLength(to.width * to.height * channels);
				expect(differences(ours, bruteForce(pixels, from, to, channels)).most).toBeLessThanOrEqual(0.501);
			}
		},
	);

	it('is close to what sharp makes of it with a filter of the same width', async () => {
		const [from, to] = [
			{ width: 400, height: 300 },
			{ width: 200, height: 150 },
		];
		const pixels = Uint8ClampedArray.from({ length: 400 * 300 * 3 }, (_, at) => {
			const [x, y] = [Math.floor(at / 3) % 400, Math.floor(at / 1200)];
			return 128 + 100 * Math.sin(x / 9 + (at % 3)) * Math.cos(y / 7);
		});
		const theirs = await sharp(pixels, { raw: { ...from, channels: 3 } })
			.resize(to.width, to.height, { kernel: 'linear' })
			.raw()
			.toBuffer();
		expect(differences(scaled(pixels, from, to, 3), theirs).average).toBeLessThan(1);
	});

	it('of one color stays that color', () => {
		const [from, to] = [
			{ width: 97, height: 61 },
			{ width: 89, height: 56 },
		];
		for (const value of [0, 1, 127, 254, 255]) {
			const pixels = new Uint8ClampedArray(97 * 61 * 3).fill(value);
			expect(new Set(scaled(pixels, from, to, 3))).toEqual(new Set([value]));
		}
	});

	it('keeps the color of opaque pixels beside transparent ones', () => {
		const pixels = Uint8ClampedArray.from([255, 0, 0, 255, 0, 255, 0, 0]);
		expect(scaled(pixels, { width: 2, height: 1 }, { width: 1, height: 1 }, 4)).toEqual([255, 0, 0, 128]);
	});
});
