import fc from 'fast-check';
import { nextPoll, REMEMBERED } from '../../../../nodes/WanVideoEdit/stages/wait/pollSchedule';
import type { Pace } from '../../../../nodes/WanVideoEdit/form/waiting';

const PACES: Pace[] = ['economy', 'balanced', 'fast'];

/** Random number that does not shift a poll. */
const MIDDLE = 0.5;

/** Seconds; eight tasks of about five minutes. */
const ABOUT_300 = [262, 341, 305, 288, 318, 271, 334, 296];

/** Times of all polls until a time, in seconds after the creation. */
function pollsOf(pace: Pace, durations: readonly number[], until: number, random = () => MIDDLE): number[] {
	const polls: number[] = [];
	for (let at = 0; ;) {
		at += nextPoll(pace, durations, at * 1000, random()).pauseMs / 1000;
		if (at > until) return polls;
		polls.push(at);
	}
}

const gapsOf = (polls: readonly number[]): number[] =>
	polls.slice(1).map((poll, index) => poll - (polls[index] ?? 0));

const mostOf = (numbers: readonly number[]): number => Math.max(...numbers);

const rounded = (polls: readonly number[]): number[] => polls.map((poll) => Math.round(poll * 100) / 100);

describe('The poll schedule', () => {
	describe('without known durations', () => {
		it.each<[Pace, number, number]>([
			['economy', 24, 14.9],
			['balanced', 13, 4.95],
			['fast', 8, 1.98],
		])('%s polls after 3 s and %d s, then every %d s', (pace, second, gap) => {
			const polls = pollsOf(pace, [], 120);
			expect(rounded(polls).slice(0, 4)).toEqual(rounded([3, second, second + gap, second + 2 * gap]));
			for (const one of gapsOf(polls.slice(1))) expect(one).toBeCloseTo(gap);
		});

		it.each([[0], [-5], [NaN], [Infinity], [-Infinity], [1e300]])(
			'ignores %d as an impossible duration',
			(nonsense) => {
				for (const pace of PACES) {
					expect(pollsOf(pace, [nonsense, nonsense], 60)).toEqual(pollsOf(pace, [], 60));
					expect(pollsOf(pace, [nonsense, 40, nonsense], 60)).toEqual(pollsOf(pace, [40], 60));
				}
			},
		);
	});

	describe('with known durations', () => {
		it('polls seldom before the shortest, and most often when nearly all would be finished', () => {
			for (const pace of PACES) {
				const polls = pollsOf(pace, ABOUT_300, 900);
				const within = (from: number, until: number) =>
					polls.filter((poll) => poll > from && poll <= until).length / (until - from);
				expect(within(0, 200)).toBeLessThan(within(262, 300) / 4);
				expect(within(300, 340)).toBeGreaterThan(within(262, 300));
				expect(within(300, 340)).toBeGreaterThan(within(600, 900));
			}
		});

		it('detects inputs that are rejected at once after 3 s', () => {
			for (const pace of PACES) expect(pollsOf(pace, ABOUT_300, 300)[0]).toBeCloseTo(3);
		});

		it('skips that poll if another one follows within 25 s', () => {
			for (const pace of PACES) {
				const [first = 0] = pollsOf(pace, [18, 21, 20, 19, 22, 20, 18, 21], 60);
				expect(first).toBeGreaterThan(3.5);
				expect(first).toBeLessThanOrEqual(25);
			}
		});

		it('never leaves a gap of more than about a minute', () => {
			for (const pace of PACES) {
				for (const durations of [[3600], Array<number>(REMEMBERED).fill(3600)]) {
					// If the regular polls start right after the one at 3 s, that one is skipped.
					expect(mostOf(gapsOf(pollsOf(pace, durations, 3600)))).toBeLessThanOrEqual(90);
				}
			}
		});

		it('has growing gaps when a task takes longer than all of them, up to 15 s', () => {
			for (const pace of PACES) {
				const gaps = gapsOf(pollsOf(pace, ABOUT_300, 1800).filter((poll) => poll > 360));
				for (const [index, gap] of gaps.slice(1).entries()) {
					expect(gap).toBeGreaterThanOrEqual((gaps[index] ?? 0) - 0.001);
				}
			}
			expect(mostOf(gapsOf(pollsOf('economy', [30, 31, 29], 3600)))).toBeCloseTo(15);
		});

		it('polls around the same duration with some leeway if all were equal', () => {
			const polls = pollsOf('balanced', Array<number>(REMEMBERED).fill(100), 120);
			expect(polls.filter((poll) => poll > 90 && poll < 110).length).toBeGreaterThanOrEqual(8);
		});

		it('does not rely on a single duration: it also polls at half and twice that time', () => {
			const polls = pollsOf('balanced', [100], 200);
			expect(polls.some((poll) => poll > 30 && poll < 70)).toBe(true);
			expect(polls.some((poll) => poll > 180)).toBe(true);
		});

		it('is not misled by one that took ten times as long', () => {
			const usual = [98, 104, 101, 107, 99, 103, 105];
			const polls = (durations: readonly number[]) => pollsOf('balanced', durations, 100).length;
			expect(polls([...usual, 1000])).toBeLessThan(2 * polls([...usual, 102]));
		});

		it(`uses only the latest ${REMEMBERED}`, () => {
			for (const pace of PACES) {
				expect(pollsOf(pace, [900, 800, ...ABOUT_300], 400)).toEqual(pollsOf(pace, ABOUT_300, 400));
			}
		});

		it('polls more often at a faster pace', () => {
			const [economy = 0, balanced = 0, fast = 0] = PACES.map((pace) => pollsOf(pace, ABOUT_300, 320).length);
			expect(balanced).toBeGreaterThan(economy);
			expect(fast).toBeGreaterThan(balanced);
		});
	});

	describe('for any durations', () => {
		const aPace = fc.constantFrom(...PACES);
		const plausible = fc.double({ min: 1, max: 1800, noNaN: true });
		const nonsense = fc.oneof(
			fc.double(),
			fc.constantFrom(0, -1, NaN, Infinity, -Infinity, 1e-300, Number.MIN_VALUE, Number.MAX_VALUE),
		);
		const durations = fc.oneof(
			fc.array(plausible, { maxLength: 12 }),
			fc.array(fc.oneof(plausible, nonsense), { maxLength: 12 }),
		);
		const elapsedMs = fc.oneof(fc.nat(900_000), fc.nat(86_400_000));
		const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

		it('returns the same for the same arguments, and does not change them', () => {
			fc.assert(
				fc.property(aPace, durations, elapsedMs, random, (pace, seconds, elapsed, chance) => {
					const given = Object.freeze([...seconds]);
					expect(nextPoll(pace, given, elapsed, chance)).toEqual(
						nextPoll(pace, [...seconds], elapsed, chance),
					);
				}),
			);
		});

		it('leaves 0.8 s between polls, and never more than two minutes', () => {
			const anyElapsed = fc.oneof(elapsedMs, fc.constantFrom(-1, NaN, Infinity, -Infinity, 1e15));
			fc.assert(
				fc.property(aPace, durations, anyElapsed, random, (pace, seconds, elapsed, chance) => {
					const { pauseMs, slackMs } = nextPoll(pace, seconds, elapsed, chance);
					expect(pauseMs).toBeGreaterThanOrEqual(800);
					expect(pauseMs).toBeLessThanOrEqual(120_000);
					expect(slackMs).toBeGreaterThan(0);
					expect(slackMs).toBeLessThan(60_000);
				}),
				{ numRuns: 1000 },
			);
		});

		it('shifts a poll by at most 5 percent of the gap, so that many tasks are not polled at once', () => {
			fc.assert(
				fc.property(aPace, durations, elapsedMs, random, (pace, seconds, elapsed, chance) => {
					const planned = nextPoll(pace, seconds, elapsed, MIDDLE);
					const moved = nextPoll(pace, seconds, elapsed, chance);
					// Slack is two fifths of the gap.
					const most = (planned.slackMs / 0.4) * 0.05;
					expect(Math.abs(moved.pauseMs - planned.pauseMs)).toBeLessThanOrEqual(most + 0.001);
				}),
			);
			const { pauseMs, slackMs } = nextPoll('balanced', [], 20_000, MIDDLE);
			expect(slackMs).toBeCloseTo(4950 * 0.4);
			expect(nextPoll('balanced', [], 20_000, 0).pauseMs).toBeCloseTo(pauseMs - 4950 * 0.05);
			expect(nextPoll('balanced', [], 20_000, 0.9999999).pauseMs).toBeCloseTo(pauseMs + 4950 * 0.05);
		});

		it('plans no earlier poll at a later time', () => {
			fc.assert(
				fc.property(aPace, durations, elapsedMs, fc.nat(60_000), (pace, seconds, elapsed, later) => {
					const atOf = (now: number) => now + nextPoll(pace, seconds, now, MIDDLE).pauseMs;
					expect(atOf(elapsed + later)).toBeGreaterThanOrEqual(atOf(elapsed) - 0.001);
				}),
			);
		});

		it('does not poll twice instead of once, when jitter and slack make a poll as early as possible', () => {
			fc.assert(
				fc.property(aPace, durations, elapsedMs, random, (pace, seconds, elapsed, chance) => {
					const planned = nextPoll(pace, seconds, elapsed, MIDDLE);
					const { pauseMs, slackMs } = nextPoll(pace, seconds, elapsed, chance);
					const early = elapsed + pauseMs - slackMs;
					const after = early + nextPoll(pace, seconds, early, MIDDLE).pauseMs;
					// The next poll is a later one, by at least the rest of the gap.
					expect(after - (elapsed + planned.pauseMs)).toBeGreaterThan(Math.min(planned.slackMs / 4, 350) - 1);
				}),
			);
		});

		it('advances with every poll, whatever the jitter', () => {
			fc.assert(
				fc.property(
					aPace,
					durations,
					fc.array(random, { minLength: 1, maxLength: 20 }),
					(pace, seconds, chances) => {
						let count = 0;
						const polls = pollsOf(pace, seconds, 600, () => chances[count++ % chances.length] ?? 0);
						expect(polls.length).toBeGreaterThanOrEqual(600 / 120);
						expect(polls.length).toBeLessThanOrEqual(600 / 0.8);
					},
				),
				{ numRuns: 50 },
			);
		});
	});

	it('postpones a poll that is due during a slow response', () => {
		// The poll at 17.95 s would come 0.45 s after the response; the next one is used.
		expect(17.5 + nextPoll('balanced', [], 17_500, MIDDLE).pauseMs / 1000).toBeCloseTo(22.9);
	});

	it('stays far below the 20 requests per second of an account with five concurrent tasks', () => {
		const shortest = Math.min(
			...PACES.flatMap((pace) => [
				...gapsOf(pollsOf(pace, [], 600)),
				...gapsOf(pollsOf(pace, ABOUT_300, 600)),
			]),
		);
		expect(5 / shortest).toBeLessThan(20 / 2);
	});

	it('is computed quickly for a task that has been running for a day, whatever the durations', () => {
		const cases: number[][] = [[], ABOUT_300, [0.5], Array<number>(REMEMBERED).fill(80_000)];
		for (const pace of PACES) {
			for (const durations of cases) {
				const { pauseMs } = nextPoll(pace, durations, 86_400_000, MIDDLE);
				expect(pauseMs).toBeGreaterThanOrEqual(800);
				expect(pauseMs).toBeLessThanOrEqual(60_000 * 1.05);
			}
		}
	});
});
