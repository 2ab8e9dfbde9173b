import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { fitPicture, type FittedPicture } from '../../../nodes/WanVideoEdit/media/pictures/fitPicture';
import { isFitAsked, type PictureLimits } from '../../../nodes/WanVideoEdit/media/pictures/pictureLimits';
import { scaledDown } from '../../../nodes/WanVideoEdit/media/pictures/picturePipeline';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, png, pngChunk, u16, u8 } from './headers';
import { pngOf } from './masks';
import { dice, mutant } from './mutants';
import { bytesMade } from './realFiles';
import { stream, watched } from './watchedSource';

const turn = async () => {};
const { maxBytes } = WAN27_MEDIA.image;
const NO_ALPHA: PictureLimits = { dropAlpha: true, maxBytes };
const smaller = (largestSide: number): PictureLimits => ({ largestSide, maxBytes });

async function factsOf(file: Uint8Array): Promise<ImageFacts> {
	const facts = await inspect(sourceOfBytes(file));
	if (facts.kind !== 'image') throw new Error(JSON.stringify(facts));
	return facts;
}

const fitted = async (file: Uint8Array, limits: PictureLimits): Promise<FittedPicture> =>
	await fitPicture(stream(file, 5000), await factsOf(file), limits, turn);

async function madeOf(file: Uint8Array, limits: PictureLimits) {
	const made = await fitted(file, limits);
	if (made.kind !== 'fitted') throw new Error(JSON.stringify(made));
	expect(await factsOf(made.png)).toEqual(made.facts);
	return { ...made, pixels: await sharp(made.png).raw().toBuffer() };
}

/** Largest and average difference of two images. */
function differences(ours: Uint8Array, theirs: Uint8Array) {
	expect(ours.length).toBe(theirs.length);
	let [most, sum] = [0, 0];
	ours.forEach((value, at) => {
		const difference = Math.abs(value - (theirs[at] ?? 0));
		most = Math.max(most, difference);
		sum += difference;
	});
	return { most, average: sum / ours.length };
}

const ONE = ['-frames:v', '1'];
const real = async (name: string, ...args: string[]) =>
	await bytesMade(name, 'first-frame.png', ...args, ...ONE);

