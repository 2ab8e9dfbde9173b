// cspell:ignore WEBPJUNK WEBPVP
import { readFile } from 'node:fs/promises';
import { probe } from '../../../emulator/media/probe';
import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes, sourceOfRanges } from '../../../nodes/WanVideoEdit/media/source';
import { bmp, exif, jpeg, joined, png, pngChunk, tiff, u8, u16, u32, zeros } from './headers';
import { webpExtended, webpLossless, webpLossy } from './headers';
import { bytesMade, made } from './realFiles';
import { stream, watched } from './watchedSource';

const facts = (bytes: Uint8Array): Promise<MediaFacts> => inspect(sourceOfBytes(bytes));
const ONE = ['-frames:v', '1'];
const webp = (...args: string[]) => [...ONE, '-c:v', 'libwebp', ...args];
const pixels = (format: string, ...args: string[]) => [...ONE, '-pix_fmt', format, ...args];

const FILES: Array<[what: string, name: string, sample: string, args: string[], alpha: boolean]> = [
	['PNG of 8 bits', 'rgb.png', 'clip.mp4', pixels('rgb24'), false],
	['PNG of 16 bits', 'rgb16.png', 'clip.mp4', pixels('rgb48be'), false],
	['PNG in grey', 'grey.png', 'clip.mp4', pixels('gray'), false],
	['PNG in grey of 16 bits', 'grey16.png', 'clip.mp4', pixels('gray16be'), false],
	['PNG of one bit', 'mono.png', 'clip.mp4', pixels('monob'), false],
	['PNG with a palette', 'palette.png', 'clip.mp4', pixels('pal8'), false],
	['interlaced PNG', 'interlaced.png', 'clip.mp4', pixels('rgb24', '-flags', '+ildct'), false],
	['PNG with alpha', 'alpha.png', 'transparent.png', pixels('rgba'), true],
	['PNG with alpha of 16 bits', 'alpha16.png', 'transparent.png', pixels('rgba64be'), true],
	['PNG in grey with alpha', 'greyalpha.png', 'transparent.png', pixels('ya8'), true],
	['JPEG', 'baseline.jpg', 'clip.mp4', ONE, false],
	['JPEG in grey', 'grey.jpg', 'clip.mp4', pixels('gray'), false],
	['BMP of 24 bits', 'color.bmp', 'clip.mp4', ONE, false],
	['BMP with a palette', 'palette.bmp', 'clip.mp4', pixels('pal8'), false],
	['BMP of one bit', 'mono.bmp', 'clip.mp4', pixels('monob'), false],
	['TIFF', 'color.tiff', 'clip.mp4', pixels('rgb24'), false],
	['TIFF in grey', 'grey.tiff', 'clip.mp4', pixels('gray'), false],
	['TIFF with alpha', 'alpha.tiff', 'transparent.png', pixels('rgba'), true],
	['TIFF without compression', 'raw.tiff', 'clip.mp4', pixels('rgb24', '-compression_algo', 'raw'), false],
	['lossy WEBP', 'lossy.webp', 'clip.mp4', webp(), false],
	['lossy WEBP with alpha', 'alpha.webp', 'transparent.png', webp('-pix_fmt', 'yuva420p'), true],
	['lossless WEBP', 'lossless.webp', 'first-frame.png', webp('-lossless', '1'), false],
	['lossless WEBP with alpha', 'both.webp', 'transparent.png', webp('-lossless', '1'), true],
];

describe.each(FILES)('An actual %s', (_, name, sample, args, alpha) => {
	it('is measured as by ffprobe', async () => {
		const path = await made(name, sample, ...args);
		const { format, width, height } = await probe(path);
		expect(await facts(await readFile(path))).toEqual({ kind: 'image', format, width, height, alpha });
	});

	it('gives the same facts as a stream, as bytes and by ranges', async () => {
		const bytes = await bytesMade(name, sample, ...args);
		const expected = await facts(bytes);
		expect(await inspect(stream(bytes, 1))).toEqual(expected);
		expect(await inspect(stream(bytes, 65_536))).toEqual(expected);
		const ranges = sourceOfRanges(async (first, last) => bytes.subarray(first, last + 1), bytes.length);
		expect(await inspect(ranges)).toEqual(expected);
	});

	it('is not read beyond its header', async () => {
		const bytes = await bytesMade(name, sample, ...args);
		const { source, watch } = watched(sourceOfBytes(bytes));
		await inspect(source);
		expect(watch.bytesRead).toBeLessThan(2000);
	});
});

