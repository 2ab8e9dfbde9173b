// cspell:ignore Pntr
import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import {
	bmp,
	box,
	exif,
	jpeg,
	joined,
	le16,
	le32,
	movie,
	png,
	pngChunk,
	u16,
	u32,
	u8,
	zeros,
} from './headers';

/** Kinds of files found in practice, which ffprobe or sharp once read differently than the node. */

const facts = (bytes: Uint8Array): Promise<MediaFacts> => inspect(sourceOfBytes(bytes));

/** Exif data as in PNG and WEBP: without the prefix that it has in JPEG. */
const bareExif = (orientation: number): Buffer => exif(orientation).subarray(10);

const AS_STORED = { kind: 'image', width: 640, height: 360 };
const TURNED = { kind: 'image', width: 360, height: 640 };

describe('A JPEG with bytes between its segments is measured', () => {
	const remark = joined('\xff\xfe', u16(4), 'ab');

	it.each([
		['that a wrong length left', 'left over'],
		['of zeros', zeros(300)],
		['that look like a marker and are none', '\xff\x00\xff\x00'],
		['of filling', '\xff\xff\xff'],
		['of as many as a segment may have', zeros(60_000)],
	])('%s', async (_, between) => {
		expect(await facts(jpeg(640, 360, remark, joined(between)))).toMatchObject(AS_STORED);
	});

	it('and rotated by the Exif data after them', async () => {
		expect(await facts(jpeg(640, 360, remark, joined('xyz'), exif(6)))).toMatchObject(TURNED);
	});
});

describe('A PNG', () => {
	const withExif = (orientation: number, data = bareExif(orientation)) =>
		png(640, 360, 2, pngChunk('eXIf', data));

	it.each([5, 6, 7, 8])('is rotated by orientation %d of its Exif data', async (orientation) => {
		expect(await facts(withExif(orientation))).toMatchObject(TURNED);
	});

	it.each([1, 2, 3, 4, 0, 9])('is not rotated by orientation %d', async (orientation) => {
		expect(await facts(withExif(orientation))).toMatchObject(AS_STORED);
	});

	it.each([
		['empty', zeros(0)],
		['cut off', bareExif(6).subarray(0, 12)],
		['noise', Buffer.from('8f3b00fe1c7799d3', 'hex')],
	])('is upright if its Exif data is %s', async (_, data) => {
		expect(await facts(withExif(6, data))).toMatchObject(AS_STORED);
	});

	it.each([
		['grey', 0, zeros(6)],
		['colors', 2, zeros(2)],
		['a palette', 3, zeros(3)],
		['a palette, without an entry', 3, zeros(0)],
	])('of %s has no transparency from a color that does not fit', async (_, colors, transparent) => {
		const file = png(640, 360, colors, pngChunk('PLTE', zeros(6)), pngChunk('tRNS', transparent));
		expect(await facts(file)).toMatchObject({ ...AS_STORED, alpha: false });
	});

	it.each([
		[3, 2],
		[16, 3],
		[4, 6],
		[8, 1],
		[8, 5],
		[0, 0],
	])('of %d bits and color type %d is unreadable', async (depth, colors) => {
		const file = png(640, 360, colors);
		file.writeUInt8(depth, 24);
		expect(await facts(file)).toMatchObject({ reason: 'its color type is unknown' });
	});

	it('with a header of a wrong length is unreadable', async () => {
		const file = png(640, 360);
		file.writeUInt32BE(14, 8);
		expect(await facts(file)).toMatchObject({ reason: 'it does not start with its header' });
	});
});

