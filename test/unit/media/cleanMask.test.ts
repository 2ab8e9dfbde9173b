import sharp from 'sharp';
import type { ImageFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { inspect } from '../../../nodes/WanVideoEdit/media/inspect';
import {
	cleanMask,
	type CleanedMask,
	haveSameShape,
} from '../../../nodes/WanVideoEdit/media/masks/cleanMask';
import type { Size } from '../../../nodes/WanVideoEdit/media/pixels/areaAverage';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { bmp, exif, joined, pngChunk } from './headers';
import { colorsOf, pngOf } from './masks';
import { dice, mutant } from './mutants';
import { bytesMade } from './realFiles';
import { stream } from './watchedSource';

const turn = async () => {};
const NOTHING = { gray: 0, transparent: 0, size: undefined, inverted: false, turned: false };

async function factsOf(file: Uint8Array): Promise<ImageFacts> {
	const facts = await inspect(sourceOfBytes(file));
	if (facts.kind !== 'image') throw new Error(JSON.stringify(facts));
	return facts;
}

async function cleaned(file: Uint8Array, target?: Size, inverted = false): Promise<CleanedMask> {
	return await cleanMask(stream(file, 777), await factsOf(file), target, { inverted }, turn);
}

async function madeOf(file: Uint8Array, target?: Size, inverted = false) {
	const made = await cleaned(file, target, inverted);
	if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
	const { data, info } = await sharp(made.png).raw().toBuffer({ resolveWithObject: true });
	expect(info).toMatchObject({ channels: 3, width: made.facts.width, height: made.facts.height });
	expect(await factsOf(made.png)).toEqual(made.facts);
	const text = [...data]
		.filter((_, at) => at % 3 === 0)
		.map((value) => ({ 0: '.', 255: '#' })[value] ?? '?')
		.join('');
	const lines = Array.from({ length: info.height }, (_, y) =>
		text.slice(y * info.width, (y + 1) * info.width),
	);
	return { ...made, lines };
}

const gray = (...rows: number[][]) => pngOf(rows);
const faultOf = async (...args: Parameters<typeof cleaned>) => {
	const made = await cleaned(...args);
	if (made.kind !== 'refused') throw new Error(made.kind);
	return made.fault;
};

describe('A mask is cut at half', () => {
	it('of the brightness', async () => {
		const made = await madeOf(gray([0, 0, 0, 127, 128, 255, 255, 255]));
		expect(made.lines).toEqual(['....####']);
		expect(made.changes).toEqual({ ...NOTHING, gray: 2 / 8, format: 'PNG' });
	});

	it('of what the eye sees of a color', async () => {
		const row = [...Array.from({ length: 60 }, (_, x) => (x < 30 ? [0, 0, 0] : [255, 255, 255])).flat()];
		row.splice(0, 6, 0, 255, 0, 0, 0, 255);
		expect((await madeOf(pngOf([row], { type: 2 }))).lines[0]?.slice(0, 3)).toBe('#..');
	});

	it('where transparent pixels lie on black', async () => {
		const [white, clear] = [
			[255, 255, 255],
			[0, 0, 0],
		];
		const row = [...white, 255, ...white, 128, ...white, 127, ...white, 0, ...clear, 0, ...clear, 255];
		const made = await madeOf(pngOf([row], { type: 6 }));
		expect(made.lines).toEqual(['##....']);
		expect(made.changes).toEqual({ ...NOTHING, gray: 2 / 6, transparent: 4 / 6, format: 'PNG' });
	});

	it('with black and white swapped, if it is inverted', async () => {
		const made = await madeOf(gray([0, 0, 255]), undefined, true);
		expect(made.lines).toEqual(['##.']);
		expect(made.changes).toEqual({ ...NOTHING, inverted: true, format: 'PNG' });
	});
});

describe('A mask that is pure already stays as it is', () => {
	it.each([
		['in gray', gray([0, 255], [255, 0])],
		['in color', pngOf([[0, 0, 0, 255, 255, 255]], { type: 2 })],
		['with an opaque alpha channel', pngOf([[0, 255, 255, 255]], { type: 4 })],
		['with a palette', pngOf([[0, 1]], { type: 3 }, pngChunk('PLTE', Buffer.from([0, 0, 0, 255, 255, 255])))],
	])('%s', async (_, file) => {
		expect(await cleaned(file)).toEqual({ kind: 'pure' });
		const { width, height } = await factsOf(file);
		expect(await cleaned(file, { width, height })).toEqual({ kind: 'pure' });
	});

	it.each([
		['a black of 1', gray([1, 0, 255])],
		['a white of 254', gray([0, 254, 255])],
		['a tint', pngOf([[0, 0, 1, 255, 255, 255]], { type: 2 })],
	])('but not with %s, which does not count as gray', async (_, file) => {
		const made = await cleaned(file);
		expect(made).toMatchObject({ kind: 'cleaned', changes: { gray: 0 } });
	});
});

const ONE = ['-frames:v', '1'];
const VARIANTS: Array<[string, string, string[]]> = [
	['PNG', 'rgb.png', ['-pix_fmt', 'rgb24']],
	['PNG of 16 bits', 'rgb16.png', ['-pix_fmt', 'rgb48be']],
	['PNG of one bit', 'mono.png', ['-pix_fmt', 'monob']],
	['PNG with alpha of 16 bits', 'alpha16.png', ['-pix_fmt', 'rgba64be']],
	['interlaced PNG', 'interlaced.png', ['-pix_fmt', 'rgb24', '-flags', '+ildct']],
	['PNG with a palette', 'palette.png', ['-pix_fmt', 'pal8']],
	['BMP', 'color.bmp', ['-pix_fmt', 'bgr24']],
	['BMP of one bit', 'mono.bmp', ['-pix_fmt', 'monob']],
	['JPEG', 'mask.jpg', ['-q:v', '2', '-pix_fmt', 'yuvj444p']],
	['JPEG in smaller colors', 'small.jpg', ['-q:v', '4', '-pix_fmt', 'yuvj420p']],
];
/** A disc off the center, with an anti-aliased edge. */
const DISC = "scale=320:180,format=gray,geq=lum='clip((H/4-hypot(X-W/3,Y-H/3))+0.5,0,1)*255'";

describe.each(VARIANTS)('As %s, a mask', (_, name, args) => {
	const file = async (filter: string) => await bytesMade(name, 'mask.png', '-vf', filter, ...args, ...ONE);

	it('has the same pixels as sharp cuts at half', async () => {
		const bytes = await file(`${DISC},lutyuv=y='if(gte(val,128),255,0)'`);
		const made = await cleaned(bytes, undefined, true);
		if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
		// sharp cannot read BMP.
		const readable = name.endsWith('bmp')
			? await bytesMade('same.png', 'mask.png', '-vf', `${DISC},lutyuv=y='if(gte(val,128),255,0)'`, ...ONE)
			: bytes;
		const theirs = await sharp(readable).removeAlpha().grayscale().threshold(128).negate().raw().toBuffer();
		const ours = await sharp(made.png).grayscale().raw().toBuffer();
		let different = 0;
		ours.forEach((value, at) => (different += value === theirs[at] ? 0 : 1));
		expect(different / ours.length).toBeLessThan(name.endsWith('jpg') ? 0.0005 : 1e-9);
	});

	it('with an edge feathered over 40 pixels, an eighth of its width, passes, and is pure then', async () => {
		const soft = "scale=320:180,format=gray,geq=lum='clip((H/3-hypot(X-W/2,Y-H/2))/40+0.5,0,1)*255'";
		const made = await cleaned(await file(soft));
		if (name.startsWith('mono')) return expect(made).toEqual({ kind: 'pure' });
		if (made.kind !== 'cleaned') throw new Error(JSON.stringify(made));
		expect(made.changes.gray).toBeGreaterThan(0.05);
		expect(await colorsOf(made.png, 'PNG')).toMatchObject({ counts: { between: 0, transparent: 0 } });
		expect(await cleaned(made.png)).toEqual({ kind: 'pure' });
	});

	it('gets the size of the video', async () => {
		const bytes = await file(DISC);
		const { width, height } = await factsOf(bytes);
		const to = { width: width / 2, height: height / 2 };
		const made = await cleaned(bytes, to);
		expect(made).toMatchObject({
			kind: 'cleaned',
			facts: to,
			changes: { size: { from: { width, height }, to } },
		});
	});
});

describe('A mask of another size', () => {
	it('is enlarged in squares', async () => {
		const made = await madeOf(gray([0, 255], [255, 0]), { width: 4, height: 4 });
		expect(made.lines).toEqual(['..##', '..##', '##..', '##..']);
		expect(made.changes.size).toEqual({ from: { width: 2, height: 2 }, to: { width: 4, height: 4 } });
	});

	it('is made smaller by the larger part of each pixel', async () => {
		const made = await madeOf(gray([255, 255, 255, 0], [255, 0, 0, 0], [255, 255, 0, 0], [0, 0, 0, 0]), {
			width: 2,
			height: 2,
		});
		expect(made.lines).toEqual(['#.', '#.']);
	});

	it.each<[string, Size, Size, boolean]>([
		['the half', { width: 640, height: 360 }, { width: 1280, height: 720 }, true],
		['an even number of columns', { width: 854, height: 480 }, { width: 1280, height: 720 }, true],
		['a rounded number of columns', { width: 853, height: 480 }, { width: 1280, height: 720 }, true],
		['a small one with rounded rows', { width: 100, height: 56 }, { width: 1920, height: 1080 }, true],
		['a larger one', { width: 3840, height: 2160 }, { width: 854, height: 480 }, true],
		['a square for a wide video', { width: 1024, height: 1024 }, { width: 1280, height: 720 }, false],
		['a slightly wider one', { width: 1300, height: 720 }, { width: 1280, height: 720 }, false],
		['upright instead of across', { width: 720, height: 1280 }, { width: 1280, height: 720 }, false],
	])('has the same shape or not: %s', (_, one, other, same) => {
		expect([haveSameShape(one, other), haveSameShape(other, one)]).toEqual([same, same]);
	});

	it('and shape is refused with both sizes', async () => {
		expect(await faultOf(gray([0, 255, 0, 0], [0, 0, 0, 0]), { width: 500, height: 900 })).toEqual({
			is: 'is 4 × 2 px, another shape than the video with 500 × 900 px',
			takes: 'masks in the shape of the video',
			advice: 'Export the mask at 500 × 900 px, with the same framing as the video.',
		});
	});
});

describe('The orientation of a mask', () => {
	const rotated = (orientation: number) => {
		const plain = gray([0, 255, 255], [0, 0, 0]);
		const end = plain.indexOf('IDAT') - 4;
		return joined(
			plain.subarray(0, end),
			pngChunk('eXIf', exif(orientation).subarray(10)),
			plain.subarray(end),
		);
	};

	it.each<[number, string[]]>([
		[2, ['##.', '...']],
		[3, ['...', '##.']],
		[4, ['...', '.##']],
		[5, ['..', '#.', '#.']],
		[6, ['..', '.#', '.#']],
		[7, ['.#', '.#', '..']],
		[8, ['#.', '#.', '..']],
	])('number %d is applied, as the PNG has no Exif data', async (orientation, lines) => {
		const file = rotated(orientation);
		const { width, height } = await factsOf(file);
		const made = await madeOf(file, { width, height });
		expect(made.lines).toEqual(lines);
		expect(made.changes).toEqual({ ...NOTHING, turned: true, format: 'PNG' });
	});

	it('counts where it is brought to the size of the video', async () => {
		const made = await madeOf(rotated(6), { width: 4, height: 6 });
		expect(made.lines).toEqual(['....', '....', '..##', '..##', '..##', '..##']);
		expect(made.changes.size).toEqual({ from: { width: 2, height: 3 }, to: { width: 4, height: 6 } });
	});

	it('that is upright changes nothing', async () => {
		expect(await cleaned(rotated(1))).toEqual({ kind: 'pure' });
	});
});

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
