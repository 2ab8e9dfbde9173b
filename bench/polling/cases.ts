import { REMEMBERED } from '../../nodes/WanVideoEdit/stages/wait/pollSchedule';
import { drawFrom, normal, type Draw } from './random';

/** Median duration of a task, in seconds. */
export const TASK_SECONDS = [30, 60, 120, 300, 600] as const;
export type TaskSeconds = (typeof TASK_SECONDS)[number];

/** The distribution of task durations around their median. */
export interface Spread {
	readonly name: string;
	/** Whether the promise applies to it. */
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
 * In a sample of eight equal jobs of another video model, the shortest took 83 s, the longest 253 s, and
 * half of them up to 105 s (`peers.md`, D4). Modeled as a constant 80 s plus a log-normal rest.
 */
export const SKEWED: Spread = {
	name: 'skewed',
	promised: false,
	draw: (seconds, draw) => (seconds * (80 + 25 * Math.exp(1.3 * normal(draw)))) / 105,
};

export const SPREADS: readonly Spread[] = [NARROW, WIDE, SKEWED];

/** A task, and the durations of earlier ones of its kind. */
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

/** The schedule was tuned with another generator: it has not seen these numbers. */
export const seedOf = (spread: Spread, seconds: number): number =>
	20_261_122 + SPREADS.indexOf(spread) * 1_000_003 + seconds;
