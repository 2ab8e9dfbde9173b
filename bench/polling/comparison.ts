import type { Pace } from '../../nodes/WanVideoEdit/form/waiting';
import { SPREADS, TASK_SECONDS, seedOf, trialsOf, type Spread, type Trial } from './cases';
import { ourPolls, watchBatch } from './ours';
import { PEERS, RIVALS, type Peer } from './peers';
import { drawFrom, type Draw } from './random';
import { figuresOf, watch, type Figures } from './watch';

/** Number of tasks polled by each schedule, for every duration and distribution that the promise covers. */
export const TRIALS = 10_000;

/** The same where there is no promise. */
export const FEWER_TRIALS = 2000;

/** Items of a batch, and the concurrency limit of `wan2.7-videoedit`. */
export const BATCH = { items: 20, places: 5 } as const;

export type OfPaces = Readonly<Record<Pace, Figures>>;

/** How all schedules poll tasks of one kind. */
export interface Result {
	readonly spread: Spread;
	/** Median duration of the tasks, in seconds. */
	readonly seconds: number;
	readonly peers: ReadonlyMap<Peer, Figures>;
	/** With as many known durations as the schedule remembers. */
	readonly warm: OfPaces;
	/** With fewer known durations, and the figures of the peers for the same tasks. */
	readonly unsure: {
		readonly peers: ReadonlyMap<Peer, Figures>;
		/** By the number of known durations. */
		readonly seen: ReadonlyMap<number, OfPaces>;
		/** A batch that starts without known durations. */
		readonly batch: OfPaces;
	};
}

/** @param counts numbers of known durations */
export const resultsOf = (counts: readonly number[]): Result[] =>
	SPREADS.flatMap((spread) => TASK_SECONDS.map((seconds) => resultOf(spread, seconds, counts)));

function resultOf(spread: Spread, seconds: number, counts: readonly number[]): Result {
	const trials = trialsOf(spread, seconds, spread.promised ? TRIALS : FEWER_TRIALS);
	const fewer = trials.slice(0, FEWER_TRIALS);
	const draw = drawFrom(seedOf(spread, seconds) + 1);
	const batches = Array.from({ length: FEWER_TRIALS / BATCH.items }, (_, index) =>
		fewer.slice(index * BATCH.items, (index + 1) * BATCH.items).map((trial) => trial.seconds),
	);
	return {
		spread,
		seconds,
		peers: ofPeers(trials),
		warm: ofPaces((pace) => seeing(pace, trials, draw)),
		unsure: {
			peers: ofPeers(fewer),
			seen: new Map(counts.map((count) => [count, ofPaces((pace) => seeing(pace, fewer, draw, count))])),
			batch: ofPaces((pace) =>
				figuresOf(batches.flatMap((batch) => watchBatch(pace, batch, BATCH.places, draw))),
			),
		},
	};
}

const ofPeers = (trials: readonly Trial[]): Map<Peer, Figures> =>
	new Map(PEERS.map((peer) => [peer, figuresOf(trials.map((trial) => watch(peer.polls(), trial.seconds)))]));

const ofPaces = (figures: (pace: Pace) => Figures): OfPaces => ({
	economy: figures('economy'),
	balanced: figures('balanced'),
	fast: figures('fast'),
});

/** @param count how many of the earlier durations are known; by default all */
const seeing = (pace: Pace, trials: readonly Trial[], draw: Draw, count?: number): Figures =>
	figuresOf(
		trials.map(({ earlier, seconds }) => watch(ourPolls(pace, earlier.slice(0, count), draw), seconds)),
	);

/** A pace compared with its rivals: the peers with about the same gap between polls. */
export interface Duel {
	readonly pace: Pace;
	/** Seconds between the peers' polls. */
	readonly gap: number;
	readonly spread: Spread;
	readonly seconds: number;
	readonly ours: Figures;
	/** The lowest lag and the lowest number of polls of any of these peers, possibly of different ones. */
	readonly best: { readonly lag: number; readonly polls: number };
}

export function duelsOf({ spread, seconds }: Result, peers: Result['peers'], ours: OfPaces): Duel[] {
	return RIVALS.map(({ pace, gap, peers: rivals }) => {
		// A peer that gave up on every task is not a rival: it saw no end.
		const figures = rivals.flatMap((rival) => peers.get(rival) ?? []).filter(({ lost }) => lost < 1);
		const best = {
			lag: Math.min(...figures.flatMap(({ lag }) => lag ?? [])),
			polls: Math.min(...figures.map(({ polls }) => polls)),
		};
		return { pace, gap, spread, seconds, ours: ours[pace], best };
	});
}

/** Our figures divided by the best of theirs: below 1, ours are better. */
export interface Ratios {
	readonly lag: number;
	readonly polls: number;
}

export const ratiosOf = ({ ours, best }: Duel): Ratios => ({
	lag: (ours.lag ?? Infinity) / best.lag,
	polls: ours.polls / best.polls,
});

export const isWon = (duel: Duel): boolean => Object.values(ratiosOf(duel)).every((ratio) => ratio < 1);

/** The highest ratios of a pace, over all task durations and rivals. */
export function worstOf(duels: readonly Duel[], pace: Pace): Ratios {
	const ratios = duels.filter((duel) => duel.pace === pace).map(ratiosOf);
	return {
		lag: Math.max(...ratios.map(({ lag }) => lag)),
		polls: Math.max(...ratios.map(({ polls }) => polls)),
	};
}
