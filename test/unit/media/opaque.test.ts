import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { withContent } from '../../../nodes/WanVideoEdit/media/imageContent';
import { VACE_MEDIA, WAN27_MEDIA, type MediaLimit } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, png, pngChunk, u16 } from './headers';
import { pngOf } from './masks';
import { bytesMade } from './realFiles';

/** The messages about a reference image. */
async function said(bytes: Uint8Array, limit: MediaLimit = WAN27_MEDIA.image): Promise<string[]> {
	const header = await inspect(sourceOfBytes(bytes));
	if (header.kind !== 'image') throw new Error(JSON.stringify(header));
	const facts = await withContent(sourceOfBytes(bytes), header, limit, async () => {});
	const source = { kind: 'url', url: 'https://example.com/a' } as const;
	const slot = { name: 'referenceImage', label: 'Reference Images', limit, source } as const;
	return mediaViolations([{ slot, bytes: bytes.length, facts }], 'Edit').map(({ says }) => says);
}

const TRANSPARENT = ["'Reference Images' has transparency; Edit takes PNG without transparency"];
const sized = (...args: string[]) => ['-frames:v', '1', ...args];
const real = async (name: string, ...args: string[]) =>
	await bytesMade(name, 'first-frame.png', ...sized(...args));
const cornerAt = (alpha: number, corner = 'eq(X,W-1)*eq(Y,H-1)') =>
	`format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(${corner},${alpha},255)'`;

describe('A PNG with an alpha channel in which every pixel is opaque passes', () => {
	it.each([
		['in color', ['-pix_fmt', 'rgba']],
		['in color of 16 bits', ['-pix_fmt', 'rgba64be']],
		['in grey', ['-pix_fmt', 'ya8']],
		['in grey of 16 bits', ['-pix_fmt', 'ya16be']],
		['interlaced', ['-pix_fmt', 'rgba', '-flags', '+ildct']],
		['with the filter paeth', ['-pix_fmt', 'rgba', '-pred', 'paeth']],
		['of more than 2000 px', ['-pix_fmt', 'rgba', '-vf', 'scale=2500:1400']],
	])('%s', async (what, args) => {
		expect(await said(await real(`${what.replaceAll(' ', '-')}.png`, ...args))).toEqual([]);
	});

	it('with a palette whose transparent entry no pixel uses', async () => {
		const palette = pngChunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]));
		const rows = Array.from({ length: 240 }, () => Array.from({ length: 240 }, () => 1));
		const file = pngOf(rows, { type: 3 }, palette, pngChunk('tRNS', Buffer.from([0, 255])));
		expect(await said(file)).toEqual([]);
		rows[239]?.splice(239, 1, 0);
		expect(await said(pngOf(rows, { type: 3 }, palette, pngChunk('tRNS', Buffer.from([0]))))).toEqual(
			TRANSPARENT,
		);
	});

	it.each([
		[0, [7], [8]],
		[2, [1, 2, 3], [1, 2, 4]],
	])('with a transparent color that no pixel uses, as type %d', async (type, key, other) => {
		const rows = (pixel: number[]) =>
			Array.from({ length: 240 }, () => Array.from({ length: 240 }, () => pixel).flat());
		const transparent = pngChunk('tRNS', ...key.map((value) => u16(value)));
		expect(await said(pngOf(rows(other), { type }, transparent))).toEqual([]);
		expect(await said(pngOf(rows(key), { type }, transparent))).toEqual(TRANSPARENT);
	});
});

it('A transparent color counts only as many bits as a pixel has', async () => {
	const file = await bytesMade('mono.png', 'mask.png', '-frames:v', '1', '-pix_fmt', 'monob');
	const key = pngChunk('tRNS', u16(0x00ff));
	const pixels = file.indexOf('IDAT') - 4;
	expect(await said(joined(file.subarray(0, pixels), key, file.subarray(pixels)))).toEqual(TRANSPARENT);
});

describe('A PNG with a transparent pixel is rejected', () => {
	it.each([
		['the last one', cornerAt(0), 'rgba'],
		['half of it', cornerAt(128), 'rgba'],
		['nearly opaque', cornerAt(254), 'rgba'],
		['the ground', cornerAt(0, 'lt(X,100)'), 'rgba'],
		['of 16 bits', cornerAt(0), 'rgba64be'],
		['in grey', cornerAt(0), 'ya8'],
	])('%s', async (what, filter, format) => {
		const name = `${what.replaceAll(' ', '-')}.png`;
		expect(await said(await real(name, '-vf', filter, '-pix_fmt', format))).toEqual(TRANSPARENT);
	});

	it('only where the documents require opaque images', async () => {
		const file = await real('ground.png', '-vf', cornerAt(0, 'lt(X,100)'), '-pix_fmt', 'rgba');
		expect(await said(file, VACE_MEDIA.image)).toEqual([]);
	});

	it('without a look at its pixels, if its header claims billions', async () => {
		const messages = await said(png(0x7fffffff, 0x7fffffff, 6));
		expect(messages.join()).toMatch(/is 2147483647 × 2147483647 px;/);
		expect(messages).toEqual(expect.arrayContaining(TRANSPARENT));
	});

	it('as cut off, if it is', async () => {
		const file = await real('cut.png', '-pix_fmt', 'rgba');
		expect((await said(file.subarray(0, file.length / 2)))[0]).toMatch(/\(it is cut off\)/);
	});
});
