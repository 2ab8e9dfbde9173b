import sharp, { type Sharp, type SharpOptions } from 'sharp';

/** An image to create: its name, and arguments for ffmpeg or a function for sharp. */
export interface Picture {
	readonly name: string;
	readonly made: readonly string[] | (() => Sharp);
}

const [WIDTH, HEIGHT] = [60, 36];
type Channels = 3 | 4;

/** A color gradient, half transparent if it has four channels. */
function slope(channels: Channels = 3, options: SharpOptions = {}): Sharp {
	const pixels = Buffer.alloc(WIDTH * HEIGHT * channels, 128);
	for (let at = 0; at < pixels.length; at += channels) pixels[at] = (at / channels) % 256;
	return sharp(pixels, { ...options, raw: { width: WIDTH, height: HEIGHT, channels } });
}

const grey = (): Sharp => slope().toColorspace('b-w');
const deep = (): Sharp => slope().toColorspace('rgb16');
/** Two frames below each other, shown one after the other. */
const moving = (): Sharp =>
	sharp(Buffer.alloc(WIDTH * HEIGHT * 2 * 3, 90).fill(200, WIDTH * HEIGHT * 3), {
		raw: { width: WIDTH, height: HEIGHT * 2, channels: 3, pageHeight: HEIGHT },
	});

const pixels = (format: string, ...more: string[]): string[] => [
	'-frames:v',
	'1',
	'-pix_fmt',
	format,
	...more,
];
const bySharp = (name: string, made: () => Sharp): Picture => ({ name, made });
const byFfmpeg = (name: string, ...made: string[]): Picture => ({ name, made });

const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8];
const turned = (orientation: number): Sharp => slope().withMetadata({ orientation });

