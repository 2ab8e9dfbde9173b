import { Unreadable } from '../../media/facts';
import type { Fault } from '../../media/fault';
import type { Impossible, Plan } from '../../media/film/plan/plan';
import type { PieceLimits } from '../../media/film/plan/planPieces';
import type { Content } from './seenSlot';

/** What is to be done with a film. */
export type Wish =
	| { readonly kind: 'copy' }
	| {
			readonly kind: 'trim';
			readonly from: number;
			readonly most: number;
			readonly least: number;
			/** Whether it is known that a clean key frame is there. */
			readonly isConfirmed?: true;
	  };

/** Seconds of a film. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A film that can be made. */
export interface Made {
	readonly bytes: number;
	/** The part of the film that it shows. */
	readonly part: Span;
	readonly hasAudio: boolean;
	/** What it lacks, in words for a hint. */
	readonly leftOut: readonly string[];
}

export type NotMade =
	| { readonly kind: 'fault'; readonly fault: Fault }
	| { readonly kind: 'unreadable'; readonly reason: string };

/** What becomes of a film. */
export async function madeBy(wish: Wish, content: Content): Promise<(Made & { kind: 'made' }) | NotMade> {
	return await unlessUnreadable(async () => {
		const planned = await planFor(wish, content);
		if ('impossible' in planned) return { kind: 'fault', fault: trimFault(planned, wish) } as const;
		return { kind: 'made', ...(await madeOf(planned.plan, planned.part)) } as const;
	});
}

/**
 * The pieces into which a film is split.
 * @param length of the film in seconds
 */
export async function piecesOf(
	content: Content,
	limits: PieceLimits,
	length: number,
): Promise<{ readonly kind: 'pieces'; readonly pieces: readonly Made[] } | NotMade> {
	return await unlessUnreadable(async () => {
		const { confirmKeyFrames, planPieces, readFilm } = await cutter();
		const film = await readFilm(await content.open('sparse'));
		const pieces = planPieces(await confirmKeyFrames(film, await content.open('sparse')), limits);
		if ('impossible' in pieces) return { kind: 'fault', fault: splitFault(pieces, limits, length) } as const;
		const made: Made[] = [];
		for (const { plan, from, to } of pieces) made.push(await madeOf(plan, { from, to }));
		return { kind: 'pieces', pieces: made } as const;
	});
}

/** The film from its start. It is planned again: the plans of a thousand waiting items would fill the memory. */
export async function* chunksFor(wish: Wish, content: Content): AsyncGenerator<Uint8Array> {
	const { chunksOf } = await cutter();
	const planned = await planFor(wish, content);
	if ('impossible' in planned) throw new Unreadable('it has changed');
	yield* chunksOf(planned.plan, async () => await content.open());
}

/** Loaded with the first film that does not fit: most never need it. */
const cutter = async () => await import('../../media/film');

async function madeOf(plan: Plan, part: Span): Promise<Made> {
	const { sizeOf } = await cutter();
	const hasAudio = plan.tracks.some(({ kind }) => kind === 'sound');
	return { bytes: sizeOf(plan), part, hasAudio, leftOut: plan.leftOut };
}

async function unlessUnreadable<Result>(work: () => Promise<Result>): Promise<Result | NotMade> {
	try {
		return await work();
	} catch (cause) {
		if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
		return await Promise.reject(cause);
	}
}

async function planFor(
	wish: Wish,
	content: Content,
): Promise<{ readonly plan: Plan; readonly part: Span } | Impossible> {
	const { confirmKeyFrames, planTrim, planCopy, readFilm } = await cutter();
	const film = await readFilm(await content.open('sparse'));
	if (wish.kind === 'copy') {
		const plan = planCopy(film);
		return { plan, part: { from: 0, to: plan.seconds } };
	}
	// The first frame is always a place to start: marks of others may be wrong.
	const isUnsure = wish.from > 0 && !wish.isConfirmed;
	const sure = isUnsure ? await confirmKeyFrames(film, await content.open('sparse')) : film;
	const piece = planTrim(sure, wish);
	return 'impossible' in piece ? piece : { plan: piece.plan, part: { from: piece.from, to: piece.to } };
}

/** Maximum number of key frames that a message names. */
const MOST_NAMED = 6;

const round = (value: number): string => String(Number(value.toFixed(2)));

const EDIT_LIST: Fault = {
	is: 'cannot be cut: it is put together of several parts (edit list)',
	takes: 'videos in one piece',
	advice: 'Export it again as MP4 with H.264 video.',
};

function trimFault({ impossible, at, keyFrames }: Impossible, wish: Wish): Fault {
	const from = wish.kind === 'trim' ? wish.from : 0;
	const least = wish.kind === 'trim' ? wish.least : 0;
	if (impossible === 'outside') {
		return {
			is: `ends before 'Start At (Seconds)', which is ${round(from)}`,
			takes: 'a start within the video',
			advice: "Set 'Start At (Seconds)' to a second of the video.",
		};
	}
	if (impossible === 'length') {
		const named = keyFrames.slice(0, MOST_NAMED).map(round).join(', ');
		const more = keyFrames.length > MOST_NAMED ? ', …' : '';
		return {
			is: `cannot be cut from ${round(at)} s on: it can start at its key frames only (${named}${more} s)`,
			takes: least > 0 ? `at least ${round(least)} s of it` : 'a part of it',
			advice:
				"Choose an earlier 'Start At (Seconds)', or export the video with a key frame every second or two.",
		};
	}
	return EDIT_LIST;
}

function splitFault(
	{ impossible, at, keyFrames }: Impossible,
	{ least, most }: PieceLimits,
	length: number,
): Fault {
	if (impossible !== 'keyFrames') return EDIT_LIST;
	const next = keyFrames.find((time) => time > at + most) ?? length;
	const what = next >= length ? 'the video ends' : 'the next key frame is';
	return {
		is: `cannot be split: a piece would begin at ${round(at)} s, and ${what} at ${round(next)} s`,
		takes: `pieces of ${least > 0 ? `${round(least)} to` : 'up to'} ${round(most)} s that begin at key frames`,
		advice:
			"Export the video with a key frame every second or two, set 'If Too Long' to Trim, or use an operation that takes longer videos.",
	};
}
