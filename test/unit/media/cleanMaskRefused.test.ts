import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { cleanMask } from '../../../nodes/WanVideoEdit/media/masks/cleanMask';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { cleaned, DISC, faultOf, gray, turn, VARIANTS, ONE } from './cleanedMasks';
import { bmp } from './headers';
import { pngOf } from './masks';
import { dice, mutant } from './mutants';
import { bytesMade } from './realFiles';

describe('A mask is refused, with advice', () => {
	const made = async (filter: string) =>
		await bytesMade('refused.png', 'first-frame.png', '-vf', filter, '-pix_fmt', 'rgb24', ...ONE);

	it.each<[string, () => Promise<Buffer>, boolean, RegExp]>([
		[
			'a photograph',
			async () => await made('null'),
			false,
			/^is (colored|neither black nor white) in [\d.]+ %/,
		],
		[
			'a photograph in gray',
			async () => await made('hue=s=0'),
			false,
			/^is neither black nor white in [5-9]\d/,
		],
		[
			'a dark photograph',
			async () => await made("lutrgb=r='val/4':g='val/4':b='val'"),
			false,
			/^is colored in/,
		],
		[
			'a gradient',
			async () => await made("scale=320:180,format=gray,geq=lum='X*255/W'"),
			false,
			/^is neither .* [89]\d/,
		],
		[
			'a region in red',
			async () => await made(`${DISC},format=rgb24,lutrgb=g=0:b=0`),
			false,
			/^is colored in/,
		],
		['without white', async () => gray([0, 0, 127]), false, /^has no white pixels$/],
		['without black', async () => gray([255, 255, 128]), false, /^has no black pixels$/],
		['all black, inverted', async () => gray([0, 0]), true, /^has no black pixels once it is inverted$/],
		['all white, inverted', async () => gray([255]), true, /^has no white pixels once it is inverted$/],
		['all transparent', async () => pngOf([[255, 0, 255, 0]], { type: 4 }), false, /^has no white pixels$/],
	])('%s', async (_, file, inverted, is) => {
		const fault = await faultOf(await file(), undefined, inverted);
		expect(fault.is).toMatch(is);
		expect(fault.advice.length).toBeGreaterThan(20);
	});

	it.each([
		['two fifths of the pixels gray', 40, 'cleaned'],
		['more', 41, 'refused'],
	])('or passes with %s', async (_, count, kind) => {
		const row = Array.from({ length: 100 }, (__, x) => (x < count ? 100 : x % 2 === 0 ? 255 : 0));
		expect((await cleaned(gray(row))).kind).toBe(kind);
	});

	it.each([
		['a twentieth of the pixels colored', 5, 'cleaned'],
		['more', 6, 'refused'],
	])('or passes with %s', async (_, count, kind) => {
		const row = Array.from({ length: 100 }, (__, x) =>
			x < count ? [200, 0, 0] : [x % 2 && 255, x % 2 && 255, x % 2 && 255],
		);
		expect((await cleaned(pngOf([row.flat()], { type: 2 }))).kind).toBe(kind);
	});
});

describe('A mask that cannot be read is reported as such', () => {
	it.each<[string, Uint8Array, Pick<ImageFacts, 'format'>, object]>([
		[
			'as WEBP',
			Buffer.from('RIFF'),
			{ format: 'WEBP' },
			{ kind: 'cannotTell', reason: 'this node cannot decode WEBP' },
		],
		[
			'cut off',
			gray([0, 255]).subarray(0, 50),
			{ format: 'PNG' },
			{ kind: 'unreadable', reason: 'it is cut off' },
		],
		[
			'of billions of pixels',
			bmp(65_000, 65_000),
			{ format: 'BMP' },
			{ kind: 'cannotTell', reason: 'it has more than 51 megapixels' },
		],
	])('%s', async (_, bytes, facts, expected) => {
		expect(await cleanMask(sourceOfBytes(bytes), facts, undefined, { inverted: false }, turn)).toEqual(
			expected,
		);
	});

	it('whatever is damaged, and nothing throws', async () => {
		const originals = await Promise.all(
			VARIANTS.map(async ([, name, args]) => ({
				format: name.endsWith('png')
					? ('PNG' as const)
					: name.endsWith('bmp')
						? ('BMP' as const)
						: ('JPEG' as const),
				bytes: await bytesMade(name, 'mask.png', '-vf', 'scale=48:27:flags=neighbor', ...args, ...ONE),
			})),
		);
		const roll = dice(99);
		const kinds: Record<string, number> = {};
		for (let number = 0; number < 2000; number += 1) {
			const { format, bytes } = originals[number % originals.length] ?? {
				format: 'PNG',
				bytes: Buffer.alloc(0),
			};
			const facts = { format, orientation: 1 + roll(8) };
			const target = roll(2) === 0 ? undefined : { width: 96, height: 54 };
			const made = await cleanMask(
				sourceOfBytes(mutant(bytes, roll)),
				facts,
				target,
				{ inverted: false },
				turn,
			);
			kinds[made.kind] = (kinds[made.kind] ?? 0) + 1;
		}
		expect(kinds.unreadable).toBeGreaterThan(200);
		expect(kinds.cleaned).toBeGreaterThan(50);
	});
});
