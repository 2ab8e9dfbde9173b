import { Bytes } from '../../../../nodes/WanVideoEdit/media/bytes';
import { planCopy } from '../../../../nodes/WanVideoEdit/media/film/plan/planCopy';
import { readFragmentSamples } from '../../../../nodes/WanVideoEdit/media/film/read/fragments';
import { SampleList } from '../../../../nodes/WanVideoEdit/media/film/read/samples';
import { readSoundDescription } from '../../../../nodes/WanVideoEdit/media/film/read/soundDescription';
import { box, joined, u16, u32, u8, zeros } from '../headers';
import { bytesOf, opened } from './films';
import { decoded, written } from './oracles';

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];
type Change = (body: Buffer) => Buffer | undefined;

/** The file with boxes of these types replaced. Its header stands behind its content, so that no position changes. */
function changed(file: Buffer, changes: Readonly<Record<string, Change>>): Buffer {
	const parts: Buffer[] = [];
	for (let at = 0; at + 8 <= file.length;) {
		const length = file.readUInt32BE(at);
		const type = file.toString('latin1', at + 4, at + 8);
		const body = file.subarray(at + 8, at + length);
		const replaced = changes[type]?.(body);
		if (replaced) parts.push(replaced);
		else if (CONTAINERS.includes(type)) parts.push(box(type, changed(body, changes)));
		else parts.push(file.subarray(at, at + length));
		at += length;
	}
	return Buffer.concat(parts);
}

const numbers = (table: Buffer, start: number): number[] =>
	Array.from({ length: (table.length - start) / 4 }, (_, index) => table.readUInt32BE(start + 4 * index));
const largeOffsets: Change = (body) =>
	box(
		'co64',
		zeros(4),
		u32(numbers(body, 8).length),
		...numbers(body, 8).flatMap((offset) => [u32(0), u32(offset)]),
	);
const compactSizes: Change = (body) => {
	const sizes = numbers(body, 12);
	if (sizes.length === 0 || Math.max(...sizes) > 0xffff) return undefined;
	return box('stz2', zeros(7), u8(16), u32(sizes.length), ...sizes.map(u16));
};
/** Version 1: offsets from -2 frames on, and a box `cslg` that says so. */
const negativeOffsets: Change = (body) => {
	const rows = numbers(body, 8).map((value, index) =>
		index % 2 === 0 ? value : (value - 1024 + 2 ** 32) % 2 ** 32,
	);
	return joined(box('ctts', u8(1), zeros(3), u32(rows.length / 2), ...rows.map(u32)), box('cslg', zeros(24)));
};

describe.each<[string, Record<string, Change>]>([
	['positions of 64 bits (co64)', { stco: largeOffsets }],
	['compact sizes (stz2)', { stsz: compactSizes }],
	['negative composition offsets', { ctts: negativeOffsets, edts: () => zeros(0) }],
])('A film with %s', (_, changes) => {
	it('is copied like the film that it was made from', async () => {
		const source = await bytesOf('a key frame each second');
		const { film, bytes } = await opened(changed(source, changes));
		expect(bytes).not.toEqual(source);
		const [expected, result] = [await decoded(source), await decoded(await written(planCopy(film), [bytes]))];
		expect(result.complaint).toBe('');
		expect(result.frames).toEqual(expected.frames);
	});
});

describe('A run of a fragment that claims four billion samples', () => {
	const most = 0xffffffff;
	const fragment = (flags: number) =>
		new Bytes(box('traf', box('tfhd', zeros(4), u32(9)), box('trun', u32(flags), u32(most))));

	it.each([
		['their durations', 0x100],
		['their sizes', 0x200],
		['their flags', 0x400],
	])('and has not %s is refused, also of a track that is not read', (_, flags) => {
		expect(() => readFragmentSamples(fragment(flags), 0, [], new Map())).toThrow('it is cut off');
	});

	it('and has no fields is skipped where the track is not read, and refused where it is', () => {
		expect(() => readFragmentSamples(fragment(0), 0, [], new Map())).not.toThrow();
		const track = { id: 9, samples: new SampleList(), firstTick: 0 };
		expect(() => readFragmentSamples(fragment(0), 0, [track], new Map())).toThrow('too many frames');
	});
});

describe('A sound description', () => {
	const esds = box(
		'esds',
		zeros(4),
		u8(3),
		u8(22),
		u16(1),
		u8(0),
		u8(4),
		u8(17),
		u8(0x40),
		zeros(12),
		u8(5),
		u8(2),
		u16(0x1210),
	);
	const plain = (version: number, channels: number, rate: number) =>
		joined(zeros(6), u16(1), u16(version), zeros(6), u16(channels), u16(16), zeros(4), u32(rate * 0x10000));
	const wave = box('wave', box('frma', 'mp4a'), box('mp4a', zeros(4)), esds, zeros(8));
	const double = (value: number) => {
		const bytes = Buffer.alloc(8);
		bytes.writeDoubleBE(value);
		return bytes;
	};
	const expected = box('mp4a', plain(0, 2, 44_100), esds);

	it.each([
		['of QuickTime, version 0', joined(plain(0, 2, 44_100), esds), false],
		['of QuickTime, version 1', joined(plain(1, 2, 44_100), zeros(16), wave), false],
		[
			'of QuickTime, version 2',
			joined(plain(2, 3, 1), u32(72), double(44_100), u32(2), zeros(20), wave),
			false,
		],
		['of the standard, version 1', joined(plain(1, 2, 44_100), esds), true],
	])('%s is written in the form of the standard', (_, body, isIso) => {
		const { entry } = readSoundDescription('mp4a', new Bytes(body), isIso);
		expect(Buffer.from(entry ?? []).toString('hex')).toBe(expected.toString('hex'));
	});

	it.each(['sowt', 'lpcm', 'samr', 'enca', 'xyz?'])('of %s is not', (type) => {
		expect(readSoundDescription(type, new Bytes(plain(0, 2, 44_100)), false).entry).toBeUndefined();
	});
});
