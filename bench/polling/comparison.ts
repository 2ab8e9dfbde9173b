import type { Pace } from '../../nodes/WanVideoEdit/form/waiting';
import { SPREADS, TASK_SECONDS, seedOf, trialsOf, type Spread, type Trial } from './cases';
import { ourLooks, watchBatch } from './ours';
import { PEERS, RIVALS, type Peer } from './peers';
import { drawFrom, type Draw } from './random';
import { figuresOf, watch, type Figures } from './watch';

/** Tasks that each schedule watches, of every length and spread that the promise is about. */
export const TRIALS = 10_000;

/** The same where nothing is promised. */
export const FEWER_TRIALS = 2000;

/** Items of a batch, and how many the provider runs at once for `wan2.7-videoedit`. */
export const BATCH = { items: 20, places: 5 } as const;

export type OfPaces = Readonly<Record<Pace, Figures>>;

/** How all schedules watch tasks of one kind. */
export interface Result {
	readonly spread: Spread;
	/** Seconds that the tasks take, in the middle. */
	readonly seconds: number;
	readonly peers: ReadonlyMap<Peer, Figures>;
	/** With as many tasks seen before as the schedule remembers. */
	readonly warm: OfPaces;
	/** Where less is known, with figures of the peers for the same tasks. */
	readonly unsure: {
		readonly peers: ReadonlyMap<Peer, Figures>;
		/** By the number of tasks that have been seen before. */
		readonly seen: ReadonlyMap<number, OfPaces>;
		/** A batch that begins with none. */
		readonly batch: OfPaces;
	};
}

/** @param counts numbers of tasks seen before */
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
	new Map(PEERS.map((peer) => [peer, figuresOf(trials.map((trial) => watch(peer.looks(), trial.seconds)))]));

const ofPaces = (figures: (pace: Pace) => Figures): OfPaces => ({
	economy: figures('economy'),
	balanced: figures('balanced'),
	fast: figures('fast'),
});

/** @param count how many of the earlier tasks have been seen, all if not said */
const seeing = (pace: Pace, trials: readonly Trial[], draw: Draw, count?: number): Figures =>
	figuresOf(
		trials.map(({ earlier, seconds }) => watch(ourLooks(pace, earlier.slice(0, count), draw), seconds)),
	);

/** A pace beside the peers that it is to beat: those with about the same gap between looks. */
export interface Duel {
	readonly pace: Pace;
	/** Seconds between the peers' looks. */
	readonly gap: number;
	readonly spread: Spread;
	readonly seconds: number;
	readonly ours: Figures;
	/** The least lag of any of these peers, and the least number of looks of any, which may be another one. */
	readonly best: { readonly lag: number; readonly looks: number };
}

export function duelsOf({ spread, seconds }: Result, peers: Result['peers'], ours: OfPaces): Duel[] {
	return RIVALS.map(({ pace, gap, peers: rivals }) => {
		// A peer that had given up on every task is no rival: it saw no end.
		const figures = rivals.flatMap((rival) => peers.get(rival) ?? []).filter(({ lost }) => lost < 1);
		const best = {
			lag: Math.min(...figures.flatMap(({ lag }) => lag ?? [])),
			looks: Math.min(...figures.map(({ looks }) => looks)),
		};
		return { pace, gap, spread, seconds, ours: ours[pace], best };
	});
}

/** Ours over the best of theirs: below 1 we are better. */
export interface Ratios {
	readonly lag: number;
	readonly looks: number;
}

export const ratiosOf = ({ ours, best }: Duel): Ratios => ({
	lag: (ours.lag ?? Infinity) / best.lag,
	looks: ours.looks / best.looks,
});

export const isWon = (duel: Duel): boolean => Object.values(ratiosOf(duel)).every((ratio) => ratio < 1);

/** The highest ratios of a pace, for whatever task length and rival. */
export function worstOf(duels: readonly Duel[], pace: Pace): Ratios {
	const ratios = duels.filter((duel) => duel.pace === pace).map(ratiosOf);
	return {
		lag: Math.max(...ratios.map(({ lag }) => lag)),
		looks: Math.max(...ratios.map(({ looks }) => looks)),
	};
}
