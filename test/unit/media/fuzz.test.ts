import type { ImageFacts, MediaFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { type ForwardSource, sourceOfBytes, sourceOfRanges } from '../../../nodes/WanVideoEdit/media/source';
import { bmp, exif, fragment, jpeg, joined, movie, png, pngChunk, tiff, zeros } from './headers';
import { webpExtended, webpLossless, webpLossy } from './headers';
import { colorsOf } from './masks';
import { dice, mutant } from './mutants';
import { bytesMade } from './realFiles';
import { stream, watched } from './watchedSource';

const MUTANTS = 12_000;
const MIB = 1024 * 1024;

const isSide = (value: number) => Number.isInteger(value) && value > 0;

/** Not with `expect`, which takes longer than reading a header does. */
function areSound(facts: MediaFacts): boolean {
	if (facts.kind === 'other' || facts.kind === 'unreadable') return true;
	if (!isSide(facts.width) || !isSide(facts.height)) return false;
	if (facts.kind !== 'video') return true;
	return facts.seconds > 0 && facts.seconds < Infinity && facts.fps >= 0 && facts.fps < Infinity;
}

const HEADERS: Array<[string, () => Promise<Buffer[]>]> = [
	[
		'MP4 and MOV',
		async () => [
			movie({ handlers: ['vide', 'soun'], edit: { length: 2000, start: 0 } }),
			movie({ brand: 'qt  ', long: true, turned: true }),
			joined(movie({ fragmented: true }), fragment(30), zeros(8), fragment(20)),
			(await bytesMade('end.mp4', 'clip.mp4', '-c', 'copy', '-movflags', '+faststart')).subarray(0, 4000),
			(
				await bytesMade('pieces.mp4', 'clip.mp4', '-c', 'copy', '-movflags', 'frag_keyframe+empty_moov')
			).subarray(0, 3000),
		],
	],
	[
		'PNG',
		async () => [
			png(640, 360, 2, pngChunk('tEXt', zeros(30)), pngChunk('tRNS', zeros(6))),
			png(640, 360, 6),
			png(9, 9, 3, pngChunk('PLTE', zeros(12))),
		],
	],
	[
		'JPEG',
		async () => [
			jpeg(640, 360, exif(6), exif(3, false)),
			(await bytesMade('frame.jpg', 'clip.mp4', '-frames:v', '1')).subarray(0, 1500),
		],
	],
	[
		'BMP',
		async () => [
			bmp(640, 360),
			bmp(640, -360, { header: 124, bits: 32, alphaMask: 0xff000000 }),
			bmp(9, 9, { header: 12 }),
		],
	],
	[
		'TIFF',
		async () => [
			tiff({ 256: 640, 257: 360, 262: 2, 274: 6, 277: 4, 338: 2 }),
			tiff({ 256: 640, 257: 360 }, { little: false, gap: 100 }),
		],
	],
	['WEBP', async () => [webpLossy(640, 360), webpLossless(640, 360, true), webpExtended(640, 360, true)]],
];

describe.each(HEADERS)(`${MUTANTS} mutated headers of %s`, (_, originals) => {
	it('never throw, terminate, and hold and read no more than allowed', async () => {
		const files = await originals();
		const roll = dice(20_261_122);
		const kinds = new Map<string, number>();
		for (let number = 0; number < MUTANTS; number += 1) {
			const bytes = mutant(files[number % files.length] ?? Buffer.alloc(0), roll);
			const { source, watch } = watched(opened(bytes, number));
			const facts = await inspect(source);
			kinds.set(facts.kind, (kinds.get(facts.kind) ?? 0) + 1);
			const { bytesRead, largestRead, reads, closed } = watch;
			const isRead = bytesRead <= bytes.length && largestRead <= 16 * MIB && reads <= bytes.length + 20;
			if (areSound(facts) && isRead && closed) continue;
			throw new Error(`mutant ${number} of ${bytes.length} bytes: ${JSON.stringify({ facts, watch })}`);
		}
		// Otherwise, the mutants would be too wild or too tame to prove anything.
		expect(
			Math.min(...[kinds.get('unreadable') ?? 0, MUTANTS - (kinds.get('unreadable') ?? 0)]),
		).toBeGreaterThan(MUTANTS / 50);
	});
});

function opened(bytes: Buffer, number: number): ForwardSource {
	if (number % 3 === 0) return stream(bytes, 97);
	if (number % 3 === 1) return sourceOfBytes(bytes);
	return sourceOfRanges(async (first, last) => bytes.subarray(first, last + 1), bytes.length);
}

const MASKS: Array<[ImageFacts['format'], number, string, string[]]> = [
	['PNG', 10_000, 'grey.png', ['-pix_fmt', 'gray']],
	['PNG', 5_000, 'interlaced.png', ['-pix_fmt', 'rgb24', '-flags', '+ildct']],
	['PNG', 5_000, 'palette.png', ['-pix_fmt', 'pal8']],
	['BMP', 10_000, 'color.bmp', []],
	['JPEG', 10_000, 'color.jpg', []],
];

describe('Mutated masks', () => {
	it.each(MASKS)('never throw as %s, %d times (%s)', async (format, count, name, args) => {
		const original = await bytesMade(
			name,
			'mask.png',
			'-vf',
			'scale=48:27:flags=neighbor',
			'-frames:v',
			'1',
			...args,
		);
		const roll = dice(count + name.length);
		const kinds = new Map<string, number>();
		for (let number = 0; number < count; number += 1) {
			const { kind } = await colorsOf(mutant(original, roll), format);
			kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		}
		expect(kinds.get('unreadable')).toBeGreaterThan(count / 50);
		expect(kinds.get('counted')).toBeGreaterThan(0);
	});
});
