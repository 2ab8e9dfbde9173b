import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import { fitPicture } from '../../../nodes/WanVideoEdit/media/pictures/fitPicture';
import { VACE_MEDIA, WAN27_MEDIA, type MediaLimit } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { joined, png, pngChunk, u16 } from './headers';
import { pngOf } from './masks';
import { bytesMade } from './realFiles';

/** What becomes of the alpha channel of a reference image. */
async function alphaOf(bytes: Uint8Array, limit: MediaLimit = WAN27_MEDIA.image) {
	const facts = await inspect(sourceOfBytes(bytes));
	if (facts.kind !== 'image') throw new Error(JSON.stringify(facts));
	const limits = { dropAlpha: limit.alpha === false, maxBytes: limit.maxBytes };
	const made = await fitPicture(sourceOfBytes(bytes), facts, limits, async () => {});
	return made.kind === 'fitted' ? made.changes.alpha : made;
}

const sized = (...args: string[]) => ['-frames:v', '1', ...args];
const real = async (name: string, ...args: string[]) =>
	await bytesMade(name, 'first-frame.png', ...sized(...args));
const cornerAt = (alpha: number, corner = 'eq(X,W-1)*eq(Y,H-1)') =>
	`format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='if(${corner},${alpha},255)'`;

describe('A PNG with an alpha channel in which every pixel is opaque only loses that', () => {
	it.each([
		['in color', ['-pix_fmt', 'rgba']],
		['in color of 16 bits', ['-pix_fmt', 'rgba64be']],
		['in grey', ['-pix_fmt', 'ya8']],
		['in grey of 16 bits', ['-pix_fmt', 'ya16be']],
		['interlaced', ['-pix_fmt', 'rgba', '-flags', '+ildct']],
		['with the filter paeth', ['-pix_fmt', 'rgba', '-pred', 'paeth']],
		['of more than 2000 px', ['-pix_fmt', 'rgba', '-vf', 'scale=2500:1400']],
	])('%s', async (what, args) => {
		expect(await alphaOf(await real(`${what.replaceAll(' ', '-')}.png`, ...args))).toBe('dropped');
	});

	it('with a palette whose transparent entry no pixel uses', async () => {
		const palette = pngChunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255]));
		const rows = Array.from({ length: 240 }, () => Array.from({ length: 240 }, () => 1));
		const file = pngOf(rows, { type: 3 }, palette, pngChunk('tRNS', Buffer.from([0, 255])));
		expect(await alphaOf(file)).toBe('dropped');
		rows[239]?.splice(239, 1, 0);
		expect(await alphaOf(pngOf(rows, { type: 3 }, palette, pngChunk('tRNS', Buffer.from([0]))))).toBe(
			'onWhite',
		);
	});

	it.each([
		[0, [7], [8]],
		[2, [1, 2, 3], [1, 2, 4]],
	])('with a transparent color that no pixel uses, as type %d', async (type, key, other) => {
		const rows = (pixel: number[]) =>
			Array.from({ length: 240 }, () => Array.from({ length: 240 }, () => pixel).flat());
		const transparent = pngChunk('tRNS', ...key.map((value) => u16(value)));
		expect(await alphaOf(pngOf(rows(other), { type }, transparent))).toBe('dropped');
		expect(await alphaOf(pngOf(rows(key), { type }, transparent))).toBe('onWhite');
	});
});

it('A transparent color counts only as many bits as a pixel has', async () => {
	const file = await bytesMade('mono.png', 'mask.png', '-frames:v', '1', '-pix_fmt', 'monob');
	const key = pngChunk('tRNS', u16(0x00ff));
	const pixels = file.indexOf('IDAT') - 4;
	expect(await alphaOf(joined(file.subarray(0, pixels), key, file.subarray(pixels)))).toBe('onWhite');
});

describe('A PNG with a transparent pixel is laid on white', () => {
	it.each([
		['the last one', cornerAt(0), 'rgba'],
		['half of it', cornerAt(128), 'rgba'],
		['nearly opaque', cornerAt(254), 'rgba'],
		['the ground', cornerAt(0, 'lt(X,100)'), 'rgba'],
		['of 16 bits', cornerAt(0), 'rgba64be'],
		['in grey', cornerAt(0), 'ya8'],
	])('%s', async (what, filter, format) => {
		const name = `${what.replaceAll(' ', '-')}.png`;
		expect(await alphaOf(await real(name, '-vf', filter, '-pix_fmt', format))).toBe('onWhite');
	});

	it('only where the documents require opaque images', async () => {
		const file = await real('ground.png', '-vf', cornerAt(0, 'lt(X,100)'), '-pix_fmt', 'rgba');
		expect(await alphaOf(file, VACE_MEDIA.image)).toEqual({ kind: 'fits' });
	});

	it('not where its header claims billions of pixels: none is looked at, and the slot refuses it', async () => {
		const file = png(0x7fffffff, 0x7fffffff, 6);
		expect(await alphaOf(file)).toEqual({ kind: 'cannotTell', reason: 'one of its sides is too long' });
		const facts = await inspect(sourceOfBytes(file));
		const source = { kind: 'url', url: 'https://example.com/a' } as const;
		const slot = { name: 'referenceImage', label: 'Picture', limit: WAN27_MEDIA.image, source } as const;
		const messages = mediaViolations([{ slot, bytes: file.length, facts }], 'Edit').map(({ says }) => says);
		expect(messages.join()).toMatch(/is 2147483647 × 2147483647 px;/);
		expect(messages).toContain("'Picture' has transparency; Edit takes PNG without transparency");
	});

	it('as cut off, if it is', async () => {
		const file = await real('cut.png', '-pix_fmt', 'rgba');
		expect(await alphaOf(file.subarray(0, file.length / 2))).toEqual({
			kind: 'unreadable',
			reason: 'it is cut off',
		});
	});
});
