import { REMEMBERED } from '../../nodes/WanVideoEdit/stages/wait/pollSchedule';
import { drawFrom, normal, type Draw } from './random';

/** Seconds that a task takes, in the middle. */
export const TASK_SECONDS = [30, 60, 120, 300, 600] as const;
export type TaskSeconds = (typeof TASK_SECONDS)[number];

/** How durations of one kind of task lie around their middle. */
export interface Spread {
	readonly name: string;
	/** Whether the promise counts for it. */
	readonly promised: boolean;
	draw(seconds: number, draw: Draw): number;
}

const evenly =
	(share: number): Spread['draw'] =>
	(seconds, draw) =>
		seconds * (1 + share * (2 * draw() - 1));

export const NARROW: Spread = { name: '±20 %', promised: true, draw: evenly(0.2) };
export const WIDE: Spread = { name: '±50 %', promised: true, draw: evenly(0.5) };

/**
 * Of eight equal jobs of another video model the shortest took 83 s, the longest 253 s, half of them up to 105 s
 * (`peers.md`, D4): a start of 80 s that all have, and a rest whose logarithm is normal.
 */
export const SKEWED: Spread = {
	name: 'skewed',
	promised: false,
	draw: (seconds, draw) => (seconds * (80 + 25 * Math.exp(1.3 * normal(draw)))) / 105,
};

export const SPREADS: readonly Spread[] = [NARROW, WIDE, SKEWED];

/** A task, and what earlier ones of its kind took. */
export interface Trial {
	readonly seconds: number;
	/** As many as the schedule remembers, newest last. */
	readonly earlier: readonly number[];
}

/** The same trials for every schedule. */
export function trialsOf(spread: Spread, seconds: number, count: number): Trial[] {
	const draw = drawFrom(seedOf(spread, seconds));
	const one = () => spread.draw(seconds, draw);
	return Array.from({ length: count }, () => ({
		seconds: one(),
		earlier: Array.from({ length: REMEMBERED }, one),
	}));
}

/** The schedule was tuned with another generator: these numbers it has not seen. */
export const seedOf = (spread: Spread, seconds: number): number =>
	20_261_122 + SPREADS.indexOf(spread) * 1_000_003 + seconds;
