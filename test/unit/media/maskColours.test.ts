import { deflateSync, inflateSync } from 'node:zlib';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { isBlackAndWhite } from '../../../nodes/WanVideoEdit/media/maskColours';
import { bmp, jpeg, joined, pngChunk, u16, u32, u8, webpLossy, zeros } from './headers';
import { bytesMade } from './realFiles';

const ONE = ['-frames:v', '1'];
const exactPalette = 'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none';
const pixels = (format: string, ...args: string[]) => [...ONE, '-pix_fmt', format, ...args];

/** Variants of one picture. */
const VARIANTS: Array<[what: string, format: ImageFacts['format'], name: string, args: string[]]> = [
	['PNG in grey', 'PNG', 'grey.png', pixels('gray')],
	['PNG in grey of 16 bits', 'PNG', 'grey16.png', pixels('gray16be')],
	['PNG of one bit', 'PNG', 'mono.png', pixels('monob')],
	['PNG in colour', 'PNG', 'rgb.png', pixels('rgb24')],
	['PNG in colour of 16 bits', 'PNG', 'rgb16.png', pixels('rgb48be')],
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
	['BMP of 24 bits', 'BMP', 'colour.bmp', pixels('bgr24')],
	['BMP of 32 bits', 'BMP', 'alpha.bmp', pixels('bgra')],
	['BMP with a palette', 'BMP', 'palette.bmp', pixels('pal8', '-vf', exactPalette)],
	['BMP of one bit', 'BMP', 'mono.bmp', pixels('monob')],
	['BMP in grey', 'BMP', 'grey.bmp', pixels('gray')],
	['JPEG', 'JPEG', 'colour.jpg', [...ONE, '-q:v', '2']],
	['JPEG in grey', 'JPEG', 'grey.jpg', pixels('gray', '-q:v', '2')],
];

describe.each(VARIANTS)('A mask as %s', (_, format, name, args) => {
	it('is black and white where its pixels are', async () => {
		expect(await isBlackAndWhite(await bytesMade(name, 'mask.png', ...args), format)).toEqual({
			kind: 'yes',
		});
	});

	// One bit leaves nothing in between to look for.
	if (name.includes('mono')) return;
	it('is not where it is a scene', async () => {
		const colours = await isBlackAndWhite(await bytesMade(name, 'first-frame.png', ...args), format);
		expect(colours).toMatchObject({ kind: 'no' });
		expect(colours.kind === 'no' && colours.share).toBeGreaterThan(0.8);
	});
});

/** A PNG in grey of 8 bits with these values. */
function grey(
	rows: number[][],
	{ interlace = 0, sides }: { interlace?: number; sides?: [number, number] } = {},
): Buffer {
	const [width, height] = sides ?? [rows[0]?.length ?? 0, rows.length];
	return joined(
		'\x89PNG\r\n\x1a\n',
		pngChunk('IHDR', u32(width), u32(height), u8(8), u8(0), zeros(2), u8(interlace)),
		pngChunk('IDAT', deflateSync(Buffer.concat(rows.map((row) => Buffer.from([0, ...row]))))),
		pngChunk('IEND'),
	);
}

describe('The colours of a mask', () => {
	it.each([
		['all black', [[0, 0, 0, 0]], { kind: 'no', share: 0, hasWhite: false }],
		['all white', [[255, 255]], { kind: 'yes' }],
		[
			'a quarter grey',
			[
				[0, 255],
				[255, 128],
			],
			{ kind: 'no', share: 0.25, hasWhite: true },
		],
		['nearly black', [[1, 255]], { kind: 'no', share: 0.5, hasWhite: true }],
		['nearly white', [[0, 254]], { kind: 'no', share: 0.5, hasWhite: false }],
	])('are counted: %s', async (_, rows, expected) => {
		expect(await isBlackAndWhite(grey(rows), 'PNG')).toEqual(expected);
	});

	it('are not pure where a colour is', async () => {
		const red = await bytesMade('red.png', 'mask.png', '-vf', 'format=rgb24,lutrgb=g=0', ...ONE);
		expect(await isBlackAndWhite(red, 'PNG')).toMatchObject({ kind: 'no', hasWhite: false });
	});

	it('are counted where a JPEG is progressive', async () => {
		// One block of 8 × 8: its brightness is 1016 eighths above the middle, which is 255.
		const progressive = joined(
			...['\xff\xd8\xff\xdb', u16(67), u8(0), Buffer.alloc(64, 1)],
			...['\xff\xc2', u16(11), u8(8), u16(8), u16(8), u8(1), u8(1), u8(0x11), u8(0)],
			...['\xff\xc4', u16(20), u8(0), u8(1), zeros(15), u8(10)],
			...['\xff\xda', u16(8), u8(1), u8(1), u8(0), zeros(3), '\x7f\x1f\xff\xd9'],
		);
		expect(await isBlackAndWhite(progressive, 'JPEG')).toEqual({ kind: 'yes' });
	});
});

