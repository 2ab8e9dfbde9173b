/** Builds headers of media files by hand, where an actual file cannot be created or would be less specific. */

type Part = Uint8Array | string;

export const joined = (...parts: Part[]): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

const number = (bytes: number, little: boolean) => (value: number) => {
	const buffer = Buffer.alloc(bytes);
	if (little) buffer.writeUIntLE(value, 0, bytes);
	else buffer.writeUIntBE(value, 0, bytes);
	return buffer;
};
export const u8 = number(1, false);
export const u16 = number(2, false);
export const u32 = number(4, false);
export const le16 = number(2, true);
export const le24 = number(3, true);
export const le32 = number(4, true);
export const zeros = (count: number): Buffer => Buffer.alloc(count);

/** A box of MP4 and MOV. */
export const box = (type: string, ...parts: Part[]): Buffer => {
	const body = joined(...parts);
	return joined(u32(body.length + 8), type, body);
};

export interface MovieOptions {
	brand?: string;
	/** The compatible brand. */
	compatible?: string;
	width?: number;
	height?: number;
	seconds?: number;
	fps?: number;
	codec?: string;
	handlers?: string[];
	/** Quarter turns of the video. */
	turned?: boolean;
	/** Milliseconds to display, and where they start. */
	edit?: { length: number; start: number };
	/** Version 1 of the headers, with times of eight bytes. */
	long?: boolean;
	fragmented?: boolean;
	/** Added to the movie header. */
	more?: Buffer[];
	/** Sample descriptions instead of the one for `codec`. */
	descriptions?: Buffer[];
	/** Position of the content in the file; by default, a content box follows the header. */
	contentAt?: number;
	/** Added to each track's list of files with its content. */
	references?: Buffer[];
}

const TICKS = 12_000;

/** A video: its header, and one byte per frame. */
export function movie(options: MovieOptions = {}): Buffer {
	const { brand = 'isom', contentAt } = options;
	const start =
		brand === ''
			? zeros(0)
			: box('ftyp', brand, zeros(4), options.compatible ?? (brand === 'qt  ' ? brand : 'isom'));
	if (contentAt !== undefined) return joined(start, movieHeader(options, contentAt));
	const length = start.length + movieHeader(options, 0).length;
	const content = options.fragmented ? zeros(0) : box('mdat', zeros(samplesOf(options)));
	return joined(start, movieHeader(options, length + 8), content);
}

const samplesOf = ({ seconds = 3, fps = 30 }: MovieOptions) => Math.round(seconds * fps);

function movieHeader(options: MovieOptions, contentAt: number): Buffer {
	const { handlers = ['vide'], long = false, more = [] } = options;
	const header = box('mvhd', u8(long ? 1 : 0), zeros(long ? 19 : 11), u32(1000), zeros(80));
	const extension = options.fragmented
		? [box('mvex', box('trex', zeros(4), u32(1), u32(1), u32(TICKS / (options.fps ?? 30)), u32(1), zeros(4)))]
		: [];
	const tracks = handlers.map((handler, index) => track(handler, index + 1, options, contentAt));
	return box('moov', header, ...more, ...tracks, ...extension);
}

/** A video description, without what its codec adds. */
export const description = (codec: string, width = 640, height = 360, ...more: Buffer[]): Buffer =>
	box(codec, zeros(6), u16(1), zeros(16), u16(width), u16(height), zeros(50), ...more);

/** A description of encrypted video. */
export const encrypted = (codec: string, name = 'encv'): Buffer =>
	description(name, 640, 360, box('sinf', box('frma', codec), box('schm', zeros(4), 'cenc', zeros(4))));

function track(handler: string, id: number, options: MovieOptions, contentAt: number): Buffer {
	const { width = 640, height = 360, fps = 30, codec = 'avc1', edit, long = false } = options;
	const one = u32(0x10000);
	const matrix = options.turned
		? [zeros(4), one, zeros(4), u32(0xffff0000), zeros(4), zeros(4), zeros(4), zeros(4), u32(0x40000000)]
		: [one, zeros(12), one, zeros(12), u32(0x40000000)];
	const version = u8(long ? 1 : 0);
	const count = options.fragmented ? 0 : samplesOf(options);
	const entries = options.descriptions ?? [description(codec, width, height)];
	const times = count === 0 ? [u32(0)] : [u32(1), u32(count), u32(Math.round(TICKS / fps))];
	const references = options.references ?? [box('url ', u32(1))];
	const tables = [
		box('stsd', zeros(4), u32(entries.length), ...entries),
		box('stts', zeros(4), ...times),
		box('stsc', zeros(4), u32(1), u32(1), u32(count), u32(1)),
		box('stsz', zeros(4), u32(1), u32(count)),
		long
			? box('co64', zeros(4), u32(1), u32(0), u32(contentAt))
			: box('stco', zeros(4), u32(1), u32(contentAt)),
	];
	return box(
		'trak',
		box('tkhd', version, zeros(long ? 19 : 11), u32(id), zeros(long ? 28 : 24), ...matrix, zeros(8)),
		...(edit
			? [box('edts', box('elst', zeros(4), u32(1), u32(edit.length), u32(edit.start), u32(0x10000)))]
			: []),
		box(
			'mdia',
			box('mdhd', version, zeros(long ? 19 : 11), u32(TICKS), zeros(long ? 12 : 8)),
			box('hdlr', zeros(8), handler, zeros(12)),
			box(
				'minf',
				box('dinf', box('dref', zeros(4), u32(references.length), ...references)),
				box('stbl', ...tables),
			),
		),
	);
}

