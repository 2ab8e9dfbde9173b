import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes, sourceOfChunks, sourceOfRanges } from '../../../nodes/WanVideoEdit/media/source';
import { box, fragment, joined, movie, u32, u8, zeros } from './headers';
import { bytesMade } from './realFiles';
import { chunksOf, stream } from './watchedSource';

const FAST = ['-preset', 'ultrafast', '-g', '15'];
const faststart = async () =>
	await bytesMade('start.mp4', 'product-short.mp4', '-c', 'copy', '-movflags', '+faststart');
const fragmented = async () =>
	await bytesMade('pieces.mp4', 'product-short.mp4', ...FAST, '-movflags', 'frag_keyframe+empty_moov');

/** The facts of a file as bytes, as a stream and by ranges. */
async function everyWay(bytes: Uint8Array): Promise<MediaFacts[]> {
	const ranges = sourceOfRanges(async (first, last) => bytes.subarray(first, last + 1), bytes.length);
	return [await inspect(sourceOfBytes(bytes)), await inspect(stream(bytes, 1013)), await inspect(ranges)];
}

const CUT = { kind: 'unreadable', reason: 'it is cut off', beginsAsFilm: true };
const PLAYABLE = expect.objectContaining({ kind: 'video' }) as MediaFacts;

describe('A video that is cut off', () => {
	it.each([
		['in half, with its header first', faststart, 0.5],
		['in half, in fragments', fragmented, 0.5],
		['near its end, with its header first', faststart, 0.99],
	])('is unreadable: %s', async (_, file, share) => {
		const whole = await file();
		expect(await everyWay(whole)).toEqual([PLAYABLE, PLAYABLE, PLAYABLE]);
		expect(await everyWay(whole.subarray(0, whole.length * share))).toEqual([CUT, CUT, CUT]);
	});

	it('is unreadable if a single byte is missing, after boxes of any kind', async () => {
		const whole = joined(movie(), box('free', zeros(40)), box('mdat', zeros(99)), box('mdat', zeros(99)));
		expect(await everyWay(whole)).toEqual([PLAYABLE, PLAYABLE, PLAYABLE]);
		expect(await everyWay(whole.subarray(0, -1))).toEqual([CUT, CUT, CUT]);
	});

	it('is unreadable with a length of eight bytes', async () => {
		const content = joined(u32(1), 'mdat', u32(0), u32(16 + 500));
		expect(await everyWay(joined(movie(), content, zeros(499)))).toEqual([CUT, CUT, CUT]);
	});
});

describe('A video that plays to its end is accepted with', () => {
	const content = box('mdat', zeros(200));

	it.each([
		['nothing behind its content', zeros(0)],
		['content to the end of the file', joined(u32(0), 'mdat', zeros(300))],
		['a few bytes behind it', joined(content, u8(7), zeros(4))],
		['zeros behind it', joined(content, zeros(40))],
		['words behind it', joined(content, 'made with a program that signs its files')],
		['lengths behind it that cannot be', joined(content, u32(3), 'oops', zeros(20))],
		['a padding that is cut off', joined(content, box('free', zeros(99)).subarray(0, 50))],
	])('%s', async (_, rest) => {
		expect(await everyWay(joined(movie(), rest))).toEqual([PLAYABLE, PLAYABLE, PLAYABLE]);
	});

	it('fragments and a few bytes after them', async () => {
		const file = joined(movie({ fragmented: true }), fragment(30), content, zeros(5));
		expect(await everyWay(file)).toEqual([PLAYABLE, PLAYABLE, PLAYABLE]);
	});

	it('an unknown size', async () => {
		const whole = await faststart();
		expect(await inspect(sourceOfChunks(chunksOf(whole, 1013)))).toEqual(PLAYABLE);
	});
});

describe('Checking the end of a video', () => {
	it('requests no content', async () => {
		const large = joined(movie(), box('mdat', Buffer.alloc(20 * 1024 * 1024)), box('free', zeros(8)));
		let asked = 0;
		const source = sourceOfRanges(async (first, last) => {
			asked += last - first + 1;
			return large.subarray(first, last + 1);
		}, large.length);
		expect(await inspect(source)).toEqual(PLAYABLE);
		expect(asked).toBeLessThan(100 * 1024);
	});
});