describe('The orientation of an image', () => {
	it.each([1, 2, 3, 4])('number %d keeps the sides', async (orientation) => {
		expect(await facts(jpeg(640, 360, exif(orientation)))).toMatchObject({ width: 640, height: 360 });
		expect(await facts(tiff({ 256: 640, 257: 360, 274: orientation }))).toMatchObject({ width: 640 });
	});

	it.each([5, 6, 7, 8])('number %d swaps the sides', async (orientation) => {
		const turned = { width: 360, height: 640 };
		expect(await facts(jpeg(640, 360, exif(orientation)))).toMatchObject(turned);
		expect(await facts(jpeg(640, 360, exif(orientation, false)))).toMatchObject(turned);
		expect(await facts(tiff({ 256: 640, 257: 360, 274: orientation }))).toMatchObject(turned);
	});

	it('is upright if the Exif data is damaged', async () => {
		const damaged = exif(6);
		damaged.writeUInt32LE(0xffffffff, 14);
		expect(await facts(jpeg(640, 360, damaged))).toMatchObject({ width: 640, height: 360 });
	});

	it('is added to an actual file', async () => {
		const bytes = await bytesMade('baseline.jpg', 'clip.mp4', ...ONE);
		const turned = joined(bytes.subarray(0, 2), exif(6), bytes.subarray(2));
		expect(await facts(turned)).toMatchObject({ width: 360, height: 640 });
	});
});

describe('A generated header', () => {
	it.each([
		[
			'progressive JPEG',
			joined(jpeg(300, 200)).map((byte, at, all) => (byte === 0xc0 && all[at - 1] === 0xff ? 0xc2 : byte)),
			{ format: 'JPEG', width: 300, height: 200 },
		],
		[
			'JPEG with filling before its markers',
			joined('\xff\xd8\xff\xff\xff\xff\xff', jpeg(300, 200).subarray(3)),
			{ format: 'JPEG', width: 300 },
		],
		['PNG with a transparent color', png(300, 200, 2, pngChunk('tRNS', zeros(6))), { alpha: true }],
		[
			'PNG with a transparent palette',
			png(300, 200, 3, pngChunk('PLTE', zeros(6)), pngChunk('tRNS', zeros(2))),
			{ alpha: true },
		],
		['PNG with remarks', png(300, 200, 2, pngChunk('tEXt', zeros(5000))), { width: 300, alpha: false }],
		['BMP with its rows from top to bottom', bmp(300, -200), { width: 300, height: 200 }],
		['BMP of OS/2', bmp(300, 200, { header: 12 }), { width: 300, height: 200, alpha: false }],
		['BMP of 32 bits without alpha', bmp(300, 200, { bits: 32 }), { alpha: false }],
		[
			'BMP of 32 bits with alpha',
			bmp(300, 200, { header: 124, bits: 32, alphaMask: 0xff000000 }),
			{ alpha: true },
		],
		[
			'TIFF with large numbers first',
			tiff({ 256: 300, 257: 200 }, { little: false }),
			{ width: 300, height: 200 },
		],
		['TIFF with its directory at the end', tiff({ 256: 300, 257: 200 }, { gap: 90_000 }), { width: 300 }],
		[
			'TIFF with an extra sample that is no alpha',
			tiff({ 256: 300, 257: 200, 277: 4, 338: 0 }),
			{ alpha: false },
		],
		['TIFF with alpha', tiff({ 256: 300, 257: 200, 277: 4, 338: 2 }), { alpha: true }],
		['lossy WEBP', webpLossy(300, 200), { width: 300, height: 200, alpha: false }],
		['lossless WEBP', webpLossless(16_384, 1, true), { width: 16_384, height: 1, alpha: true }],
		['extended WEBP', webpExtended(9000, 200, false), { width: 9000, height: 200, alpha: false }],
	])('of a %s is measured', async (_, bytes, expected) => {
		expect(await facts(bytes)).toMatchObject({ kind: 'image', ...expected });
	});
});