export const PICTURES: readonly Picture[] = [
	// JPEG
	bySharp('baseline.jpg', () => slope().jpeg()),
	bySharp('progressive.jpg', () => slope().jpeg({ progressive: true })),
	bySharp('grey.jpg', () => grey().jpeg()),
	bySharp('grey-progressive.jpg', () => grey().jpeg({ progressive: true })),
	bySharp('cmyk.jpg', () => slope().toColorspace('cmyk').jpeg()),
	bySharp('444.jpg', () => slope().jpeg({ chromaSubsampling: '4:4:4' })),
	bySharp('mozjpeg.jpg', () => slope().jpeg({ mozjpeg: true })),
	bySharp('with-a-profile.jpg', () => slope().withIccProfile('p3').jpeg()),
	bySharp('with-xmp.jpg', () =>
		slope()
			.withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${' '.repeat(9000)}</x:xmpmeta>`)
			.jpeg(),
	),
	bySharp('a-pixel.jpg', () => slope().resize(1, 1).jpeg()),
	...ORIENTATIONS.map((number) => bySharp(`turned-${number}.jpg`, () => turned(number).jpeg())),
	byFfmpeg('of-a-film.jpg', ...pixels('yuvj422p')),
	byFfmpeg('lossless.jpg', ...pixels('yuvj420p', '-c:v', 'ljpeg')),
	byFfmpeg('loco.jls', ...pixels('rgb24', '-c:v', 'jpegls')),

	// PNG
	bySharp('colors.png', () => slope().png()),
	bySharp('interlaced.png', () => slope().png({ progressive: true })),
	bySharp('alpha.png', () => slope(4).png()),
	bySharp('alpha-interlaced.png', () => slope(4).png({ progressive: true })),
	bySharp('grey.png', () => grey().png()),
	bySharp('grey-alpha.png', () => slope(4).toColorspace('b-w').png()),
	bySharp('16-bit.png', () => deep().png()),
	bySharp('palette.png', () => slope().png({ palette: true })),
	bySharp('palette-4-bit.png', () => slope().png({ palette: true, colors: 16 })),
	bySharp('palette-2-bit.png', () => slope().png({ palette: true, colors: 4 })),
	bySharp('palette-1-bit.png', () => slope().png({ palette: true, colors: 2 })),
	bySharp('palette-alpha.png', () => slope(4).png({ palette: true })),
	bySharp('with-a-profile.png', () => slope().withIccProfile('p3').png()),
	...[3, 6, 8].map((number) => bySharp(`turned-${number}.png`, () => turned(number).png())),
	byFfmpeg('16-bit-alpha.png', ...pixels('rgba64be')),
	byFfmpeg('16-bit-grey.png', ...pixels('gray16be')),
	byFfmpeg('16-bit-grey-alpha.png', ...pixels('ya16be')),
	byFfmpeg('1-bit.png', ...pixels('monob')),
	byFfmpeg('palette-of-ffmpeg.png', ...pixels('pal8')),
	byFfmpeg('interlaced-of-ffmpeg.png', ...pixels('rgb24', '-flags', '+ildct')),
	byFfmpeg('moving.png', '-frames:v', '3', '-c:v', 'apng', '-f', 'apng'),

	// BMP
	...['bgr24', 'bgra', 'rgb555le', 'rgb565le', 'rgb444le', 'rgb8', 'pal8', 'gray', 'monob'].map((format) =>
		byFfmpeg(`${format}.bmp`, ...pixels(format)),
	),

	// WEBP
	bySharp('lossy.webp', () => slope().webp()),
	bySharp('lossless.webp', () => slope().webp({ lossless: true })),
	bySharp('lossy-alpha.webp', () => slope(4).webp()),
	bySharp('lossless-alpha.webp', () => slope(4).webp({ lossless: true })),
	bySharp('moving.webp', () => moving().webp()),
	bySharp('with-a-profile.webp', () => slope().withIccProfile('p3').webp()),
	...[1, 3, 6, 7].map((number) => bySharp(`turned-${number}.webp`, () => turned(number).webp())),
	bySharp('turned-alpha.webp', () => slope(4).withMetadata({ orientation: 5 }).webp()),

	// TIFF
	...(['none', 'lzw', 'deflate', 'packbits', 'jpeg'] as const).map((compression) =>
		bySharp(`${compression}.tiff`, () => slope().tiff({ compression })),
	),
	bySharp('one-bit.tiff', () => grey().threshold().tiff({ bitdepth: 1, compression: 'ccittfax4' })),
	bySharp('tiles.tiff', () => slope().tiff({ tile: true, tileWidth: 16, tileHeight: 16 })),
	bySharp('pyramid.tiff', () => slope().resize(300, 200).tiff({ pyramid: true, tile: true })),
	bySharp('grey.tiff', () => grey().tiff()),
	bySharp('cmyk.tiff', () => slope().toColorspace('cmyk').tiff()),
	bySharp('lab.tiff', () => slope().toColorspace('lab').tiff()),
	bySharp('alpha.tiff', () => slope(4).tiff()),
	bySharp('16-bit.tiff', () => deep().tiff()),
	bySharp('big.tiff', () => slope().tiff({ bigtiff: true })),
	...[1, 4, 6, 8].map((number) => bySharp(`turned-${number}.tiff`, () => turned(number).tiff())),
	byFfmpeg('of-ffmpeg.tiff', ...pixels('rgb24')),
	byFfmpeg('palette.tiff', ...pixels('pal8')),
	byFfmpeg('black-and-white.tiff', ...pixels('monob')),
	byFfmpeg('16-bit-alpha.tiff', ...pixels('rgba64le')),
	byFfmpeg('ycbcr.tiff', ...pixels('yuv420p')),

	// Images that no slot takes
	bySharp('still.avif', () => slope().avif({ effort: 0 })),
	bySharp('still.gif', () => slope().gif()),
	bySharp('moving.gif', () => moving().gif()),
	byFfmpeg('still.jp2', ...pixels('rgb24', '-c:v', 'jpeg2000')),
];
