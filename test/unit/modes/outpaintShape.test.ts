import fc from 'fast-check';
import {
	nearestTo,
	type Scales,
	scalesTo,
	SHAPES,
	type Shape,
} from '../../../nodes/WanVideoEdit/modes/outpaintShape';
import { outpaint } from '../../../nodes/WanVideoEdit/modes/outpaint';
import type { InspectedSlot } from '../../../nodes/WanVideoEdit/media/slot';
import { checkedOf, failureOf, form } from '../drafts';

const ratio = (shape: Shape): number => {
	const [width = 1, height = 1] = shape.split(':').map(Number);
	return width / height;
};

/** Width divided by height of a video after it was expanded. */
const expanded = (width: number, height: number, { top, bottom, left, right }: Scales): number =>
	(width * (left + right - 1)) / (height * (top + bottom - 1));

describe('The scales that expand a video to a shape', () => {
	it.each<[Shape, number, number, Scales]>([
		['16:9', 720, 720, { top: 1, bottom: 1, left: 1.3889, right: 1.3889 }],
		['1:1', 1280, 720, { top: 1.3889, bottom: 1.3889, left: 1, right: 1 }],
		['4:5', 1280, 720, { top: 1.6111, bottom: 1.6111, left: 1, right: 1 }],
		['4:3', 720, 1280, { top: 1, bottom: 1, left: 1.6852, right: 1.6852 }],
		['16:9', 720, 1215, { top: 1, bottom: 1, left: 2, right: 2 }],
	])('for %s of %d × %d grow equally on two sides', (shape, width, height, scales) => {
		expect(scalesTo(shape, width, height)).toEqual(scales);
	});

	it('give the shape, within the limits of the API, or say that it is too far', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...SHAPES),
				fc.integer({ min: 240, max: 4096 }),
				fc.integer({ min: 240, max: 4096 }),
				(shape, width, height) => {
					const scales = scalesTo(shape, width, height);
					const growth = Math.max(ratio(shape) / (width / height), width / height / ratio(shape));
					if (scales === 'tooFar') expect(growth).toBeGreaterThan(2.999);
					else if (scales === 'sameShape') expect(growth).toBeLessThan(1.01);
					else {
						expect(Math.max(...Object.values(scales))).toBeLessThanOrEqual(2);
						expect(Math.min(...Object.values(scales))).toBe(1);
						expect(expanded(width, height, scales) / ratio(shape)).toBeCloseTo(1, 2);
					}
				},
			),
		);
	});

	it.each<[Shape, number, number, Shape | undefined]>([
		['9:16', 1280, 720, '3:4'],
		['16:9', 720, 1280, '4:3'],
		['9:16', 3840, 240, undefined],
	])('that cannot reach %s from %d × %d come near it with %s', (shape, width, height, nearest) => {
		expect(scalesTo(shape, width, height)).toBe('tooFar');
		expect(nearestTo(shape, width, height)).toBe(nearest);
	});
});

describe('Outpaint to a shape', () => {
	const draft = (expandTo: string) => checkedOf('outpaint', form('outpaint', { expandTo })) as never;
	const video = (width: number, height: number) =>
		[{ slot: { name: 'video' }, facts: { kind: 'video', width, height } }] as unknown as InspectedSlot[];

	it('needs the size of the video, and asks for it only then', () => {
		expect(outpaint.needsFactsOf?.(draft('1:1'))).toEqual(['video']);
		expect(outpaint.needsFactsOf?.(draft('custom'))).toEqual([]);
	});

	it('sets the scales from the size of the video', () => {
		expect(outpaint.settle?.(draft('1:1'), video(1280, 720)).scales).toMatchObject({ top: 1.3889, left: 1 });
	});

	it('never guesses: without the size there is no request', () => {
		expect(failureOf(() => outpaint.settle?.(draft('1:1'), []))).toMatchObject({
			kind: 'badInput',
			description: "Choose 'Custom' and set the scales, or provide the video as 'File'.",
		});
	});

	it.each<[string, number, number, RegExp, RegExp]>([
		['9:16', 1280, 720, /1280 × 720.*the nearest that it can reach is 3:4/, /^Choose 3:4, or 'Custom'/],
		['16:9', 1920, 1080, /has that shape already/, /^Choose another shape, or 'Custom'/],
		['9:16', 3840, 240, /choose 'Custom'/, /^Choose 'Custom'/],
	])('%s of %d × %d is rejected with the way out', (expandTo, width, height, says, advice) => {
		const image = { slot: { name: 'referenceImage' }, facts: { kind: 'image' } } as InspectedSlot;
		expect(outpaint.checkFiles?.(draft(expandTo), [image, ...video(width, height)])).toEqual([
			{ says: expect.stringMatching(says), advice: expect.stringMatching(advice) },
		]);
	});

	it('passes where the shape can be reached, and is no matter with scales of the user', () => {
		expect(outpaint.checkFiles?.(draft('1:1'), video(1280, 720))).toEqual([]);
		expect(outpaint.checkFiles?.(draft('1:1'), [])).toEqual([]);
		expect(outpaint.checkFiles?.(draft('custom'), video(1920, 1080))).toEqual([]);
	});

	it('leaves scales of the user as they are', () => {
		const custom = checkedOf('outpaint', form('outpaint', { leftScale: 1.2 })) as never;
		expect(outpaint.settle?.(custom, video(1280, 720)).scales).toMatchObject({ left: 1.2, top: 1.5 });
	});

	it('does not read the scales that the form hides', () => {
		expect(() =>
			checkedOf('outpaint', form('outpaint', { expandTo: '1:1', topScale: 'wide' })),
		).not.toThrow();
	});
});
