import { MODES } from '../../../nodes/WanVideoEdit/modes';
import { checkedOf, form, modeNamed } from '../drafts';
import { FILM, inspected } from './inspected';

const estimate = (operation: string, seconds?: number, values: object = {}): number =>
	modeNamed(operation).billedSeconds(
		checkedOf(operation, form(operation, values)),
		seconds === undefined ? [] : [inspected('video', { ...FILM, seconds })],
	);

const WITH_VIDEO = ['repaint', 'editRegion', 'outpaint'];

describe('The estimate of billed seconds', () => {
	it.each([
		[3, 6],
		[5.02, 10.04],
		[2.3456, 4.7],
		[10, 20],
	])('of Edit is input and output: %s s are %s', (seconds, billed) => {
		expect(estimate('edit', seconds)).toBe(billed);
	});

	it.each([
		['is cut by Duration', 9, 4, 8],
		['is not made longer by it', 3, 10, 6],
		['is whole with a Duration of 0', 9, 0, 18],
		['counts Duration where the length is unknown', undefined, 6, 12],
	])('of Edit %s', (_, seconds, duration, billed) => {
		expect(estimate('edit', seconds, { options: { duration } })).toBe(billed);
	});

	it.each(WITH_VIDEO)('of %s is the output, in whole seconds, at least one and at most five', (operation) => {
		const lengths = [0.3, 1, 3, 3.0625, 3.2, 4.93, 5, 5.0625];
		expect(lengths.map((seconds) => estimate(operation, seconds))).toEqual([1, 1, 3, 3, 4, 5, 5, 5]);
	});

	it.each(['imageReference', 'extend'])('of %s is always five', (operation) => {
		expect([estimate(operation), estimate(operation, 2)]).toEqual([5, 5]);
	});

	it.each<[string, number]>([
		['edit', 20],
		...WITH_VIDEO.map((operation): [string, number] => [operation, 5]),
	])('of %s is the most possible where the length is unknown: %s', (operation, billed) => {
		expect(estimate(operation)).toBe(billed);
		expect(estimate(operation, 0)).toBe(billed);
	});

	it('is never 0, in no mode', () => {
		for (const { operation } of MODES) expect(estimate(operation, 0.01)).toBeGreaterThan(0);
	});
});
