import sharp from 'sharp';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { cleanMask } from '../../../nodes/WanVideoEdit/media/masks/cleanMask';
import { maskPng } from '../../../nodes/WanVideoEdit/media/masks/maskPng';
import { rasterize } from '../../../nodes/WanVideoEdit/media/masks/rasterize';
import { fitPicture } from '../../../nodes/WanVideoEdit/media/pictures/fitPicture';
import type { Turn } from '../../../nodes/WanVideoEdit/media/pixels/pixels';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { colorsOf, plainJpeg } from './masks';
import { bytesMade } from './realFiles';
import { demandTurns } from './stretches';

const ONE = ['-frames:v', '1'];
const LARGE = ['-vf', 'scale=2000:2000:flags=neighbor'];
const SCENE = ['-vf', 'scale=2000:2000,noise=alls=20'];

describe('The event loop gets turns', () => {
	it.each<[ImageFacts['format'], string, string, string[]]>([
		['JPEG', 'large.jpg', 'mask.png', [...LARGE, '-pix_fmt', 'yuvj444p', '-q:v', '2']],
		['JPEG', 'scene.jpg', 'first-frame.png', [...SCENE, '-pix_fmt', 'yuvj420p', '-q:v', '2']],
		['PNG', 'large.png', 'mask.png', [...LARGE, '-pix_fmt', 'rgba64be', '-pred', 'paeth']],
		['PNG', 'avg.png', 'mask.png', [...LARGE, '-pix_fmt', 'rgba64be', '-pred', 'avg']],
		['PNG', 'scene.png', 'first-frame.png', [...SCENE, '-pix_fmt', 'rgb24']],
		['PNG', 'mono.png', 'mask.png', [...LARGE, '-pix_fmt', 'monob', '-flags', '+ildct']],
		['BMP', 'large.bmp', 'mask.png', [...LARGE, '-pix_fmt', 'gray']],
		['BMP', 'mono.bmp', 'mask.png', [...LARGE, '-pix_fmt', 'monob']],
	])('while a mask of 2000 × 2000 px is counted: %s (%s)', async (format, name, sample, args) => {
		const file = await bytesMade(name, sample, ...args, ...ONE);
		const count = async (turn: Turn) =>
			expect(await colorsOf(file, format, turn)).toMatchObject({ kind: 'counted' });
		await demandTurns(count, { turns: 20, share: 1 / 4 });
	});
});

describe('The event loop gets turns while an image is made', () => {
	it('from shapes, of 2000 × 2000 px', async () => {
		const star = [50, 5, 80, 95, 5, 40, 95, 40, 20, 95];
		const points = Array.from({ length: 5 }, (_, at) => [star[2 * at] ?? 0, star[2 * at + 1] ?? 0] as const);
		const paint = async (turn: Turn) => {
			const made = await rasterize(
				[
					{ kind: 'ellipse', left: 0, top: 0, width: 90, height: 90 },
					{ kind: 'polygon', points },
				],
				{ width: 2000, height: 2000, inverted: true },
				turn,
			);
			if (made.kind === 'mask') await maskPng(made.mask, turn);
		};
		await demandTurns(paint, { turns: 100, share: 1 / 8 });
	});

	it.each<[ImageFacts['format'], string, string[]]>([
		['JPEG', 'large.jpg', ['-pix_fmt', 'yuvj444p', '-q:v', '2']],
		['PNG', 'large.png', ['-pix_fmt', 'rgba64be', '-pred', 'paeth']],
		['PNG', 'mono.png', ['-pix_fmt', 'monob', '-flags', '+ildct']],
		['BMP', 'large.bmp', ['-pix_fmt', 'gray']],
	])('from a mask of 2000 × 2000 px: %s (%s)', async (format, name, args) => {
		const file = await bytesMade(name, 'mask.png', ...LARGE, ...args, ...ONE);
		const target = { width: 1000, height: 1000 };
		const clean = async (turn: Turn) =>
			expect(
				await cleanMask(sourceOfBytes(file), { format, orientation: 6 }, target, { inverted: true }, turn),
			).toMatchObject({ kind: 'cleaned' });
		await demandTurns(clean, { turns: 50, share: 1 / 5 });
	});

	it.each<[string, string[]]>([
		['photo.png', ['-pix_fmt', 'rgba']],
		['photo.jpg', ['-q:v', '3']],
	])('from a picture of 4000 × 3000 px (%s)', async (name, args) => {
		const file = await bytesMade(name, 'first-frame.png', '-vf', 'scale=4000:3000', ...args, ...ONE);
		const facts = await inspect(sourceOfBytes(file));
		if (facts.kind !== 'image') throw new Error(facts.kind);
		const limits = { largestSide: 2000, dropAlpha: true, maxBytes: WAN27_MEDIA.image.maxBytes };
		const fit = async (turn: Turn) =>
			expect(await fitPicture(sourceOfBytes(file), { ...facts, orientation: 6 }, limits, turn)).toMatchObject(
				{
					kind: 'fitted',
				},
			);
		await demandTurns(fit, { turns: 200, share: 1 / 10 });
	});
});

describe('Memory', () => {
	it('is used for one JPEG at a time, however many are counted together', async () => {
		const order: string[] = [];
		const count = async (name: string) =>
			await colorsOf(plainJpeg(2000, 700), 'JPEG', async () => {
				order.push(name);
				await Promise.resolve();
			});
		const all = await Promise.all(['first', 'second', 'third'].map(count));
		expect(all.map(({ kind }) => kind)).toEqual(['counted', 'counted', 'counted']);
		expect(order.filter((name, index) => name !== order[index - 1])).toEqual(['first', 'second', 'third']);
	});

	it('is released for the next JPEG after a damaged one', async () => {
		const damaged = colorsOf(plainJpeg(2000, 700).subarray(0, 400), 'JPEG');
		const [first, second] = await Promise.all([damaged, colorsOf(plainJpeg(2000, 700), 'JPEG')]);
		expect([first.kind, second.kind]).toEqual(['unreadable', 'counted']);
	});

	/** The most bytes of arrays that were held at a turn while a JPEG of 2000 × 2000 px was counted. */
	async function mostHeld(progressive: boolean): Promise<number> {
		const plain = await bytesMade('large.png', 'mask.png', ...LARGE, '-pix_fmt', 'rgb24', ...ONE);
		const file = await sharp(plain).jpeg({ progressive, chromaSubsampling: '4:4:4' }).toBuffer();
		const held: number[] = [];
		const before = process.memoryUsage().arrayBuffers;
		await colorsOf(file, 'JPEG', async () => {
			held.push(process.memoryUsage().arrayBuffers - before);
		});
		return Math.max(...held);
	}

	it('for a JPEG in one scan is limited to its file and a few rows', async () => {
		expect(await mostHeld(false)).toBeLessThan(8 * 1024 * 1024);
	});

	it('for a progressive JPEG is limited to two bytes per sample', async () => {
		expect(await mostHeld(true)).toBeLessThan(40 * 1024 * 1024);
	});
});
