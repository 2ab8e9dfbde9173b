// cspell:ignore alis
import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes, sourceOfChunks, sourceOfRanges } from '../../../nodes/WanVideoEdit/media/source';
import { box, fragment, joined, movie, u16, u32, u8, zeros } from './headers';
import { bytesMade } from './realFiles';
import { chunksOf, stream } from './watchedSource';

const COPY = ['-c', 'copy', '-an'];
const made = async (flags: string) =>
	await bytesMade('film.mp4', 'product-short.mp4', ...COPY, '-movflags', flags);

/** The facts of a file as bytes, as a stream, as a stream of unknown size, and by ranges. */
async function everyWay(bytes: Uint8Array): Promise<MediaFacts[]> {
	return [
		await inspect(sourceOfBytes(bytes)),
		await inspect(stream(bytes, 1013)),
		await inspect(sourceOfChunks(chunksOf(bytes, 1013))),
		await inspect(sourceOfRanges(async (first, last) => bytes.subarray(first, last + 1), bytes.length)),
	];
}

const unreadable = (reason: string) => Array(4).fill({ kind: 'unreadable', reason, beginsAsFilm: true });
const EMPTY = unreadable('it has a header but no content');
const CUT = unreadable('it is cut off');

/** The top-level boxes of a file, with their types. */
function boxesOf(file: Buffer): Array<[string, Buffer]> {
	const boxes: Array<[string, Buffer]> = [];
	for (let at = 0; at < file.length;) {
		const length = file.readUInt32BE(at);
		boxes.push([file.toString('latin1', at + 4, at + 8), file.subarray(at, at + length)]);
		at += length;
	}
	return boxes;
}

const without = (file: Buffer, ...types: string[]): Buffer =>
	joined(...boxesOf(file).flatMap(([type, bytes]) => (types.includes(type) ? [] : [bytes])));

/** A video whose video track has these tables instead of its own. */
function withTables(tables: Buffer[]): Buffer {
	const file = movie({ contentAt: 2000 });
	for (const name of ['stsc', 'stsz', 'stco']) {
		if (tables.some((table) => table.includes(name))) file.write('none', file.indexOf(name), 'latin1');
	}
	const end = file.length;
	const longer = joined(file, ...tables);
	const grown = longer.length - end;
	for (const name of ['moov', 'trak', 'mdia', 'minf', 'stbl']) {
		const at = file.indexOf(name) - 4;
		longer.writeUInt32BE(longer.readUInt32BE(at) + grown, at);
	}
	return joined(longer, box('free', zeros(2000 - longer.length - 16)), box('mdat', zeros(500)));
}

describe('A video that is a header without content is unreadable', () => {
	it('with its header first, cut off after it', async () => {
		const file = without(await made('faststart'), 'mdat', 'free');
		const found = await everyWay(file);
		expect(new Set(found.map((one) => (one.kind === 'unreadable' ? one.reason : one.kind)))).toEqual(
			new Set(['it is cut off', 'it has a header but no content']),
		);
	});

	it('with its header last, and nothing before it', async () => {
		for (const file of [movie({ contentAt: 40 }), movie({ brand: '', contentAt: 0 })]) {
			expect(await everyWay(file)).toEqual(EMPTY);
		}
	});

	it('with padding instead of its content', async () => {
		const file = Buffer.from(await made('faststart'));
		file.write('free', file.lastIndexOf('mdat'), 'latin1');
		expect(await everyWay(file)).toEqual(EMPTY);
	});

	it('with empty content', async () => {
		expect(await everyWay(joined(box('mdat'), movie({ brand: '', contentAt: 8 })))).toEqual(EMPTY);
	});

	it('with frames of no bytes', async () => {
		const sizes = box('stsz', zeros(4), u32(0), u32(90), zeros(90 * 4));
		expect(await everyWay(withTables([sizes]))).toEqual(EMPTY);
	});

	it('with frames that no table locates', async () => {
		expect(await everyWay(withTables([box('stco', zeros(4), u32(0))]))).toEqual(EMPTY);
		expect(await everyWay(withTables([box('stsc', zeros(4), u32(0))]))).toEqual(EMPTY);
	});

	it('in fragments that are missing', async () => {
		const whole = await made('frag_keyframe+empty_moov');
		expect(await everyWay(without(whole, 'moof', 'mdat', 'mfra'))).toEqual(EMPTY);
		expect(await everyWay(movie({ fragmented: true }))).toEqual(EMPTY);
	});

	it('in fragments of frames without bytes', async () => {
		const empty = box(
			'moof',
			box('traf', box('tfhd', u32(0x10), u32(1), u32(0)), box('trun', zeros(4), u32(9))),
		);
		expect(await everyWay(joined(movie({ fragmented: true }), empty, box('mdat', zeros(9))))).toEqual(EMPTY);
	});

	it('with content in a separate file', async () => {
		const references = [box('alis', u32(0), zeros(20))];
		expect(await everyWay(movie({ references }))).toEqual(unreadable('its content is in another file'));
	});
});

