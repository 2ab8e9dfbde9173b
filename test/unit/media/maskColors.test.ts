import { deflateSync, inflateSync } from 'node:zlib';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { maskColorFault } from '../../../nodes/WanVideoEdit/media/maskColors';
import { bmp, jpeg, joined, pngChunk, u16, u8, webpLossy, zeros } from './headers';
import { colorsOf, pngOf } from './masks';
import { bytesMade } from './realFiles';

const ONE = ['-frames:v', '1'];
const exactPalette = 'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none';
const pixels = (format: string, ...args: string[]) => [...ONE, '-pix_fmt', format, ...args];

/** Variants of one image. */
const VARIANTS: Array<[what: string, format: ImageFacts['format'], name: string, args: string[]]> = [
	['PNG in grey', 'PNG', 'grey.png', pixels('gray')],
	['PNG in grey of 16 bits', 'PNG', 'grey16.png', pixels('gray16be')],
	['PNG of one bit', 'PNG', 'mono.png', pixels('monob')],
	['PNG in color', 'PNG', 'rgb.png', pixels('rgb24')],
	['PNG in color of 16 bits', 'PNG', 'rgb16.png', pixels('rgb48be')],
	['PNG with alpha', 'PNG', 'alpha.png', pixels('rgba')],
	['PNG with alpha of 16 bits', 'PNG', 'alpha16.png', pixels('rgba64be')],
	['PNG in grey with alpha', 'PNG', 'greyalpha.png', pixels('ya8')],
	['PNG with a palette', 'PNG', 'palette.png', pixels('pal8', '-vf', exactPalette)],
	['interlaced PNG', 'PNG', 'interlaced.png', pixels('rgb24', '-flags', '+ildct')],
	['interlaced PNG of one bit', 'PNG', 'interlaced-mono.png', pixels('monob', '-flags', '+ildct')],
	...['none', 'sub', 'up', 'avg', 'paeth', 'mixed'].map((filter): (typeof VARIANTS)[number] => [
		`PNG with the filter ${filter}`,
		'PNG',
		`${filter}.png`,
		pixels('rgb24', '-pred', filter),
	]),
	['BMP of 24 bits', 'BMP', 'color.bmp', pixels('bgr24')],
	['BMP of 32 bits', 'BMP', 'alpha.bmp', pixels('bgra')],
	['BMP with a palette', 'BMP', 'palette.bmp', pixels('pal8', '-vf', exactPalette)],
	['BMP of one bit', 'BMP', 'mono.bmp', pixels('monob')],
	['BMP in grey', 'BMP', 'grey.bmp', pixels('gray')],
	['JPEG', 'JPEG', 'color.jpg', [...ONE, '-q:v', '2']],
	['JPEG in grey', 'JPEG', 'grey.jpg', pixels('gray', '-q:v', '2')],
];

/** Problem with the colors of a mask; undefined if there is none. */
async function faultOf(bytes: Uint8Array, format: ImageFacts['format']) {
	const colors = await colorsOf(bytes, format);
	if (colors.kind !== 'counted') throw new Error(JSON.stringify(colors));
	return maskColorFault(colors.counts);
}

/** Number of pixels of each kind. */
async function countsOf(bytes: Uint8Array, format: ImageFacts['format']) {
	const colors = await colorsOf(bytes, format);
	if (colors.kind !== 'counted') throw new Error(JSON.stringify(colors));
	return colors.counts;
}