describe('An alpha channel', () => {
	const alphaOf = (formula: string) => [
		'-vf',
		`scale=320:180,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='${formula}'`,
	];

	it.each([
		['in color', ['-pix_fmt', 'rgba']],
		['of 16 bits', ['-pix_fmt', 'rgba64be']],
		['in gray', ['-pix_fmt', 'ya8']],
		['interlaced', ['-pix_fmt', 'rgba', '-flags', '+ildct']],
	])('that no pixel uses is dropped, and no color changes: %s', async (what, args) => {
		const file = await real(`opaque-${what.replaceAll(' ', '-')}.png`, '-vf', 'scale=320:180', ...args);
		const made = await madeOf(file, NO_ALPHA);
		expect(made.changes).toEqual({ alpha: 'dropped', size: undefined, turned: false, format: 'PNG' });
		expect(made.facts.alpha).toBe(false);
		const theirs = await sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
		expect(differences(made.pixels, theirs).most).toBeLessThanOrEqual(what === 'of 16 bits' ? 1 : 0);
	});

	it('that pixels use is laid on white', async () => {
		const file = await real('used.png', ...alphaOf('mod(X+Y,256)'), '-pix_fmt', 'rgba');
		const made = await madeOf(file, NO_ALPHA);
		expect(made.changes.alpha).toBe('onWhite');
		const theirs = await sharp(file).flatten({ background: '#fff' }).raw().toBuffer();
		expect(differences(made.pixels, theirs).most).toBeLessThanOrEqual(1);
	});

	it('of a single transparent color is laid on white', async () => {
		const { pixels, changes } = await madeOf(
			pngOf([[0, 0, 0, 9, 9, 9]], { type: 2 }, pngChunk('tRNS', u16(9), u16(9), u16(9))),
			NO_ALPHA,
		);
		expect([...pixels]).toEqual([0, 0, 0, 255, 255, 255]);
		expect(changes.alpha).toBe('onWhite');
	});

	it('stays where the slot takes it, and opaque colors stay clear of transparent ones', async () => {
		const file = await real('kept.png', ...alphaOf('if(lt(X,160),0,255)'), '-pix_fmt', 'rgba');
		const made = await madeOf(file, smaller(90));
		expect(made.facts).toMatchObject({ width: 90, height: 51, alpha: true });
		expect(made.changes.alpha).toBeUndefined();
		const theirs = await sharp(file).resize(90, 51, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
		expect(differences(made.pixels, theirs).average).toBeLessThan(3);
	});
});

describe('A picture beyond the largest side', () => {
	it.each([
		['PNG', 'rgb.png', ['-pix_fmt', 'rgb24']],
		['interlaced PNG', 'interlaced.png', ['-pix_fmt', 'rgb24', '-flags', '+ildct']],
		['BMP', 'color.bmp', ['-pix_fmt', 'bgr24']],
		['JPEG', 'color.jpg', ['-q:v', '2', '-pix_fmt', 'yuvj444p']],
	])('is scaled down to it: %s', async (_, name, args) => {
		const file = await real(name, ...args);
		const facts = await factsOf(file);
		const side = Math.floor(facts.width / 2.3);
		const made = await madeOf(file, smaller(side));
		const size = scaledDown(facts, side);
		expect(made.facts).toMatchObject({ ...size, width: side, alpha: false });
		expect(made.changes).toEqual({
			alpha: undefined,
			size: { from: { width: facts.width, height: facts.height }, to: size },
			turned: false,
			format: facts.format,
		});
		// sharp cannot read BMP.
		const readable = facts.format === 'BMP' ? await real('rgb.png', '-pix_fmt', 'rgb24') : file;
		const theirs = await sharp(readable)
			.resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
			.raw()
			.toBuffer();
		expect(differences(made.pixels, theirs).average).toBeLessThan(2);
	});

	it.each([
		[[4032, 3024], 2000, [2000, 1500]],
		[[3024, 4032], 2000, [1500, 2000]],
		[[2001, 1000], 2000, [2000, 1000]],
		[[2000, 1000], 2000, [2000, 1000]],
		[[9000, 1], 2000, [2000, 1]],
	])('of %j px with a limit of %d px becomes %j px', ([width = 0, height = 0], side, [toWidth, toHeight]) => {
		expect(scaledDown({ width, height }, side)).toEqual({ width: toWidth, height: toHeight });
	});

	it('is laid on white too, if it is transparent', async () => {
		const rows = Array.from({ length: 4 }, () => [0, 0, 0, 0, 0, 0, 0, 255]);
		const made = await madeOf(pngOf(rows, { type: 6 }), { ...NO_ALPHA, largestSide: 2 });
		expect([...made.pixels.subarray(0, 3)]).toEqual([128, 128, 128]);
		expect(made.changes).toMatchObject({ alpha: 'onWhite', size: { to: { width: 1, height: 2 } } });
	});
});

describe('The orientation of a picture', () => {
	it.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'number %d is applied, as the PNG has no Exif data',
		async (orientation) => {
			const plain = await real('turned.png', '-vf', 'scale=300:200', '-pix_fmt', 'rgb24');
			for (const file of [
				await sharp(plain)
					.withMetadata({ orientation })
					.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
					.toBuffer(),
				await sharp(plain).withMetadata({ orientation }).png().toBuffer(),
			]) {
				const made = await madeOf(file, smaller(150));
				expect(made.changes.turned).toBe(orientation > 1);
				const { width, height } = made.facts;
				expect([width, height]).toEqual(orientation < 5 ? [150, 100] : [100, 150]);
				const theirs = await sharp(await sharp(file).rotate().toBuffer())
					.resize(width, height, { fit: 'fill', kernel: 'linear' })
					.raw()
					.toBuffer();
				expect(differences(made.pixels, theirs).average).toBeLessThan(3);
			}
		},
	);
});

describe('The color profile of a picture', () => {
	const plain = async () => await real('profile.png', '-vf', 'scale=160:90', '-pix_fmt', 'rgb24');

	it.each<[string, (file: Buffer) => Promise<Buffer>]>([
		['JPEG', async (file) => await sharp(file).withIccProfile('p3').jpeg({ quality: 95 }).toBuffer()],
		['PNG', async (file) => await sharp(file).withIccProfile('p3').png().toBuffer()],
	])('is kept from a %s, so that its colors stay the same', async (_, convert) => {
		const file = await convert(await plain());
		const before = await sharp(file).metadata();
		const made = await madeOf(file, smaller(80));
		const after = await sharp(made.png).metadata();
		expect(before.icc?.length).toBeGreaterThan(100);
		expect(after.icc?.equals(before.icc ?? Buffer.alloc(0))).toBe(true);
	});

	it('is left out if it is for grays, as the new PNG has RGB', async () => {
		const profile = pngChunk('iCCP', 'x\0\0', deflateSync(Buffer.alloc(200)));
		const of = async (file: Buffer) => Buffer.from((await madeOf(file, smaller(1))).png).includes('iCCP');
		expect(await of(pngOf([[1, 2, 3, 4, 5, 6]], { type: 2 }, profile))).toBe(true);
		expect(await of(pngOf([[1, 2]], { type: 0 }, profile))).toBe(false);
	});

	it('in several segments is put together, whatever their order', async () => {
		const file = await sharp(await plain())
			.withIccProfile('p3')
			.jpeg()
			.toBuffer();
		const icc = (await sharp(file).metadata()).icc ?? Buffer.alloc(0);
		const at = file.indexOf('ICC_PROFILE') - 4;
		const segment = (number: number, part: Buffer) =>
			joined('\xff\xe2', u16(part.length + 16), 'ICC_PROFILE\0', u8(number), u8(2), part);
		const parts = joined(segment(2, icc.subarray(200)), segment(1, icc.subarray(0, 200)));
		const made = await madeOf(
			joined(file.subarray(0, at), parts, file.subarray(at + 18 + icc.length)),
			smaller(80),
		);
		expect((await sharp(made.png).metadata()).icc?.equals(icc)).toBe(true);
	});
});

