import sharp from 'sharp';
import { maskPng } from '../../../nodes/WanVideoEdit/media/masks/maskPng';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { PngWriter, TooManyBytes } from '../../../nodes/WanVideoEdit/media/pixels/pngWriter';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { dice } from './mutants';

const turn = async () => {};

async function pngOfBytes(
	raw: Uint8Array,
	width: number,
	height: number,
	channels: 3 | 4,
	maxBytes?: number,
): Promise<Uint8Array> {
	const writer = new PngWriter({ width, height, channels }, turn, maxBytes);
	for (let y = 0; y < height; y += 1) {
		await writer.write(raw.slice(y * width * channels, (y + 1) * width * channels));
	}
	return writer.finish();
}

/** Noise, gradients and flat areas, so that each filter is the best one somewhere. */
function picture(width: number, height: number, channels: number, seed: number): Uint8Array {
	const roll = dice(seed);
	return Uint8Array.from({ length: width * height * channels }, (_, at) => {
		const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
		if (y % 9 < 3) return x * 3 + y;
		return y % 9 < 6 ? 200 : roll(256);
	});
}

describe('A written PNG has exactly the pixels that were given', () => {
	it.each<[number, number, 3 | 4]>([
		[1, 1, 3],
		[1, 1, 4],
		[3, 700, 3],
		[700, 3, 4],
		[641, 361, 3],
		[333, 222, 4],
	])('%d × %d px in %d channels', async (width, height, channels) => {
		const raw = picture(width, height, channels, width + height);
		const { data, info } = await sharp(await pngOfBytes(raw, width, height, channels))
			.raw()
			.toBuffer({ resolveWithObject: true });
		expect(info).toMatchObject({ width, height, channels });
		expect(Buffer.compare(data, raw)).toBe(0);
	});

	it('in rows of more than 64 KiB', async () => {
		const raw = picture(30_000, 4, 3, 5);
		const { data } = await sharp(await pngOfBytes(raw, 30_000, 4, 3))
			.raw()
			.toBuffer({ resolveWithObject: true });
		expect(Buffer.compare(data, raw)).toBe(0);
	});
});

it('A photograph takes at most a quarter more than with libpng at its best', async () => {
	const raw = await sharp({
		create: {
			width: 500,
			height: 400,
			channels: 3,
			background: '#888',
			noise: { type: 'gaussian', mean: 128, sigma: 20 },
		},
	})
		.blur(3)
		.toColourspace('srgb')
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const { width, height } = raw.info;
	const best = await sharp(raw.data, { raw: { width, height, channels: 3 } })
		.png({ compressionLevel: 9, adaptiveFiltering: true })
		.toBuffer();
	expect((await pngOfBytes(raw.data, width, height, 3)).length).toBeLessThan(1.25 * best.length);
});

it('A mask is an RGB PNG of pure black and white, with few bytes', async () => {
	const [width, height] = [1280, 720];
	const data = Uint8Array.from({ length: width * height }, (_, at) =>
		((at % width) - 600) ** 2 + (Math.floor(at / width) - 300) ** 2 < 200 ** 2 ? 255 : 0,
	);
	const png = await maskPng({ width, height, data }, turn);
	expect(await inspect(sourceOfBytes(png))).toEqual({
		kind: 'image',
		format: 'PNG',
		width,
		height,
		alpha: false,
	});
	const read = await sharp(png).raw().toBuffer({ resolveWithObject: true });
	expect(read.info.channels).toBe(3);
	expect(
		Buffer.compare(
			read.data,
			Uint8Array.from({ length: 3 * data.length }, (_, at) => data[Math.floor(at / 3)] ?? 0),
		),
	).toBe(0);
	expect(png.length).toBeLessThan(20_000);
});

describe('A PNG that would be too large', () => {
	it('is given up early', async () => {
		const roll = dice(3);
		const writer = new PngWriter({ width: 1000, height: 1000, channels: 3 }, turn, 100_000);
		let rows = 0;
		await expect(
			(async () => {
				for (; rows < 1000; rows += 1) await writer.write(Uint8Array.from({ length: 3000 }, () => roll(256)));
			})(),
		).rejects.toThrow(TooManyBytes);
		expect(rows).toBeLessThan(100);
	});

	it('is one of a byte more than allowed', async () => {
		const raw = picture(50, 50, 3, 1);
		const { length } = await pngOfBytes(raw, 50, 50, 3);
		await expect(pngOfBytes(raw, 50, 50, 3, length)).resolves.toHaveLength(length);
		await expect(pngOfBytes(raw, 50, 50, 3, length - 1)).rejects.toThrow(TooManyBytes);
	});
});