describe('A mask is not unpacked', () => {
	it.each<[string, Uint8Array, ImageFacts['format'], string]>([
		['as WEBP', webpLossy(500, 500), 'WEBP', 'WEBP is not unpacked'],
		['as TIFF', zeros(20), 'TIFF', 'TIFF is not unpacked'],
		['of more than 10 MB', zeros(10 * 1024 * 1024 + 1), 'PNG', 'it is too large'],
		[
			'as a PNG of 2001 pixels',
			grey([[0]], { sides: [2001, 10] }),
			'PNG',
			'it is larger than 2000 × 2000 px',
		],
		[
			'as a PNG of billions',
			grey([[0]], { sides: [0x7fffffff, 0x7fffffff] }),
			'PNG',
			'it is larger than 2000 × 2000 px',
		],
		['as a BMP of billions', bmp(0x7fffffff, 0x7fffffff), 'BMP', 'it is larger than 2000 × 2000 px'],
		['as a JPEG of 65,535 pixels', jpeg(65_535, 65_535), 'JPEG', 'it is larger than 2000 × 2000 px'],
		['as a PNG that is cut off', grey([[0, 0]], { sides: [2, 5] }), 'PNG', 'it is cut off'],
		[
			'as a PNG with damaged pixels',
			joined(grey([[0, 255]]).subarray(0, 41), zeros(30)),
			'PNG',
			'its pixels cannot be unpacked',
		],
		['as a PNG without its palette', grey([[0, 255]]).subarray(0, 30), 'PNG', 'it is cut off'],
		[
			'as a PNG of an unknown kind',
			joined(grey([[0]]).subarray(0, 24), u8(3), zeros(30)),
			'PNG',
			'its colours are of no known type',
		],
		['as a PNG of nothing', zeros(0), 'PNG', 'it is cut off'],
		['as a BMP that is cut off', bmp(300, 300), 'BMP', 'it is cut off'],
		['as a BMP of 16 bits', bmp(30, 30, { bits: 16 }), 'BMP', 'it has 16 bits a pixel'],
		['as a JPEG that is cut off', jpeg(300, 300), 'JPEG', 'its pixels cannot be unpacked'],
		['as a JPEG without a header', joined('\xff\xd8\xff\xd9', u16(2)), 'JPEG', 'it is cut off'],
		[
			'as a JPEG of a rare kind',
			joined('\xff\xd8\xff\xc9', u16(11), zeros(20)),
			'JPEG',
			'it is of a rare kind of JPEG',
		],
		[
			'as a JPEG of countless scans',
			joined(jpeg(300, 300), ...Array.from({ length: 21 }, () => '\xff\xda')),
			'JPEG',
			'it has too many scans',
		],
	])('%s', async (_, bytes, format, reason) => {
		expect(await isBlackAndWhite(bytes, format)).toEqual({ kind: 'cannotTell', reason });
	});
});

describe('A picture of 2000 × 2000 px', () => {
	it.each<[ImageFacts['format'], string, string[]]>([
		['PNG', 'large.png', pixels('rgba64be')],
		['PNG', 'large-paeth.png', pixels('rgba64be', '-pred', 'paeth')],
		['PNG', 'large-avg.png', pixels('rgba64be', '-pred', 'avg')],
		['PNG', 'large-interlaced.png', pixels('monob', '-flags', '+ildct')],
		['BMP', 'large.bmp', pixels('monob')],
		['JPEG', 'large.jpg', pixels('yuvj444p', '-q:v', '2')],
	])('is looked at as %s', async (format, name, args) => {
		const bytes = await bytesMade(name, 'mask.png', '-vf', 'scale=2000:2000:flags=neighbor', ...args);
		expect(await isBlackAndWhite(bytes, format)).toEqual({ kind: 'yes' });
	});

	it('of nothing does not unpack to more than it claims', async () => {
		const packed = deflateSync(Buffer.alloc(400 * 1024 * 1024), { level: 9 });
		const bomb = joined(
			grey([[0]], { sides: [1, 2] }).subarray(0, 33),
			pngChunk('IDAT', packed),
			pngChunk('IEND'),
		);
		const cpuOf = async (work: () => unknown): Promise<number> => {
			const before = process.cpuUsage();
			await work();
			return process.cpuUsage(before).user;
		};
		const looking = await cpuOf(async () =>
			expect(await isBlackAndWhite(bomb, 'PNG')).toEqual({ kind: 'no', share: 0, hasWhite: false }),
		);
		// Side by side, since these machines are of all speeds.
		expect(looking).toBeLessThan(await cpuOf(() => inflateSync(packed)));
	});
});