describe.each(VARIANTS)('A mask as %s', (_, format, name, args) => {
	it('is accepted if its pixels are black and white', async () => {
		expect(await faultOf(await bytesMade(name, 'mask.png', ...args), format)).toBeUndefined();
	});

	it('has the same counts as a color PNG', async () => {
		const [counts, expected] = [
			await countsOf(await bytesMade(name, 'mask.png', ...args), format),
			await countsOf(await bytesMade('rgb.png', 'mask.png', ...pixels('rgb24')), 'PNG'),
		];
		const all = expected.black + expected.white;
		expect(counts.black + counts.white + counts.between).toBe(all);
		// JPEG blurs edges.
		const leeway = format === 'JPEG' ? 0.01 * all : 0;
		expect(Math.abs(counts.white - expected.white)).toBeLessThanOrEqual(leeway);
		expect(Math.abs(counts.black - expected.black)).toBeLessThanOrEqual(leeway);
	});

	// With one bit per pixel, nothing can be in between.
	if (name.includes('mono')) return;
	it('is rejected if it is a photo', async () => {
		const fault = await faultOf(await bytesMade(name, 'first-frame.png', ...args), format);
		expect(fault?.is).toMatch(/^is neither black nor white in [89][\d.]+ % of its pixels$/);
	});
});

describe('The colors of a mask', () => {
	it.each([
		['all black', [[0, 0, 0, 0]], { black: 4 }],
		['all white', [[255, 255]], { white: 2 }],
		[
			'a quarter grey',
			[
				[0, 255],
				[255, 128],
			],
			{ black: 1, white: 2, between: 1 },
		],
		['nearly black', [[1, 255]], { black: 1, white: 1 }],
		['nearly white', [[0, 254]], { black: 1, white: 1 }],
		['as far as black and white go', [[16, 17, 238, 239]], { black: 1, between: 2, white: 1 }],
	])('are counted: %s', async (_, rows, expected) => {
		expect(await countsOf(pngOf(rows), 'PNG')).toEqual({
			...{ black: 0, white: 0, between: 0, transparent: 0 },
			...expected,
		});
	});

	it('are impure if there is a color', async () => {
		const red = await bytesMade('red.png', 'mask.png', '-vf', 'format=rgb24,lutrgb=g=0', ...ONE);
		const fault = await faultOf(red, 'PNG');
		expect(fault?.is).toMatch(/neither black nor white/);
	});

	it('are counted where a JPEG is progressive', async () => {
		// One block of 8 × 8: its brightness is 1016 eighths above the middle, which is 255.
		const progressive = joined(
			...['\xff\xd8\xff\xdb', u16(67), u8(0), Buffer.alloc(64, 1)],
			...['\xff\xc2', u16(11), u8(8), u16(8), u16(8), u8(1), u8(1), u8(0x11), u8(0)],
			...['\xff\xc4', u16(20), u8(0), u8(1), zeros(15), u8(10)],
			...['\xff\xda', u16(8), u8(1), u8(1), u8(0), zeros(3), '\x7f\x1f\xff\xd9'],
		);
		expect(await countsOf(progressive, 'JPEG')).toMatchObject({ white: 64, between: 0 });
	});
});

const PNG_END = zeros(30);

