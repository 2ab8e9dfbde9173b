import type { Pace } from '../form/waiting';

interface Rhythm {
	/** Seconds after the submit of the first looks. The one at 3 s sees inputs that are turned down at once. */
	readonly first: readonly number[];
	/** Seconds between all later looks. */
	readonly gap: number;
}

/**
 * Tasks take from about one to ten minutes, and an account may ask 20 times a second in all. The gaps lie
 * at the provider's recommendation of 15 s (ALI-27) for economy, and at a half and a quarter of it.
 */
const RHYTHMS: Readonly<Record<Pace, Rhythm>> = {
	economy: { first: [3, 24], gap: 14.9 },
	balanced: { first: [3, 13], gap: 7 },
	fast: { first: [3, 8], gap: 3.9 },
};

/** Share by which a gap is moved at random, so that many tasks do not ask in the same moment. */
const JITTER = 0.05;

/**
 * Milliseconds until the next look at a task.
 * @param look number of the looks so far
 * @param elapsedMs time since the submit
 * @param random a number in [0, 1)
 */
export function untilNextLook(pace: Pace, look: number, elapsedMs: number, random: number): number {
	const { first, gap } = RHYTHMS[pace];
	const planned = first[look];
	const seconds = planned === undefined ? gap : Math.max(planned - elapsedMs / 1000, 1);
	return seconds * 1000 * (1 + JITTER * (2 * random - 1));
}
