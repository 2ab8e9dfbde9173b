import type { Film } from '../film';
import type { Cut, ShownVideo } from '../timeline';
import { type Candidate, candidatesOf } from './candidates';
import type { Impossible } from './plan';
import { cuttable, impossible, type Piece, pieceOf, TOLERANCE } from './planTrim';

/** Limits of the length of a piece in seconds. */
export interface PieceLimits {
	readonly least: number;
	readonly most: number;
}

/**
 * Cuts a film into as few pieces as possible, of about the same length, at clean key frames: preferably at changes of
 * the scene, where a new look of the next piece is not seen. Each piece ends where the next one begins.
 * @returns if that is impossible: the second of the film after which no piece can begin in time
 * @throws Unreadable if times do not fit into the tables of a file
 */
export function planPieces(film: Film, limits: PieceLimits): readonly Piece[] | Impossible {
	const shown = cuttable(film);
	if (shown === undefined) return impossible('edits', 0, shown);
	const places = candidatesOf(shown);
	const chosen = shortestWay(places, limits);
	if ('stuckAt' in chosen) return impossible('keyFrames', chosen.stuckAt, shown);
	return chosen.map((start, index) => pieceOf(film, shown, start, chosen[index + 1] ?? endOf(shown)));
}

const endOf = ({ video, end }: ShownVideo): Cut => ({ sample: video.samples.count, at: end });

interface Way {
	readonly pieces: number;
	/** Sum of the squared lengths and of penalties: of ways with as many pieces, the most balanced has the least. */
	readonly cost: number;
	/** Index of the place where its last piece begins. */
	readonly from: number;
}

/** The best way from the film's beginning to its end. @returns the beginnings of its pieces */
function shortestWay(places: readonly Candidate[], limits: PieceLimits): Candidate[] | { stuckAt: number } {
	const ways: Array<Way | undefined> = [{ pieces: 0, cost: 0, from: 0 }];
	let earliest = 0;
	for (let to = 1; to < places.length; to += 1) {
		const end = places[to]?.at ?? 0;
		while (end - (places[earliest]?.at ?? 0) > limits.most + TOLERANCE) earliest += 1;
		let best: Way | undefined;
		for (let from = earliest; from < to; from += 1) {
			const length = end - (places[from]?.at ?? 0);
			if (length < limits.least - TOLERANCE) break;
			const before = ways[from];
			if (before === undefined) continue;
			const penalty = places[to]?.isScene ? 0 : (limits.most / 5) ** 2;
			const way = { pieces: before.pieces + 1, cost: before.cost + length ** 2 + penalty, from };
			if (best === undefined || isBetter(way, best)) best = way;
		}
		ways[to] = best;
	}
	const last = places.length - 1;
	if (ways[last] === undefined) return { stuckAt: places[lastReached(ways)]?.at ?? 0 };
	const beginnings: Candidate[] = [];
	for (let place = last; place > 0;) {
		place = ways[place]?.from ?? 0;
		const beginning = places[place];
		if (beginning) beginnings.unshift(beginning);
	}
	return beginnings;
}

const lastReached = (ways: ReadonlyArray<Way | undefined>): number =>
	ways.reduce((last, way, place) => (way === undefined ? last : place), 0);

const isBetter = (one: Way, other: Way): boolean =>
	one.pieces < other.pieces || (one.pieces === other.pieces && one.cost < other.cost);