describe('A WEBP', () => {
	const chunk = (type: string, body: Buffer) => joined(type, le32(body.length), body, zeros(body.length % 2));
	const webp = (flags: number, ...chunks: Buffer[]) => {
		const canvas = joined(u8(flags), zeros(3), le16(639), zeros(1), le16(359), zeros(1));
		const body = joined('WEBP', chunk('VP8X', canvas), ...chunks);
		return joined('RIFF', le32(body.length), body);
	};
	const picture = chunk('VP8 ', zeros(33));

	it.each([
		['bare Exif data', bareExif(6)],
		['Exif data that begin with their name', exif(6).subarray(4)],
	])('is rotated by %s after its image data', async (_, data) => {
		expect(await facts(webp(0x08, picture, chunk('EXIF', data)))).toMatchObject(TURNED);
	});

	it('is not rotated by Exif data that its flags do not declare', async () => {
		expect(await facts(webp(0, picture, chunk('EXIF', bareExif(6))))).toMatchObject(AS_STORED);
	});

	it.each([
		['missing', []],
		['upright', [chunk('EXIF', bareExif(1))]],
		['cut off', [chunk('EXIF', bareExif(6)).subarray(0, 20)]],
	])('is not rotated if its Exif data is %s', async (_, chunks) => {
		expect(await facts(webp(0x08, picture, ...chunks))).toMatchObject(AS_STORED);
	});
});

describe('A BMP', () => {
	it.each([16, 20, 40, 52, 56, 64, 108, 124])('with a header of %d bytes is measured', async (header) => {
		expect(await facts(bmp(640, 360, { header }))).toMatchObject(AS_STORED);
	});

	it.each([12, 16, 40, 64, 108, 124])(
		'with a header of %d bytes is recognized by it if a program wrote to its reserved bytes',
		async (header) => {
			const file = bmp(640, 360, { header });
			file.write('Pntr', 6, 'latin1');
			expect(await facts(file)).toMatchObject({ ...AS_STORED, format: 'BMP' });
		},
	);

	it('is not assumed for a text that starts with its letters', async () => {
		expect(await facts(Buffer.from('BMI of the sample, and what follows from it'))).not.toMatchObject({
			kind: 'image',
		});
	});
});

describe('A TIFF in which a tag occurs twice', () => {
	const tag = (id: number, value: number) => joined(le16(id), le16(3), le32(1), le16(value), zeros(2));
	const file = (...tags: Buffer[]) => joined('II', le16(42), le32(8), le16(tags.length), ...tags, zeros(4));

	it.each([
		['side', [tag(256, 640), tag(256, 1), tag(257, 360), tag(257, 1)], AS_STORED],
		['orientation', [tag(256, 640), tag(257, 360), tag(274, 6), tag(274, 1)], TURNED],
		['upright orientation', [tag(256, 640), tag(257, 360), tag(274, 1), tag(274, 6)], AS_STORED],
	])('uses the first %s', async (_, tags, expected) => {
		expect(await facts(file(...tags))).toMatchObject(expected);
	});
});

describe('A video', () => {
	/** Writes the display size, which is at the end of the track header. */
	function showing(file: Buffer, width: number, height: number): Buffer {
		const at = file.indexOf('tkhd');
		const end = at - 4 + file.readUInt32BE(at - 4);
		file.writeUInt32BE(width * 0x10000, end - 8);
		file.writeUInt32BE(height * 0x10000, end - 4);
		return file;
	}

	it.each([
		['upright', false, { width: 640, height: 360 }],
		['turned', true, { width: 360, height: 640 }],
	])('without a stored size uses the display size: %s', async (_, turned, expected) => {
		const file = showing(movie({ width: 0, height: 0, turned }), 640, 360);
		expect(await facts(file)).toMatchObject({ kind: 'video', ...expected });
	});

	it('with a stored size uses it', async () => {
		const file = showing(movie({ width: 720, height: 576 }), 768, 576);
		expect(await facts(file)).toMatchObject({ kind: 'video', width: 720, height: 576 });
	});

	it.each([2, 9, 0xffffffff])('whose tables start with chunk %d of one is unreadable', async (first) => {
		const file = movie();
		file.writeUInt32BE(first, file.indexOf('stsc') + 12);
		expect(await facts(file)).toMatchObject({ reason: 'its tables contradict each other' });
	});

	it('is not affected by tables of other tracks', async () => {
		const text = box('trak', box('mdia', box('hdlr', zeros(8), 'text', zeros(12))), box('junk', u32(7)));
		expect(await facts(movie({ more: [text] }))).toMatchObject({ kind: 'video' });
	});
});
