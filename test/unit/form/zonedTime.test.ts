import fc from 'fast-check';
import { epochOf } from '../../../nodes/WanVideoEdit/form/zonedTime';

const iso = (text: string, zone: string): string => new Date(epochOf(text, zone)).toISOString();

describe('A date and time', () => {
	it.each([
		['2026-01-31T18:00:00Z', '2026-01-31T18:00:00.000Z'],
		['2026-01-31T18:00:00.250z', '2026-01-31T18:00:00.250Z'],
		['2026-01-31T18:00:00+08:00', '2026-01-31T10:00:00.000Z'],
		['2026-01-31T18:00:00-0500', '2026-01-31T23:00:00.000Z'],
		['2026-01-31T18:00:00.000+01:00', '2026-01-31T17:00:00.000Z'],
	])('with its own time zone is that moment, whatever the time zone of the workflow: %s', (text, moment) => {
		for (const zone of ['UTC', 'Asia/Shanghai', 'America/New_York']) expect(iso(text, zone)).toBe(moment);
	});

	it.each([
		['2026-01-31T18:00:00', 'UTC', '2026-01-31T18:00:00.000Z'],
		['2026-01-31T18:00:00', 'Asia/Shanghai', '2026-01-31T10:00:00.000Z'],
		['2026-01-31 18:00:00', 'Asia/Shanghai', '2026-01-31T10:00:00.000Z'],
		['2026-01-31T18:00', 'Asia/Shanghai', '2026-01-31T10:00:00.000Z'],
		['2026-01-31T18:00:00.125', 'Asia/Shanghai', '2026-01-31T10:00:00.125Z'],
		['2026-01-31', 'Asia/Shanghai', '2026-01-30T16:00:00.000Z'],
		['2026-01-31', 'America/New_York', '2026-01-31T05:00:00.000Z'],
		['2026-01-31T18:00:00', 'America/New_York', '2026-01-31T23:00:00.000Z'],
		['2026-07-31T18:00:00', 'America/New_York', '2026-07-31T22:00:00.000Z'],
		['2026-07-31T18:00:00', 'Asia/Kathmandu', '2026-07-31T12:15:00.000Z'],
		// Clocks go forward at 2:00 on March 8 and back at 2:00 on November 1.
		['2026-03-08T01:30:00', 'America/New_York', '2026-03-08T06:30:00.000Z'],
		['2026-03-08T03:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
		['2026-03-08T12:00:00', 'America/New_York', '2026-03-08T16:00:00.000Z'],
		['2026-11-01T00:30:00', 'America/New_York', '2026-11-01T04:30:00.000Z'],
		['2026-11-01T03:30:00', 'America/New_York', '2026-11-01T08:30:00.000Z'],
		['2026-11-01T12:00:00', 'America/New_York', '2026-11-01T17:00:00.000Z'],
	])('without a time zone is in that of the workflow: %s in %s is %s', (text, zone, moment) => {
		expect(iso(text, zone)).toBe(moment);
	});

	it('converts back to the same clock time in its zone', () => {
		const zones = fc.constantFrom(
			'America/New_York',
			'Europe/Berlin',
			'Asia/Shanghai',
			'Australia/Lord_Howe',
		);
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
				zones,
				(date, zone) => {
					const clockOf = (moment: number) =>
						new Intl.DateTimeFormat('sv-SE', {
							timeZone: zone,
							dateStyle: 'short',
							timeStyle: 'medium',
						}).format(moment);
					const text = clockOf(date.getTime());
					expect(clockOf(epochOf(text, zone))).toBe(text);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it.each(['yesterday', 'item 1', '5', '2026-13-40', '2026-01-31T99:00:00', 'T18:00', '20/11/2026', 'Z'])(
		'is not parsed from %p',
		(text) => {
			expect(epochOf(text, 'UTC')).toBeNaN();
		},
	);
});
