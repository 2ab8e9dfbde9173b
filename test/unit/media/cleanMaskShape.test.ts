import { haveSameShape } from '../../../nodes/WanVideoEdit/media/masks/cleanMask';
import type { Size } from '../../../nodes/WanVideoEdit/media/pixels/areaAverage';
import { cleaned, factsOf, faultOf, gray, madeOf, NOTHING } from './cleanedMasks';
import { exif, joined, pngChunk } from './headers';

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