describe('A damaged mask is unreadable', () => {
	it.each<[string, Uint8Array, ImageFacts['format'], string]>([
		['a PNG that is cut off', pngOf([[0, 0]]).subarray(0, 55), 'PNG', 'it is cut off'],
		['a PNG without its end', pngOf([[0, 255]]).subarray(0, -12), 'PNG', 'it is cut off'],
		['a PNG with too few rows', pngOf([[0, 0]], { sides: [2, 5] }), 'PNG', 'its pixels are damaged'],
		[
			'a PNG with damaged pixels',
			joined(pngOf([[0, 255]]).subarray(0, 33), pngChunk('IDAT', zeros(30)), pngChunk('IEND')),
			'PNG',
			'its pixels are damaged',
		],
		['a PNG without a palette', pngOf([[0, 1]], { type: 3 }), 'PNG', 'it has no palette'],
		[
			'a PNG of an unknown kind',
			joined(pngOf([[0]]).subarray(0, 24), u8(3), PNG_END),
			'PNG',
			'its color type is unknown',
		],
		['a PNG of nothing', zeros(0), 'PNG', 'it is cut off'],
		['a BMP that is cut off', bmp(300, 300), 'BMP', 'it is cut off'],
		['a JPEG that is cut off', jpeg(300, 300), 'JPEG', 'its pixels are damaged'],
		['a JPEG without a header', joined('\xff\xd8\xff\xd9', u16(2)), 'JPEG', 'it has no pixels'],
	])('%s', async (_, bytes, format, reason) => {
		expect(await colorsOf(bytes, format)).toEqual({ kind: 'unreadable', reason });
	});

	it.each<[ImageFacts['format'], string, string[]]>([
		['PNG', 'rgb.png', pixels('rgb24')],
		['PNG', 'interlaced.png', pixels('rgb24', '-flags', '+ildct')],
		['BMP', 'color.bmp', pixels('bgr24')],
		['JPEG', 'color.jpg', [...ONE, '-q:v', '2']],
	])('an actual %s, wherever it is cut (%s)', async (format, name, args) => {
		const bytes = await bytesMade(name, 'mask.png', ...args);
		for (const share of [0.02, 0.2, 0.5, 0.9, 0.99]) {
			const cut = bytes.subarray(0, Math.floor(share * bytes.length));
			expect(await colorsOf(cut, format)).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
		}
		for (const missing of [1, 2]) {
			const cut = bytes.subarray(0, bytes.length - missing);
			expect(await colorsOf(cut, format)).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
		}
	});
});

describe('A mask is not decoded', () => {
	it.each<[string, Uint8Array, ImageFacts['format'], string]>([
		['as WEBP', webpLossy(500, 500), 'WEBP', 'this node cannot decode WEBP'],
		['as TIFF', zeros(20), 'TIFF', 'this node cannot decode TIFF'],
		['of more than 10 MB', zeros(10 * 1024 * 1024 + 1), 'PNG', 'it is too large'],
		[
			'as a PNG of 2001 pixels',
			pngOf([[0]], { sides: [2001, 10] }),
			'PNG',
			'it is larger than 2000 × 2000 px',
		],
		[
			'as a PNG of billions',
			pngOf([[0]], { sides: [0x7fffffff, 0x7fffffff] }),
			'PNG',
			'it is larger than 2000 × 2000 px',
		],
		['as a BMP of billions', bmp(0x7fffffff, 0x7fffffff), 'BMP', 'it is larger than 2000 × 2000 px'],
		['as a JPEG of 65,535 pixels', jpeg(65_535, 65_535), 'JPEG', 'it is larger than 2000 × 2000 px'],
		['as a BMP of 16 bits', bmp(30, 30, { bits: 16 }), 'BMP', 'it has 16 bits per pixel'],
		[
			'as a JPEG of a rare kind',
			joined('\xff\xd8\xff\xc9', u16(11), zeros(20)),
			'JPEG',
			'it is a rare kind of JPEG',
		],
	])('%s', async (_, bytes, format, reason) => {
		expect(await colorsOf(bytes, format)).toEqual({ kind: 'cannotTell', reason });
	});
});

describe('A PNG without content', () => {
	it('does not decompress to more than it claims', async () => {
		const packed = deflateSync(Buffer.alloc(100 * 1024 * 1024), { level: 1 });
		const bomb = joined(
			pngOf([[0]], { sides: [1, 2] }).subarray(0, 33),
			pngChunk('IDAT', packed),
			pngChunk('IEND'),
		);
		const cpuOf = async (work: () => unknown): Promise<number> => {
			const before = process.cpuUsage();
			await work();
			return process.cpuUsage(before).user;
		};
		const looking = await cpuOf(async () =>
			expect(await countsOf(bomb, 'PNG')).toMatchObject({ black: 2, white: 0 }),
		);
		// Compared side by side, since machines differ in speed.
		expect(looking).toBeLessThan(await cpuOf(() => inflateSync(packed)));
	});
});
