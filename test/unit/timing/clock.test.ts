import { dateOffset, systemClock } from '../../../nodes/WanVideoEdit/timing/clock';

const HOUR = 3_600_000;

describe('The clock for spans and deadlines', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([60_000, -60_000, 365 * 24 * HOUR])('runs on evenly where the wall clock is set by %d ms', (ms) => {
		const [before, date] = [systemClock.now(), Date.now()];
		jest.spyOn(Date, 'now').mockReturnValue(date + ms);
		const passed = systemClock.now() - before;
		expect(passed).toBeGreaterThanOrEqual(0);
		expect(passed).toBeLessThan(30_000);
		expect(systemClock.date()).toBe(date + ms);
		expect(Math.abs(dateOffset(systemClock) - ms)).toBeLessThan(30_000);
	});
});
