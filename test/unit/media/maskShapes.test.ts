import { rasterize } from '../../../nodes/WanVideoEdit/media/masks/rasterize';
import { MASK_PRESETS } from '../../../nodes/WanVideoEdit/media/masks/presets';
import { shapeFault } from '../../../nodes/WanVideoEdit/media/masks/shapeRules';
import type { Point, Shape } from '../../../nodes/WanVideoEdit/media/masks/shapes';
import { dice } from './mutants';

const SIZE = { width: 40, height: 20, inverted: false };
const turn = async () => {};

async function maskOf(shapes: Shape[], size = SIZE): Promise<Uint8Array> {
	const made = await rasterize(shapes, size, turn);
	if (made.kind === 'refused') throw new Error(made.fault.is);
	return made.mask.data;
}

/** The mask as lines of text: # is edited. */
async function drawn(shapes: Shape[], size = SIZE): Promise<string[]> {
	const text = [...(await maskOf(shapes, size))]
		.map((value) => ({ 0: '.', 255: '#' })[value] ?? '?')
		.join('');
	return Array.from({ length: size.height }, (_, y) => text.slice(y * size.width, (y + 1) * size.width));
}

const box = (left: number, top: number, width: number, height: number): Shape => ({
	kind: 'rectangle',
	left,
	top,
	width,
	height,
});
const polygon = (...points: Point[]): Shape => ({ kind: 'polygon', points });
const share = (data: Uint8Array) => data.filter((value) => value === 255).length / data.length;

describe('A shape', () => {
	it('is painted in white on black', async () => {
		expect(await drawn([box(25, 50, 50, 25)], { width: 8, height: 4, inverted: false })).toEqual([
			'........',
			'........',
			'..####..',
			'........',
		]);
	});

	it('is painted in black on white in an inverted mask', async () => {
		expect(await drawn([box(25, 50, 50, 25)], { width: 8, height: 4, inverted: true })).toEqual([
			'########',
			'########',
			'##....##',
			'########',
		]);
	});

	it('as a polygon follows its corners', async () => {
		const triangle = polygon([0, 0], [100, 0], [0, 100]);
		expect(await drawn([triangle], { width: 6, height: 6, inverted: false })).toEqual([
			'#####.',
			'####..',
			'###...',
			'##....',
			'#.....',
			'......',
		]);
	});

	it('that crosses itself has no hole', async () => {
		const star = polygon([50, 0], [80, 100], [0, 38], [100, 38], [20, 100]);
		const rows = await drawn([star], { width: 40, height: 40, inverted: false });
		expect(rows[22]?.slice(15, 25)).toBe('##########');
	});

	it('as an ellipse is as round as its formula', async () => {
		const size = { width: 400, height: 300, inverted: false };
		const data = await maskOf([{ kind: 'ellipse', left: 10, top: 20, width: 70, height: 60 }], size);
		let wrong = 0;
		data.forEach((value, index) => {
			const [x, y] = [(index % 400) + 0.5, Math.floor(index / 400) + 0.5];
			const isInside = ((x - 180) / 140) ** 2 + ((y - 150) / 90) ** 2 < 1;
			if (isInside !== (value === 255)) wrong += 1;
		});
		expect(wrong).toBe(0);
	});

	it('is united with others, whether they overlap or not', async () => {
		const both = [box(0, 0, 50, 50), box(25, 25, 50, 50)];
		const [one, other] = [await maskOf(both.slice(0, 1)), await maskOf(both.slice(1))];
		expect(await maskOf(both)).toEqual(one.map((value, index) => value | (other[index] ?? 0)));
	});

	it('shares no pixel with a neighbor, and leaves no gap to it', async () => {
		const roll = dice(7);
		for (let round = 0; round < 200; round += 1) {
			const size = { width: 1 + roll(60), height: 1 + roll(60), inverted: false };
			const [x, y] = [roll(1000) / 10, roll(1000) / 10];
			const parts = [
				box(0, 0, x, y),
				box(x, 0, 100 - x, y),
				box(0, y, x, 100 - y),
				box(x, y, 100 - x, 100 - y),
			];
			const sum = new Uint8Array(size.width * size.height);
			for (const part of parts) {
				const made = await rasterize([part], size, turn);
				// One that covers everything or nothing is refused, and then the others tell the rest.
				if (made.kind === 'mask')
					made.mask.data.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value / 255));
				else if (/whole/.test(made.fault.is)) sum.fill(1);
			}
			expect(new Set(sum)).toEqual(new Set([1]));
		}
	});
});

describe('A polygon of random corners', () => {
	/** Whether a point lies inside, by the angles under which it sees the edges: another way than by crossings. */
	function isInside(points: readonly Point[], [x, y]: Point): boolean {
		let angle = 0;
		points.forEach(([ax, ay], index) => {
			const [bx, by] = points[(index + 1) % points.length] ?? [0, 0];
			const [ux, uy, vx, vy] = [ax - x, ay - y, bx - x, by - y];
			angle += Math.atan2(ux * vy - uy * vx, ux * vx + uy * vy);
		});
		return Math.round(angle / (2 * Math.PI)) !== 0;
	}

	it('is painted where its outline winds around the centers of pixels', async () => {
		const roll = dice(20_261_127);
		let compared = 0;
		for (let round = 0; round < 150; round += 1) {
			const points = Array.from({ length: 3 + roll(7) }, (): Point => [
				roll(10_001) / 100,
				roll(10_001) / 100,
			]);
			const size = { width: 8 + roll(40), height: 8 + roll(40), inverted: false };
			const made = await rasterize([polygon(...points)], size, turn);
			if (made.kind === 'refused') continue;
			made.mask.data.forEach((value, index) => {
				const x = ((index % size.width) + 0.5) * (100 / size.width);
				const y = (Math.floor(index / size.width) + 0.5) * (100 / size.height);
				if (isInside(points, [x, y]) !== (value === 255))
					throw new Error(`${JSON.stringify(points)} ${x},${y}`);
				compared += 1;
			});
		}
		expect(compared).toBeGreaterThan(50_000);
	});
});

