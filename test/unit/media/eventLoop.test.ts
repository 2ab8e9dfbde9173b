import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { withContent } from '../../../nodes/WanVideoEdit/media/imageContent';
import { WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
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

	it('while an image of 4000 × 3000 px is checked for transparency', async () => {
		const file = await bytesMade(
			'photo.png',
			'first-frame.png',
			'-vf',
			'scale=4000:3000',
			'-pix_fmt',
			'rgba',
			...ONE,
		);
		const facts = await inspect(sourceOfBytes(file));
		if (facts.kind !== 'image') throw new Error(facts.kind);
		const check = async (turn: Turn) =>
			expect(await withContent(sourceOfBytes(file), facts, WAN27_MEDIA.image, turn)).toMatchObject({
				opaque: true,
			});
		await demandTurns(check, { turns: 60, share: 1 / 8 });
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

	it('for a JPEG of 2000 × 2000 px is limited to two bytes per sample', async () => {
		const file = await bytesMade(
			'large.jpg',
			'mask.png',
			...LARGE,
			'-pix_fmt',
			'yuvj444p',
			'-q:v',
			'2',
			...ONE,
		);
		const allocated: number[] = [];
		const before = process.memoryUsage().arrayBuffers;
		await colorsOf(file, 'JPEG', async () => {
			allocated.push(process.memoryUsage().arrayBuffers - before);
		});
		expect(Math.max(...allocated)).toBeLessThan(40 * 1024 * 1024);
	});
});