describe('A video whose content lies beyond its end is unreadable', () => {
	const known = async (bytes: Uint8Array) => (await everyWay(bytes)).filter((_, way) => way !== 2);
	const cut = CUT.slice(1);

	it('with a content box that fits and frames that do not', async () => {
		expect(await known(joined(movie({ contentAt: 5000 }), box('mdat', zeros(200))))).toEqual(cut);
		expect(await known(movie({ long: true, contentAt: 0xfffffff0 }))).toEqual(cut);
	});

	it('by a single byte of its last frame', async () => {
		const at = (last: number) => withTables([box('stco', zeros(4), u32(1), u32(last))]);
		const { length } = at(0);
		expect(await known(at(length - 90))).toEqual(Array(3).fill(expect.objectContaining({ kind: 'video' })));
		expect(await known(at(length - 89))).toEqual(cut);
	});

	it.each([
		['of single sizes', box('stsz', zeros(4), u32(0), u32(90), ...Array<Buffer>(90).fill(u32(7)))],
		['of sizes of a byte', box('stz2', zeros(7), u8(8), u32(90), Buffer.alloc(90, 7))],
		['of sizes of half a byte', box('stz2', zeros(7), u8(4), u32(90), Buffer.alloc(45, 0x77))],
		['of sizes of two bytes', box('stz2', zeros(7), u8(16), u32(90), ...Array<Buffer>(90).fill(u16(7)))],
	])('by tables %s', async (_, sizes) => {
		const at = (start: number) => withTables([sizes, box('stco', zeros(4), u32(1), u32(start))]);
		const table = (start: number) => {
			const file = at(start);
			if (sizes.includes('stz2')) file.write('none', file.indexOf('stsz'), 'latin1');
			return file;
		};
		const { length } = table(0);
		expect(await known(table(length - 630))).toEqual(
			Array(3).fill(expect.objectContaining({ kind: 'video' })),
		);
		expect(await known(table(length - 629))).toEqual(cut);
	});

	it('in its last fragment', async () => {
		const whole = joined(movie({ fragmented: true }), fragment(30), fragment(20));
		const shorter = joined(whole.subarray(0, -28), box('mdat', zeros(19)));
		expect(await known(whole)).toEqual(Array(3).fill(expect.objectContaining({ kind: 'video' })));
		expect(await known(shorter)).toEqual(cut);
	});

	it('while an actual one is accepted', async () => {
		for (const flags of [
			'faststart',
			'frag_keyframe+empty_moov',
			'frag_keyframe',
			'empty_moov+separate_moof',
		]) {
			const found = await everyWay(await made(flags));
			expect(found).toEqual(Array(4).fill(expect.objectContaining({ kind: 'video' })));
		}
	});
});