describe('A picture that fits', () => {
	it.each([
		['within the largest side', smaller(1280)],
		['without alpha channel', NO_ALPHA],
		['without limits', { maxBytes }],
	])('is not read: %s', async (_, limits) => {
		const file = await real('rgb.png', '-pix_fmt', 'rgb24');
		const { source, watch } = watched(sourceOfBytes(file));
		const facts = await factsOf(file);
		expect(facts.width).toBeLessThanOrEqual(1280);
		expect(isFitAsked(facts, limits)).toBe(false);
		expect(await fitPicture(source, facts, limits, turn)).toEqual({ kind: 'fits' });
		expect(watch).toMatchObject({ reads: 0, closed: true });
	});
});

describe('A picture that cannot be made to fit', () => {
	it('as PNG is refused, with a way out', async () => {
		const file = await real('rgb.png', '-pix_fmt', 'rgb24');
		expect(await fitted(file, { largestSide: 200, maxBytes: 2000 })).toEqual({
			kind: 'refused',
			fault: {
				is: 'has to be changed to fit, and is larger than 0.1 MB then',
				takes: 'pictures of up to 0.1 MB',
				advice: 'Export it as JPEG without transparency, with sides of up to 200 px.',
			},
		});
	});

	it.each<[string, Partial<ImageFacts>, Uint8Array, string]>([
		['WEBP', { format: 'WEBP' }, Buffer.from('RIFF'), 'this node cannot decode WEBP'],
		['of 60 megapixels', {}, png(10_000, 6_000, 2), 'it has more than 51 megapixels'],
		['of billions of pixels', {}, png(0x7fffffff, 0x7fffffff, 6), 'one of its sides is too long'],
		['rotated, with 30 megapixels', { orientation: 6 }, png(6000, 5000, 2), 'it is rotated and too large'],
	])('stays as it is: %s', async (_, more, file, reason) => {
		const facts: ImageFacts = {
			kind: 'image',
			format: 'PNG',
			width: 9000,
			height: 9000,
			alpha: false,
			...more,
		};
		const made = await fitPicture(sourceOfBytes(file), facts, smaller(8999), turn);
		expect(made).toEqual({ kind: 'cannotTell', reason });
	});

	it('because it is damaged is reported, and nothing throws', async () => {
		const args = ['-vf', 'scale=64:36'];
		const originals: Array<[ImageFacts['format'], Buffer]> = [
			['PNG', await real('a.png', ...args, '-pix_fmt', 'rgba')],
			['PNG', await real('b.png', ...args, '-pix_fmt', 'rgb24', '-flags', '+ildct')],
			['BMP', await real('c.bmp', ...args)],
			['JPEG', await real('d.jpg', ...args)],
		];
		const roll = dice(5);
		const kinds: Record<string, number> = {};
		for (let number = 0; number < 1000; number += 1) {
			const [format, bytes] = originals[number % originals.length] ?? ['PNG', Buffer.alloc(0)];
			const facts = {
				kind: 'image',
				format,
				width: 64,
				height: 36,
				alpha: roll(2) === 0,
				orientation: 1 + roll(8),
			} as const;
			const limits = { largestSide: 50, dropAlpha: roll(2) === 0, maxBytes: 20_000 };
			const { kind } = await fitPicture(sourceOfBytes(mutant(bytes, roll)), facts, limits, turn);
			kinds[kind] = (kinds[kind] ?? 0) + 1;
		}
		expect(kinds.unreadable).toBeGreaterThan(100);
		expect(kinds.fitted).toBeGreaterThan(25);
	});
});
