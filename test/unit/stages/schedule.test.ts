import fc from 'fast-check';
import { untilNextLook } from '../../../nodes/WanVideoEdit/stages/schedule';
import type { Pace } from '../../../nodes/WanVideoEdit/form/waiting';

const PACES: Pace[] = ['economy', 'balanced', 'fast'];
const MIDDLE = 0.5;

describe('The schedule of looks', () => {
	it.each<[Pace, number, number]>([
		['economy', 24, 14.9],
		['balanced', 13, 7],
		['fast', 8, 3.9],
	])('%s looks after 3 s and %d s, then every %d s', (pace, second, gap) => {
		expect(untilNextLook(pace, 0, 0, MIDDLE)).toBeCloseTo(3000);
		expect(untilNextLook(pace, 1, 3000, MIDDLE)).toBeCloseTo((second - 3) * 1000);
		for (const look of [2, 3, 50, 1000]) {
			expect(untilNextLook(pace, look, look * 1000, MIDDLE)).toBeCloseTo(gap * 1000);
		}
	});

	it('takes off what a slow answer took before the second look', () => {
		expect(untilNextLook('balanced', 1, 9000, MIDDLE)).toBeCloseTo(4000);
	});

	it('leaves a second between two looks, however late the first one was', () => {
		for (const pace of PACES) expect(untilNextLook(pace, 1, 3_600_000, MIDDLE)).toBeCloseTo(1000);
	});

	it('moves a pause by at most 5 percent, so that many tasks do not ask at once', () => {
		const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
		fc.assert(
			fc.property(
				fc.constantFrom(...PACES),
				fc.nat(100),
				fc.nat(600_000),
				chance,
				(pace, look, elapsed, random) => {
					const planned = untilNextLook(pace, look, elapsed, MIDDLE);
					const pause = untilNextLook(pace, look, elapsed, random);
					expect(pause).toBeGreaterThanOrEqual(planned * 0.95 - 0.001);
					expect(pause).toBeLessThanOrEqual(planned * 1.05 + 0.001);
				},
			),
		);
		expect(untilNextLook('fast', 5, 0, 0)).toBeCloseTo(3900 * 0.95);
		expect(untilNextLook('fast', 5, 0, 0.9999999)).toBeCloseTo(3900 * 1.05);
	});

	it('asks with five tasks at once far below the 20 requests a second of an account', () => {
		const shortest = Math.min(...PACES.map((pace) => untilNextLook(pace, 9, 0, 0)));
		expect((5 * 1000) / shortest).toBeLessThan(20 / 4);
	});
});