describe('Shapes are refused', () => {
	it.each<[string, Shape, is: RegExp, advice: RegExp]>([
		['outside 0 to 100', box(-1, 0, 10, 10), /^has -1 as 'Left'$/, /percent of the picture, not pixels/],
		['in pixels', box(0, 0, 640, 360), /^has 640 as 'Width'$/, /'Width' to a number from 0 to 100/],
		['without a number', box(0, NaN, 10, 10), /^has NaN as 'Top'$/, /from 0 to 100/],
		[
			'beyond the right edge',
			box(60, 0, 50, 10),
			/^reaches beyond the right edge: 'Left' and 'Width' are 110 together$/,
			/^Set 'Width' to 40 or less\.$/,
		],
		[
			'below the bottom edge',
			box(0, 70.5, 50, 30),
			/bottom edge: .* 100\.5 together$/,
			/'Height' to 29\.5 or less/,
		],
		['right of everything', box(100, 0, 50, 10), /right edge/, /'Left' to less than 100/],
		['without a width', box(10, 10, 0, 10), /^has no area: its 'Width' is 0$/, /more than 0/],
		['without a height', box(10, 10, 10, 0), /^has no area: its 'Height' is 0$/, /more than 0/],
		['of no corners', polygon(), /^has 0 corners$/, /Add corners/],
		['of two corners', polygon([0, 0], [50, 50]), /^has 2 corners$/, /Add corners/],
		[
			'with a corner outside',
			polygon([0, 0], [50, 500], [9, 9]),
			/^has 50,500 as corner 2$/,
			/not in pixels/,
		],
		['on a line', polygon([0, 0], [50, 50], [100, 100], [20, 20]), /lie on one line$/, /off the line/],
		['at one point', polygon([5, 5], [5, 5], [5, 5]), /lie on one line$/, /off the line/],
	])('%s', (_, shape, is, advice) => {
		const fault = shapeFault(shape);
		expect(fault?.is).toMatch(is);
		expect(fault?.advice).toMatch(advice);
	});

	it.each<[string, Shape[], boolean, shape: number | undefined, is: RegExp]>([
		[
			'that cover no pixel',
			[box(0, 0, 50, 50), box(51, 51, 0.1, 0.1)],
			false,
			1,
			/^is too small to cover a pixel/,
		],
		[
			'that cover everything',
			[box(0, 0, 60, 100), box(40, 0, 60, 100)],
			false,
			undefined,
			/^covers the whole/,
		],
		[
			'that cover everything in an inverted mask',
			[box(0, 0, 100, 100)],
			true,
			undefined,
			/inverted it edits nothing/,
		],
		['that are none', [], false, undefined, /^covers nothing/],
		['that are none in an inverted mask', [], true, undefined, /inverted it edits the whole picture/],
	])('%s', async (_, shapes, inverted, shape, is) => {
		const made = await rasterize(shapes, { ...SIZE, inverted }, turn);
		expect(made).toMatchObject({ kind: 'refused', shape, fault: { is: expect.stringMatching(is) } });
	});

	it.each<[string, Shape]>([
		['with sums of decimals that exceed 100 by rounding', box(33.3, 66.1, 66.7, 33.9)],
		['like an hourglass, whose signed area is zero', polygon([0, 0], [100, 100], [100, 0], [0, 100])],
		['that cover a single pixel', box(50, 50, 2.6, 5.1)],
	])('but not %s', async (_, shape) => {
		expect(shapeFault(shape)).toBeUndefined();
		expect((await rasterize([shape], SIZE, turn)).kind).toBe('mask');
	});
});

describe('Presets', () => {
	const presets = Object.values(MASK_PRESETS);

	it.each(presets.map(({ name, shape }) => [name, shape] as const))(
		'%s is a good shape',
		async (_, shape) => {
			expect(shapeFault(shape)).toBeUndefined();
			expect(share(await maskOf([shape], { width: 1280, height: 720, inverted: false }))).toBeGreaterThan(
				0.05,
			);
		},
	);

	it('have names of their own', () => {
		expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
	});

	it.each([
		['thirds', [MASK_PRESETS.topThird, MASK_PRESETS.middleThird, MASK_PRESETS.bottomThird], 3],
		['halves from top to bottom', [MASK_PRESETS.topHalf, MASK_PRESETS.bottomHalf], 2],
		['halves from left to right', [MASK_PRESETS.leftHalf, MASK_PRESETS.rightHalf], 2],
	])('cover a picture as %s', async (_, parts, count) => {
		const size = { width: 300, height: 300, inverted: false };
		for (const { shape } of parts) expect(share(await maskOf([shape], size))).toBeCloseTo(1 / count, 10);
		const all = await rasterize(
			parts.map(({ shape }) => shape),
			size,
			turn,
		);
		expect(all).toMatchObject({ kind: 'refused', fault: { is: 'covers the whole picture' } });
	});
});
