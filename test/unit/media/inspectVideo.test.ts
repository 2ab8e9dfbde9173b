import { readFile } from 'node:fs/promises';
import { probe } from '../../../emulator/media/probe';
import type { VideoFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { sourceOfBytes, sourceOfRanges } from '../../../nodes/WanVideoEdit/media/source';
import { box, fragment, joined, movie, u32, zeros } from './headers';
import { bytesMade, made } from './realFiles';
import { stream, watched } from './watchedSource';

const KIB = 1024;
const MIB = 1024 * KIB;
const COPY = ['-c', 'copy'];
const FAST = ['-preset', 'ultrafast'];

const facts = (bytes: Uint8Array): Promise<MediaFacts> => inspect(sourceOfBytes(bytes));

async function video(bytes: Uint8Array): Promise<VideoFacts> {
	const found = await facts(bytes);
	if (found.kind !== 'video') throw new Error(JSON.stringify(found));
	return found;
}

/** A file on a server, and the number of bytes requested from it. */
function served(bytes: Uint8Array, size = bytes.length) {
	let asked = 0;
	const source = sourceOfRanges(async (first, last) => {
		asked += last - first + 1;
		return bytes.subarray(first, last + 1);
	}, size);
	return { source, asked: () => asked };
}

const FILES: Array<[what: string, name: string, args: string[], codec: string, format: 'MP4' | 'MOV']> = [
	['its header at the end', 'end.mp4', COPY, 'avc1', 'MP4'],
	['its header at the beginning', 'start.mp4', [...COPY, '-movflags', '+faststart'], 'avc1', 'MP4'],
	['the brand of QuickTime', 'film.mov', COPY, 'avc1', 'MOV'],
	['no sound', 'silent.mp4', [...COPY, '-an'], 'avc1', 'MP4'],
	['15 fps', 'f15.mp4', [...FAST, '-r', '15'], 'avc1', 'MP4'],
	['16 fps', 'f16.mp4', [...FAST, '-r', '16'], 'avc1', 'MP4'],
	['24 fps', 'f24.mp4', [...FAST, '-r', '24'], 'avc1', 'MP4'],
	['23.976 fps', 'f23976.mp4', [...FAST, '-r', '24000/1001'], 'avc1', 'MP4'],
	['29.97 fps', 'f2997.mp4', [...FAST, '-r', '30000/1001'], 'avc1', 'MP4'],
	['60 fps', 'f60.mp4', [...FAST, '-r', '60'], 'avc1', 'MP4'],
	['HEVC', 'hevc.mp4', [...FAST, '-c:v', 'libx265', '-tag:v', 'hvc1', '-t', '1'], 'hvc1', 'MP4'],
	['MPEG-4 pictures', 'part2.mp4', ['-c:v', 'mpeg4'], 'mp4v', 'MP4'],
	['ProRes pictures', 'prores.mov', ['-c:v', 'prores', '-t', '1'], 'apcn', 'MOV'],
	['fragments', 'pieces.mp4', [...COPY, '-an', '-movflags', 'frag_keyframe+empty_moov'], 'avc1', 'MP4'],
	['fragments and sound', 'both.mp4', [...COPY, '-movflags', 'frag_keyframe+empty_moov'], 'avc1', 'MP4'],
	['a fragment for each picture', 'each.mp4', [...COPY, '-movflags', 'dash+frag_every_frame'], 'avc1', 'MP4'],
	['a header and fragments', 'mixed.mp4', [...COPY, '-movflags', 'frag_keyframe'], 'avc1', 'MP4'],
];

describe.each(FILES)('An actual file with %s', (_, name, args, codec, format) => {
	it('is measured as by ffprobe', async () => {
		const path = await made(name, 'product-short.mp4', ...args);
		const expected = await probe(path);
		const found = await video(await readFile(path));
		expect(found).toMatchObject({
			...{ format, codec, width: expected.width, height: expected.height },
			hasAudio: expected.audioCodec !== undefined,
		});
		expect(found.seconds).toBeCloseTo(expected.seconds, 2);
		expect(found.fps).toBeCloseTo(expected.fps, 3);
	});

	it('gives the same facts as a stream, as bytes and by ranges', async () => {
		const bytes = await bytesMade(name, 'product-short.mp4', ...args);
		const expected = await facts(bytes);
		expect(await inspect(stream(bytes, 1013))).toEqual(expected);
		expect(await inspect(stream(bytes, 65_536))).toEqual(expected);
		expect(await inspect(served(bytes).source)).toEqual(expected);
	});
});

describe('The length of a video', () => {
	it('is the displayed length if playback starts later', async () => {
		const path = await made('cut.mp4', ['-ss', '1.3', 'product-short.mp4'], ...COPY);
		const cut = await readFile(path);
		expect((await video(cut)).seconds).toBeCloseTo((await probe(path)).seconds, 1);
	});

	it.each([
		['shows all', { length: 3000, start: 0 }, 3],
		['shows less', { length: 1200, start: 0 }, 1.2],
		['begins later', { length: 3000, start: 12_000 }, 2],
		['shows the rest', { length: 0, start: 24_000 }, 1],
		['shows nothing', { length: 1000, start: 0xffffffff }, 3],
	])('follows the edit list: %s', async (_, edit, seconds) => {
		expect((await video(movie({ edit }))).seconds).toBeCloseTo(seconds, 5);
	});
});

describe('The length of a fragmented video', () => {
	const OUT_OF_ORDER = ['-c:v', 'libx264', '-bf', '3', '-an', '-t', '2'];

	it.each(['frag_keyframe+delay_moov', 'frag_every_frame+delay_moov', 'frag_keyframe+empty_moov'])(
		'is that of all frames if they are stored out of order: %s',
		async (flags) => {
			const bytes = await bytesMade('b.mp4', 'product-short.mp4', ...OUT_OF_ORDER, '-movflags', flags);
			expect((await video(bytes)).seconds).toBeCloseTo(2, 5);
		},
	);

	it('is the displayed length if playback starts later', async () => {
		const args = [...COPY, '-an', '-movflags', 'frag_keyframe+delay_moov'];
		const path = await made('later.mp4', ['-ss', '1.3', 'product-short.mp4'], ...args);
		expect((await video(await readFile(path))).seconds).toBeCloseTo(1.7, 1);
	});
});

describe('The frame rate of a video', () => {
	it.each([16, 24, 25, 29.97, 30, 59.94, 60])('is read as %d from a header', async (fps) => {
		expect((await video(movie({ fps }))).fps).toBeCloseTo(fps, 0);
	});

	const VARIABLE: Array<[string, ...string[]]> = [
		['the first picture is held for two seconds', '-vf', 'setpts=PTS+if(gt(N\\,0)\\,2/TB\\,0)'],
		['the last picture is held for two seconds', '-vf', 'setpts=PTS+if(gt(N\\,88)\\,2/TB\\,0)'],
		['it slows down', '-vf', 'setpts=PTS*(1+N/90)'],
		['every fourth picture is left out', '-vf', 'select=mod(n\\,4)'],
		['sound stretches a picture of a fragment', '-r', '16', '-movflags', 'frag_keyframe+empty_moov'],
	];

	it.each(VARIABLE)("is ffprobe's average if %s", async (_, ...args) => {
		const variable = args.includes('-vf') ? ['-vsync', 'vfr'] : [];
		const path = await made('variable.mp4', 'product-short.mp4', ...FAST, ...args, ...variable);
		const expected = await probe(path);
		expect(Math.abs(expected.fps - 30)).toBeGreaterThan(1);
		expect((await video(await readFile(path))).fps).toBeCloseTo(expected.fps, 3);
	});
});

describe('The sides of a video', () => {
	it('are swapped if the video is rotated', async () => {
		const bytes = await bytesMade('turned.mp4', 'product-short.mp4', ...COPY, '-metadata:s:v', 'rotate=90');
		expect(await video(bytes)).toMatchObject({ width: 360, height: 640 });
	});

	it('are kept if the video is upside down', async () => {
		const bytes = await bytesMade('head.mp4', 'product-short.mp4', ...COPY, '-metadata:s:v', 'rotate=180');
		expect(await video(bytes)).toMatchObject({ width: 640, height: 360 });
	});

	it('are read from headers of both lengths', async () => {
		const options = { width: 1920, height: 1080, turned: true };
		expect(await video(movie({ ...options, long: true }))).toEqual(await video(movie(options)));
	});
});

describe('A header', () => {
	it.each([
		['no brand, as of old QuickTime', { brand: '' }, 'MOV'],
		['the brand of QuickTime', { brand: 'qt  ' }, 'MOV'],
		['the brand of MP4', { brand: 'mp42' }, 'MP4'],
		['the brand of DASH', { brand: 'dash' }, 'MP4'],
	])('with %s determines the format', async (_, options, format) => {
		expect((await video(movie(options))).format).toBe(format);
	});

	it('may follow boxes of any kind', async () => {
		const before = joined(box('ftyp', 'isom', zeros(4)), box('free', zeros(99)), box('uuid', zeros(16)));
		const header = movie({ brand: '', contentAt: 1500 });
		const file = joined(before, header, box('mdat', zeros(1500)));
		expect(await video(file)).toMatchObject({ format: 'MP4', seconds: 3 });
	});

	it('may follow content with a length of eight bytes', async () => {
		const content = joined(u32(1), 'mdat', u32(0), u32(16 + 500), zeros(500));
		const header = movie({ brand: '', contentAt: 40 });
		expect(await video(joined(box('ftyp', 'isom', zeros(4)), content, header))).toMatchObject({ seconds: 3 });
	});

	it('may extend to the end of the file', async () => {
		const header = movie({ brand: '', contentAt: 8 });
		header.writeUInt32BE(0, 0);
		expect(await video(joined(box('mdat', zeros(99)), header))).toMatchObject({ seconds: 3 });
	});

	it('may have the sound before the video', async () => {
		expect(await video(movie({ handlers: ['soun', 'vide'] }))).toMatchObject({ width: 640, hasAudio: true });
	});

	it('reports no sound for other tracks', async () => {
		expect(await video(movie({ handlers: ['vide', 'tmcd'] }))).toMatchObject({ hasAudio: false });
	});
});

describe('The amount of data read from a video', () => {
	it('is small if the header is first, by ranges', async () => {
		const start = await bytesMade('start.mp4', 'product-short.mp4', ...COPY, '-movflags', '+faststart');
		const padded = joined(start, box('free', Buffer.alloc(50 * MIB)));
		const { source, asked } = served(padded);
		expect(await inspect(source)).toMatchObject({ kind: 'video', seconds: 3 });
		expect(asked()).toBeLessThan(150 * KIB);
	});

	it.each(['free', 'mdat'])('is small if 50 MB of %s precede the header, by ranges', async (type) => {
		const padded = joined(
			box('ftyp', 'isom', zeros(4)),
			box(type, Buffer.alloc(50 * MIB)),
			movie({ brand: '', contentAt: 100 }),
			box('mdat', zeros(10)),
		);
		const { source, asked } = served(padded);
		expect(await inspect(source)).toMatchObject({ kind: 'video', seconds: 3 });
		expect(asked()).toBeLessThan(100 * KIB);
	});

	it('is small for a stream: content is skipped, not kept', async () => {
		const padded = joined(
			box('ftyp', 'isom', zeros(4)),
			box('mdat', zeros(20 * MIB)),
			movie({ brand: '', contentAt: 24 }),
		);
		const { source, watch } = watched(stream(padded, 65_536));
		expect(await inspect(source)).toMatchObject({ kind: 'video', seconds: 3 });
		expect(watch.bytesRead).toBeLessThan(4 * KIB);
		expect(watch.closed).toBe(true);
	});

	it('ends with the header of a stream', async () => {
		const source = stream(joined(movie(), box('mdat', zeros(MIB))), 4096);
		await inspect(source);
		expect(source.position).toBeLessThan(4 * KIB);
	});

	it('is limited to a minute of fragments', async () => {
		const fragments = Array.from({ length: 200 }, () => fragment(30));
		expect(await facts(joined(movie({ fragmented: true }), ...fragments))).toEqual({
			kind: 'unreadable',
			beginsAsFilm: true,
			reason: 'it is fragmented and longer than 60 s',
		});
	});
});

const UNREADABLE: Array<[what: string, bytes: () => Buffer, reason: string]> = [
	[
		'ends before its header',
		() => joined(box('ftyp', 'isom', zeros(4)), box('mdat', zeros(50)).subarray(0, 40)),
		'it is cut off: it has no header (moov)',
	],
	['ends in its header', () => movie().subarray(0, 300), 'it is cut off'],
	[
		'has boxes without an end',
		() => joined(box('ftyp', 'isom', zeros(4)), u32(4), 'free', zeros(20)),
		'a box has no length',
	],
	[
		'has a header of more than 16 MiB',
		() => joined(box('ftyp', 'isom', zeros(4)), u32(17 * MIB), 'moov', zeros(100)),
		'its header is too large',
	],
	[
		'has ten thousand boxes',
		() => joined(...Array.from({ length: 10_001 }, () => box('free'))),
		'it has no header (moov)',
	],
	['has sound only', () => movie({ handlers: ['soun'] }), 'it has no video track'],
	['has no tracks', () => movie({ handlers: [] }), 'it has no video track'],
	['has no sides', () => movie({ width: 0 }), 'its header does not give its size'],
	['has no samples', () => movie({ seconds: 0 }), 'its header does not give its length'],
	[
		'has fragments to come and none there',
		() => movie({ fragmented: true }),
		'it has a header but no content',
	],
	['has a compressed header', () => movie({ more: [box('cmov', zeros(8))] }), 'its header is compressed'],
	[
		'has a header of countless parts',
		() => movie({ more: Array.from({ length: 2000 }, () => box('free')) }),
		'its header has too many parts',
	],
	[
		'is a fragment without its beginning',
		() => joined(box('styp', 'msdh', zeros(4)), fragment(30)),
		'it is cut off: it has no header (moov)',
	],
];

describe('A video is unreadable when it', () => {
	it.each(UNREADABLE)('%s', async (_, bytes, reason) => {
		expect(await facts(bytes())).toEqual({ kind: 'unreadable', reason, beginsAsFilm: true });
	});
});

describe('A source', () => {
	it('is closed, and its errors are passed on', async () => {
		const { source, watch } = watched(
			sourceOfRanges(async () => {
				throw new Error('connection lost');
			}, 1000),
		);
		await expect(inspect(source)).rejects.toThrow('connection lost');
		expect(watch.closed).toBe(true);
	});
});
