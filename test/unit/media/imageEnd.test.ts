// cspell:ignore ftypmp
import { Bytes } from '../../../nodes/WanVideoEdit/media/bytes';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { withContent } from '../../../nodes/WanVideoEdit/media/imageContent';
import { END_BYTES, isEnd } from '../../../nodes/WanVideoEdit/media/imageEnd';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, zeros } from './headers';
import { bytesMade } from './realFiles';
import { stream } from './watchedSource';

const ONE = ['-frames:v', '1'];
type File = readonly [format: ImageFacts['format'], name: string, args: readonly string[]];

const FILES: readonly File[] = [
	['PNG', 'rgb.png', ['-pix_fmt', 'rgb24']],
	['PNG', 'palette.png', ['-pix_fmt', 'pal8']],
	['JPEG', 'color.jpg', ['-q:v', '3']],
	['JPEG', 'grey.jpg', ['-q:v', '3', '-pix_fmt', 'gray']],
	['BMP', 'color.bmp', ['-pix_fmt', 'bgr24']],
	['BMP', 'grey.bmp', ['-pix_fmt', 'gray']],
	['WEBP', 'lossy.webp', ['-q:v', '80']],
	['WEBP', 'lossless.webp', ['-lossless', '1']],
	['TIFF', 'plain.tiff', ['-compression_algo', 'raw']],
	['TIFF', 'lzw.tiff', ['-compression_algo', 'lzw']],
	['TIFF', 'packed.tiff', ['-compression_algo', 'packbits', '-pix_fmt', 'gray']],
];
const fileOf = async ([, name, args]: File) => await bytesMade(name, 'first-frame.png', ...args, ...ONE);

async function lookedAt(bytes: Buffer, whole: Buffer) {
	const facts = await inspect(sourceOfBytes(whole));
	if (facts.kind !== 'image') throw new Error(JSON.stringify(facts));
	const found = await withContent(stream(bytes, 1000), facts);
	return { facts, found };
}

describe.each(FILES)('An image as %s (%s)', (...file) => {
	it('is complete as it is', async () => {
		const bytes = await fileOf(file);
		const { facts, found } = await lookedAt(bytes, bytes);
		expect(found).toEqual(facts);
	});

	it('is complete with appended data, as phones write it', async () => {
		const bytes = await fileOf(file);
		for (const behind of [
			zeros(1),
			zeros(3000),
			joined('\0\0\0\x18ftypmp42', zeros(100)),
			joined('\xff\xd8\xff\xe0'),
		]) {
			const { facts, found } = await lookedAt(joined(bytes, behind), bytes);
			expect(found).toEqual(facts);
		}
	});

	it.each([0.3, 0.6, 0.9, 0.995])('is cut off if only %d of it is there', async (share) => {
		const bytes = await fileOf(file);
		const { found } = await lookedAt(bytes.subarray(0, Math.floor(share * bytes.length)), bytes);
		expect(found).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
	});

	// ffmpeg writes the directory of a TIFF after its pixels.
	if (file[0] === 'BMP' || file[0] === 'TIFF') return;
	it('is cut off if its last bytes are missing', async () => {
		const bytes = await fileOf(file);
		const { found } = await lookedAt(bytes.subarray(0, -2), bytes);
		expect(found).toEqual({ kind: 'unreadable', reason: 'it is cut off' });
	});
});

describe('The last bytes of a link', () => {
	const tail = (bytes: Buffer) => new Bytes(bytes.subarray(-END_BYTES));

	it.each(FILES.filter(([format]) => format === 'PNG' || format === 'JPEG'))(
		'show that a %s is complete (%s)',
		async (...file) => {
			const bytes = await fileOf(file);
			expect(isEnd(tail(bytes), file[0])).toBe(true);
			expect(isEnd(tail(bytes.subarray(0, -1)), file[0])).toBe(false);
			expect(isEnd(tail(bytes.subarray(0, bytes.length / 2)), file[0])).toBe(false);
		},
	);

	it('may be padded with zeros', async () => {
		const bytes = joined(await fileOf(['JPEG', 'color.jpg', ['-q:v', '3']]), zeros(20));
		expect(isEnd(tail(bytes), 'JPEG')).toBe(true);
	});

	it('prove nothing if there are too few', () => {
		expect(isEnd(new Bytes(zeros(3)), 'PNG')).toBe(false);
		expect(isEnd(new Bytes(zeros(0)), 'JPEG')).toBe(false);
	});
});
