import { Readable } from 'node:stream';
import {
	type ForwardSource,
	sourceOfBytes,
	sourceOfChunks,
	sourceOfRanges,
} from '../../../nodes/WanVideoEdit/media/source';
import { chunksOf, stream } from './watchedSource';

const FILE = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);

function ranges(
	bytes: Uint8Array,
	fault: (first: number, last: number) => [number, number] = (...range) => range,
) {
	const asked: Array<[number, number]> = [];
	const source = sourceOfRanges(async (first, last) => {
		asked.push([first, last]);
		const [from, to] = fault(first, last);
		return bytes.subarray(from, to + 1);
	}, bytes.length);
	return { source, asked };
}

const SOURCES: Array<[string, () => ForwardSource]> = [
	['a stream of single bytes', () => stream(FILE, 1)],
	['a stream of large chunks', () => stream(FILE, 65_536)],
	['a stream of one chunk', () => stream(FILE, FILE.length)],
	['a Readable of Buffers', () => sourceOfChunks(Readable.from(chunksOf(Buffer.from(FILE), 1000)))],
	['bytes', () => sourceOfBytes(FILE)],
	['ranges', () => ranges(FILE).source],
];

describe.each(SOURCES)('A source of %s', (_, open) => {
	it('returns the bytes in order', async () => {
		const source = open();
		expect(await source.read(3)).toEqual(FILE.slice(0, 3));
		// Not with `toEqual`, which compares byte by byte.
		expect(Buffer.from(FILE.slice(3, 70_003)).equals(await source.read(70_000))).toBe(true);
		expect(source.position).toBe(70_003);
	});

	it('returns what is at hand if not all of it is needed at once', async () => {
		const source = open();
		const pieces: Uint8Array[] = [];
		while (source.position < 100_000) pieces.push(await source.readSome(100_000 - source.position));
		expect(Buffer.concat(pieces)).toEqual(Buffer.from(FILE.subarray(0, 100_000)));
		expect(pieces.every(({ length }) => length > 0)).toBe(true);
		expect(await source.read(2)).toEqual(FILE.slice(100_000, 100_002));
	});

	it('skips and continues after the skipped bytes', async () => {
		const source = open();
		await source.read(1);
		await source.skip(100_000);
		expect(source.position).toBe(100_001);
		expect(await source.read(2)).toEqual(FILE.slice(100_001, 100_003));
	});

	it('returns fewer bytes at the end and none after it', async () => {
		const source = open();
		await source.skip(199_990);
		expect((await source.read(100)).length).toBe(10);
		expect((await source.read(1)).length).toBe(0);
		expect((await source.readSome(1)).length).toBe(0);
	});

	it('ends if more is skipped than there is', async () => {
		const source = open();
		await source.skip(Infinity);
		expect(source.position).toBe(FILE.length);
		expect((await source.read(5)).length).toBe(0);
	});

	it('may be closed twice', async () => {
		const source = open();
		await source.read(1);
		await source.close();
		await source.close();
	});
});

describe('A source of chunks', () => {
	it('closes a stream that was not read to the end', async () => {
		const readable = Readable.from(chunksOf(FILE, 100));
		const source = sourceOfChunks(readable as AsyncIterable<Uint8Array>);
		await source.read(10);
		await source.close();
		expect(readable.destroyed).toBe(true);
	});

	it('does not copy what is passed on as it is', async () => {
		const source = stream(FILE, 65_536);
		await source.read(10);
		const piece = await source.readSome(FILE.length);
		expect(piece.buffer).toBe(FILE.buffer);
		expect(piece.length).toBe(65_526);
	});

	it('steps over empty chunks', async () => {
		const source = sourceOfChunks(
			(async function* () {
				yield new Uint8Array(0);
				yield Uint8Array.of(1);
				yield new Uint8Array(0);
				yield Uint8Array.of(2);
			})(),
		);
		expect(await source.read(5)).toEqual(Uint8Array.of(1, 2));
	});

	it('passes on what the stream throws', async () => {
		const source = sourceOfChunks(
			(async function* () {
				yield Uint8Array.of(1);
				throw new Error('connection lost');
			})(),
		);
		await expect(source.read(2)).rejects.toThrow('connection lost');
	});
});

describe('A source of ranges', () => {
	it('requests blocks, and nothing twice', async () => {
		const { source, asked } = ranges(FILE);
		for (let count = 0; count < 100; count += 1) await source.read(10);
		expect(asked).toEqual([[0, 65_535]]);
	});

	it('does not request skipped bytes', async () => {
		const { source, asked } = ranges(FILE);
		await source.skip(150_000);
		await source.read(10);
		expect(asked).toEqual([[150_000, 199_999]]);
	});

	it('requests a large piece at once', async () => {
		const { source, asked } = ranges(FILE);
		await source.read(150_000);
		expect(asked).toEqual([[0, 149_999]]);
	});

	it('sends another request if a server returns less', async () => {
		const { source } = ranges(FILE, (first, last) => [first, Math.min(last, first + 999)]);
		expect(await source.read(5000)).toEqual(FILE.slice(0, 5000));
	});

	it('ignores excess bytes from a server', async () => {
		const { source } = ranges(FILE, (first) => [first, FILE.length]);
		await source.read(10);
		await source.skip(100_000);
		expect(await source.read(5)).toEqual(FILE.slice(100_010, 100_015));
	});

	it('ends if a server returns nothing', async () => {
		const { source } = ranges(FILE, () => [0, -1]);
		expect((await source.read(5)).length).toBe(0);
	});
});

describe('A stream', () => {
	it.each([0, 10])(
		'is destroyed when its source is closed after %d bytes: its file must not stay open',
		async (read) => {
			const chunks = Readable.from([FILE]);
			const source = sourceOfChunks(chunks);
			await source.read(read);
			await source.close();
			expect(chunks.destroyed).toBe(true);
		},
	);
});
