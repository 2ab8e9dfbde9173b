import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { maskColorFault } from '../../../nodes/WanVideoEdit/media/maskColors';
import { bmp, joined } from './headers';
import { colorsOf } from './masks';
import { bytesMade } from './realFiles';

const FORMATS: ReadonlyArray<readonly [ImageFacts['format'], name: string, args: readonly string[]]> = [
	['PNG', 'mask.png', ['-pix_fmt', 'rgb24']],
	['PNG', 'opaque.png', ['-pix_fmt', 'rgba']],
	['BMP', 'mask.bmp', ['-pix_fmt', 'bgr24']],
	['JPEG', 'mask.jpg', ['-q:v', '2', '-pix_fmt', 'yuvj444p']],
	['JPEG', 'small.jpg', ['-q:v', '4', '-pix_fmt', 'yuvj420p']],
];

/** The message for a mask created by a filter; undefined if it is accepted. */
async function faultOf(filter: string, [format, name, args]: (typeof FORMATS)[number]) {
	const file = await bytesMade(name, 'mask.png', '-vf', filter, '-frames:v', '1', ...args);
	const colors = await colorsOf(file, format);
	if (colors.kind !== 'counted') throw new Error(JSON.stringify(colors));
	return maskColorFault(colors.counts);
}

/** A disc of half the height: `edge` pixels between white and black. */
const disc = (edge: number, white = 255, black = 0) =>
	`format=gray,geq=lum='clip((H/4-hypot(X-W/2,Y-H/2))/${edge}+0.5,0,1)*${white - black}+${black}'`;

describe.each(FORMATS)('As %s (%s), a mask', (...format) => {
	it.each([
		['with hard edges', disc(0.01)],
		['with anti-aliased edges, as every design program exports them', disc(1)],
		['with edges of three pixels', disc(3)],
		['with a white of 254 and a black of 1', disc(1, 254, 1)],
		['with a white of 241 and a black of 14', disc(0.01, 241, 14)],
		['scaled to twice its size', 'scale=iw*2:ih*2:flags=bicubic,scale=960:-2:flags=bilinear'],
	])('%s is accepted', async (_, filter) => {
		expect(await faultOf(filter, format)).toBeUndefined();
	});

	it.each([
		[
			'with edges feathered over 120 pixels',
			disc(120),
			/^is neither black nor white in \d+(\.\d)? % of its pixels/,
		],
		[
			'that is a gradient',
			"format=gray,geq=lum='X*255/W'",
			/^is neither black nor white in [89]\d(\.\d)? % of its pixels/,
		],
		[
			'whose white is a light grey',
			disc(1, 200),
			/^is neither black nor white in \d+(\.\d)? % of its pixels/,
		],
		['without white', 'format=gray,geq=lum=0', /^has no white pixels$/],
		['without white but for noise in the black', "format=gray,geq=lum='mod(X,2)*6'", /^has no white pixels$/],
		['that is all white', 'format=gray,geq=lum=255', /^has no black pixels$/],
		['that is nearly white all over', 'format=gray,geq=lum=251', /^has no black pixels$/],
	])('%s is rejected, with advice', async (_, filter, message) => {
		const fault = await faultOf(filter, format);
		expect(fault?.is).toMatch(message);
		expect(fault?.advice.length).toBeGreaterThan(20);
	});
});

describe('A mask with transparency', () => {
	const png = (name: string): (typeof FORMATS)[number] => ['PNG', name, []];

	it.each([
		['white shapes on a transparent ground', "format=rgba,geq=r=255:g=255:b=255:a='r(X,Y)'"],
		[
			'white and black shapes, and a transparent hole',
			"format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(lt(X,40),0,255)'",
		],
		[
			'black that is half transparent',
			"format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(gt(r(X,Y),128),255,128)'",
		],
		['white and transparent grays', "format=ya8,geq=lum=255:a='lum(X,Y)'"],
	])('is rejected: %s', async (_, filter) => {
		const fault = await faultOf(filter, png('alpha.png'));
		expect(fault?.is).toMatch(/^is transparent in [\d.]+ % of its pixels$/);
		expect(fault?.advice).toMatch(/black layer/);
	});

	it('in one pixel is reported as less than 0.1 %, never as 0 %', async () => {
		const filter = "format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(eq(X+Y,0),0,255)'";
		expect((await faultOf(filter, png('dot.png')))?.is).toBe(
			'is transparent in less than 0.1 % of its pixels',
		);
	});

	it('in its palette is rejected too', async () => {
		const filter =
			"format=rgba,geq=r=255:g=255:b=255:a='if(gt(r(X,Y),128),255,0)',split[a][b];[a]palettegen[p];[b][p]paletteuse";
		expect((await faultOf(filter, ['PNG', 'palette.png', ['-pix_fmt', 'pal8']]))?.is).toMatch(/transparent/);
	});
});

describe('A BMP with an alpha channel', () => {
	/** 32 bits per pixel, with a header that declares the alpha channel: blue, green, red, alpha. */
	const bmpOf = (pixels: number[][]) => {
		const empty = bmp(pixels.length, 1, { header: 124, bits: 32, alphaMask: 0xff000000 });
		empty.writeUInt32LE(14 + 124, 10);
		return joined(empty.subarray(0, 14 + 124), Buffer.from(pixels.flat()));
	};
	const counts = async (pixels: number[][]) => await colorsOf(bmpOf(pixels), 'BMP');

	it('has transparent pixels', async () => {
		expect(
			await counts([
				[255, 255, 255, 255],
				[0, 0, 0, 0],
			]),
		).toEqual({ kind: 'counted', counts: { white: 1, black: 0, between: 0, transparent: 1 } });
	});

	it('that no program filled is opaque', async () => {
		expect(
			await counts([
				[255, 255, 255, 0],
				[0, 0, 0, 0],
			]),
		).toEqual({ kind: 'counted', counts: { white: 1, black: 1, between: 0, transparent: 0 } });
	});
});

describe('Shares of pixels', () => {
	const counts = { black: 100_000, white: 100_000, between: 0, transparent: 0 };

	it.each([
		[10_527, 'is neither black nor white in 5.1 % of its pixels'],
		[1e9, 'is neither black nor white in nearly 100 % of its pixels'],
	])('are rounded up, so that %d pixels do not look like the limit', (between, is) => {
		expect(maskColorFault({ ...counts, between })?.is).toBe(is);
	});

	it('of 5 % are accepted', () => {
		expect(maskColorFault({ ...counts, between: 10_526 })).toBeUndefined();
	});
});
