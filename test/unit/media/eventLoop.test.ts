import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { withContent } from '../../../nodes/WanVideoEdit/media/imageContent';
import { WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { colorsOf, plainJpeg } from './masks';
import { bytesMade } from './realFiles';

type Work = (turn: () => Promise<void>) => Promise<unknown>;

/**
 * The longest time between two turns of the event loop, as a share of the CPU time of the whole work. The
 * minimum of several rounds: garbage collection delays only one of them, blocking code delays all.
 */
async function longestStretch(work: Work): Promise<{ share: number; turns: number }> {
	const rounds = [];
	for (let round = 0; round < 3; round += 1) rounds.push(await stretches(work));
	return {
		share: Math.min(...rounds.map(({ longest, total }) => longest / total)),
		turns: Math.min(...rounds.map(({ turns }) => turns)),
	};
}

/** CPU time of the whole work, and the longest between two turns of the event loop, in microseconds. */
async function stretches(work: Work) {
	let last = process.cpuUsage();
	let [longest, total, turns] = [0, 0, 0];
	const note = (): void => {
		const { user, system } = process.cpuUsage(last);
		longest = Math.max(longest, user + system);
		total += user + system;
		last = process.cpuUsage();
	};
	await work(async () => {
		note();
		turns += 1;
	});
	note();
	return { longest, total, turns };
}

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
		// Warmed up first, as in a running n8n.
		await colorsOf(file, format);
		const { share, turns } = await longestStretch(async (turn) => {
			expect(await colorsOf(file, format, turn)).toMatchObject({ kind: 'counted' });
		});
		// Shares instead of milliseconds, since machines differ in speed.
		expect(turns).toBeGreaterThanOrEqual(20);
		expect(share).toBeLessThan(1 / 4);
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
		const { share, turns } = await longestStretch(async (turn) => {
			expect(await withContent(sourceOfBytes(file), facts, WAN27_MEDIA.image, turn)).toMatchObject({
				opaque: true,
			});
		});
		expect(turns).toBeGreaterThanOrEqual(60);
		expect(share).toBeLessThan(1 / 8);
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