/** A fragment with a number of samples of the first track, one byte each, and its content. */
export function fragment(samples: number): Buffer {
	const header = (offset: number) =>
		box('moof', box('traf', box('tfhd', zeros(4), u32(1)), box('trun', u32(1), u32(samples), u32(offset))));
	return joined(header(header(0).length + 8), box('mdat', zeros(samples)));
}

const chunk = (type: string, ...parts: Part[]): Buffer => {
	const body = joined(...parts);
	return joined(u32(body.length), type, body, zeros(4));
};

export const png = (width: number, height: number, colorType = 2, ...before: Buffer[]): Buffer =>
	joined(
		'\x89PNG\r\n\x1a\n',
		chunk('IHDR', u32(width), u32(height), u8(8), u8(colorType), zeros(3)),
		...before,
		chunk('IDAT', zeros(20)),
		chunk('IEND'),
	);
export const pngChunk = chunk;

const segment = (marker: number, ...parts: Part[]): Buffer => {
	const body = joined(...parts);
	return joined(u8(0xff), u8(marker), u16(body.length + 2), body);
};

/** Orientation in the bytes of an Exif segment. */
export const exif = (orientation: number, little = true): Buffer => {
	const [short, long] = little ? [le16, le32] : [u16, u32];
	const tag = joined(short(0x112), short(3), long(1), short(orientation), short(0));
	const header = joined(little ? 'II' : 'MM', short(42), long(8));
	return segment(0xe1, 'Exif\0\0', header, short(1), tag, long(0));
};

export const jpeg = (width: number, height: number, ...before: Buffer[]): Buffer =>
	joined(
		'\xff\xd8',
		...before,
		segment(0xdb, zeros(65)),
		segment(0xc0, u8(8), u16(height), u16(width), u8(3), zeros(9)),
		segment(0xda, zeros(10)),
		zeros(20),
		'\xff\xd9',
	);

export const bmp = (
	width: number,
	height: number,
	{ header = 40, bits = 24, alphaMask = 0 } = {},
): Buffer => {
	const signed = (value: number) => le32(value < 0 ? value + 2 ** 32 : value);
	const sides = header === 12 ? [le16(width), le16(height)] : [signed(width), signed(height)];
	const start = joined(le32(header), ...sides, le16(1), le16(bits));
	const info = joined(start, zeros(Math.max(0, header - start.length)));
	if (header >= 56) info.writeUInt32LE(alphaMask, 52);
	return joined('BM', le32(0), zeros(4), le32(14 + header), info, zeros(20));
};

/** `tags`: tag numbers and their values. */
export const tiff = (tags: Record<number, number>, { little = true, gap = 0 } = {}): Buffer => {
	const [short, long] = little ? [le16, le32] : [u16, u32];
	const entries = Object.entries(tags).map(([tag, value]) =>
		joined(short(Number(tag)), short(3), long(1), short(value), short(0)),
	);
	return joined(
		...[little ? 'II' : 'MM', short(42), long(8 + gap), zeros(gap)],
		...[short(entries.length), ...entries, long(0)],
	);
};

const riff = (type: string, body: Buffer): Buffer =>
	joined('RIFF', le32(body.length + 12), 'WEBP', type, le32(body.length), body);

export const webpLossy = (width: number, height: number): Buffer =>
	riff('VP8 ', joined(zeros(3), '\x9d\x01\x2a', le16(width), le16(height), zeros(10)));

export const webpLossless = (width: number, height: number, alpha: boolean): Buffer =>
	riff('VP8L', joined('\x2f', le32(width - 1 + (height - 1) * 2 ** 14 + (alpha ? 2 ** 28 : 0)), zeros(10)));

export const webpExtended = (width: number, height: number, alpha: boolean): Buffer =>
	riff('VP8X', joined(u8(alpha ? 0x10 : 0), zeros(3), le24(width - 1), le24(height - 1), zeros(10)));