const noHeader = (bytes: Buffer) => joined(bytes.subarray(0, 2), ...[zeros(0)], '\xff\xd9');

const UNREADABLE: Array<[what: string, bytes: Uint8Array, reason: string]> = [
	['is empty', zeros(0), 'it is empty'],
	['is zeros', zeros(1000), 'its format is unknown'],
	['is noise', Buffer.from('8f3b00fe1c7799d3', 'hex'), 'its format is unknown'],
	['is a PNG that is cut off', png(300, 200).subarray(0, 20), 'it is cut off'],
	['is a PNG without pixels', joined(png(300, 200).subarray(0, 33), pngChunk('IEND')), 'it has no pixels'],
	[
		'is a PNG with no end of chunks',
		png(300, 200, 2, ...Array.from({ length: 1001 }, () => pngChunk('tEXt'))),
		'it has no pixels',
	],
	['is a PNG of no width', png(0, 200), 'its header does not give its size'],
	[
		'is a PNG with something first',
		joined(png(3, 3).subarray(0, 8), pngChunk('CgBI', zeros(13))),
		'it does not start with its header',
	],
	['is a JPEG that is cut off', jpeg(300, 200).subarray(0, 60), 'it is cut off'],
	['is a JPEG without a header', joined(noHeader(jpeg(300, 200)), zeros(2)), 'it has no frame header'],
	[
		'is a JPEG with a gap',
		joined('\xff\xd8\xff\xe0', u16(4), zeros(2), zeros(70_000)),
		'a segment does not start where it should',
	],
	[
		'is a JPEG with a segment of no length',
		joined('\xff\xd8\xff\xe0', u16(1), zeros(20)),
		'a segment has no length',
	],
	['is a JPEG of no height', jpeg(300, 0), 'its header does not give its size'],
	[
		'is a JPEG of countless segments',
		jpeg(300, 200, ...Array.from({ length: 1001 }, () => joined('\xff\xfe', u16(2)))),
		'it has no frame header',
	],
	['is a BMP of no width', bmp(0, 200), 'its header does not give its size'],
	[
		'is a BMP with a header of no known length',
		bmp(300, 200, { header: 13 }),
		'the length of its header is unknown',
	],
	['is a TIFF that is cut off', tiff({ 256: 300, 257: 200 }).subarray(0, 20), 'it is cut off'],
	['is a TIFF without sides', tiff({ 262: 2 }), 'its header does not give its size'],
	[
		'is a TIFF with its directory in its header',
		joined('II*\0', u8(4), zeros(3), zeros(30)),
		'its directory is not where it should be',
	],
	['is a WEBP without a picture', joined('RIFF', zeros(4), 'WEBPJUNK', zeros(30)), 'it has no image data'],
	[
		'is a WEBP with a damaged picture',
		joined('RIFF', zeros(4), 'WEBPVP8 ', zeros(30)),
		'its image data does not start where it should',
	],
	[
		'is a WEBP with a damaged lossless picture',
		joined('RIFF', zeros(4), 'WEBPVP8L', zeros(30)),
		'its image data does not start where it should',
	],
	['is a WEBP of no width', webpLossy(0, 200), 'its header does not give its size'],
	['is a WEBP that is cut off', webpExtended(300, 200, true).subarray(0, 25), 'it is cut off'],
	[
		'has a PNG chunk beyond its end',
		joined(png(300, 200).subarray(0, 33), u32(0xffffffff), 'tEXt', zeros(9)),
		'it is cut off',
	],
];

describe('An image is unreadable when it', () => {
	it.each(UNREADABLE)('%s', async (_, bytes, reason) => {
		expect(await facts(bytes)).toEqual({ kind: 'unreadable', reason });
	});
});
