import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fitting } from '../../form/fitting';
import { codecOf } from '../../media/codecs';
import { Unreadable, type VideoFacts } from '../../media/facts';
import type { Fault } from '../../media/fault';
import type { Impossible, Plan } from '../../media/film/plan/plan';
import type { MediaLimit } from '../../media/limits';
import { MP4_BRANDS } from '../../media/headers/mp4';
import { isTooLong } from '../../media/rules';
import { seconds } from '../../media/units';
import { madeFile } from '../../n8n/madeFile';
import { shareInFlight } from '../../timing/shareInFlight';
import type { Content, SeenSlot } from './seenSlot';

/** What is to be done with a film. */
type Wish =
	| { readonly kind: 'copy' }
	| { readonly kind: 'trim'; readonly from: number; readonly most: number; readonly least: number };

/** What becomes of it. */
type Outcome =
	| {
			readonly kind: 'made';
			readonly bytes: number;
			readonly part: { readonly from: number; readonly to: number };
			readonly hasAudio: boolean;
			readonly leftOut: readonly string[];
	  }
	| { readonly kind: 'fault'; readonly fault: Fault }
	| { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Cuts a video that is too long, if the user wants that, and makes an MP4 of another container where the slot takes
 * only that. Copies samples: nothing is encoded again. What fits stays as it is.
 */
export async function fitFilm(
	one: SeenSlot,
	fitting: Fitting,
	context: IExecuteFunctions,
): Promise<SeenSlot> {
	const { slot, facts, content } = one;
	if (facts.kind !== 'video' || content === undefined) return one;
	const wish = wishFor(facts, slot.limit, fitting);
	if (wish === undefined) return one;
	const identity = `${JSON.stringify(wish)} ${content.identity}`;
	const outcome = await shareInFlight(
		context,
		`film ${identity}`,
		async () => await outcomeOf(wish, content),
	);
	if (outcome.kind === 'fault') return { ...one, fault: outcome.fault };
	if (outcome.kind === 'unreadable') return { ...one, facts: outcome };
	const { bytes, part, hasAudio, leftOut } = outcome;
	const stem = (one.file?.binary.fileName ?? 'video').replace(/\.[^.]*$/, '');
	const file = madeFile({
		identity,
		bytes,
		fileName: `${stem}.mp4`,
		mimeType: 'video/mp4',
		chunks: () => chunksFor(wish, content),
		...(content.stream && { stream: async () => (await content.stream?.()) as never }),
	});
	const isPart = wish.kind === 'trim';
	const changes = [
		...(isPart ? [`is ${seconds(facts.seconds)} long: ${span(part)} of it are used`] : []),
		...(leftOut.length > 0 ? [`is sent without what an MP4 cannot carry: ${leftOut.join(', ')}`] : []),
	];
	return {
		...one,
		bytes,
		file,
		facts: { ...facts, format: 'MP4', brand: 'isom', seconds: part.to - part.from, hasAudio },
		fitted: { from: one, changes, ...(isPart && { part }) },
	};
}

/** 0–4.93 s */
const span = ({ from, to }: { from: number; to: number }): string => `${round(from)}–${round(to)} s`;
const round = (value: number): string => String(Number(value.toFixed(2)));

function wishFor(
	facts: VideoFacts,
	limit: MediaLimit,
	{ ifTooLong, startAt = 0 }: Fitting,
): Wish | undefined {
	// Its rule says what is wrong, and the way out.
	if (facts.encrypted || facts.codecs.some((code) => codecOf(code).verdict === 'refused')) return undefined;
	if (ifTooLong === 'trim' && (startAt > 0 || isTooLong(facts, limit))) {
		const { min = 0, max = Infinity } = limit.seconds ?? {};
		return { kind: 'trim', from: startAt, most: max, least: Math.min(min, facts.seconds) };
	}
	const isPlain = facts.format === 'MP4' && MP4_BRANDS.test(facts.brand.padEnd(4));
	return isPlain || limit.formats.includes('MOV') ? undefined : { kind: 'copy' };
}

async function outcomeOf(wish: Wish, content: Content): Promise<Outcome> {
	try {
		const { sizeOf } = await cutter();
		const planned = await planFor(wish, content);
		if ('impossible' in planned) return { kind: 'fault', fault: faultOf(planned, wish) };
		const { plan, part } = planned;
		const hasAudio = plan.tracks.some(({ kind }) => kind === 'sound');
		return { kind: 'made', bytes: sizeOf(plan), part, hasAudio, leftOut: plan.leftOut };
	} catch (cause) {
		if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
		return await Promise.reject(cause);
	}
}

async function planFor(
	wish: Wish,
	content: Content,
): Promise<{ readonly plan: Plan; readonly part: { from: number; to: number } } | Impossible> {
	const { confirmKeyFrames, planTrim, planCopy, readFilm } = await cutter();
	const film = await readFilm(await content.open('sparse'));
	if (wish.kind === 'copy') {
		const plan = planCopy(film);
		return { plan, part: { from: 0, to: plan.seconds } };
	}
	// The first frame is always a place to start: marks of others may be wrong.
	const isMidway = wish.from > 0;
	const sure = isMidway ? await confirmKeyFrames(film, await content.open('sparse')) : film;
	const piece = planTrim(sure, wish);
	return 'impossible' in piece ? piece : { plan: piece.plan, part: { from: piece.from, to: piece.to } };
}

/** Its plan is made again: those of a thousand waiting items would fill the memory. */
async function* chunksFor(wish: Wish, content: Content): AsyncGenerator<Uint8Array> {
	const { chunksOf } = await cutter();
	const planned = await planFor(wish, content);
	if ('impossible' in planned) throw new Unreadable('it has changed');
	yield* chunksOf(planned.plan, async () => await content.open());
}

/** Loaded with the first film that does not fit: most never need it. */
const cutter = async () => await import('../../media/film');

/** Maximum number of key frames that a message names. */
const MOST_NAMED = 6;

function faultOf({ impossible, at, keyFrames }: Impossible, wish: Wish): Fault {
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
	return {
		is: 'cannot be cut: it is put together of several parts (edit list)',
		takes: 'videos in one piece',
		advice: 'Export it again as MP4 with H.264 video.',
	};
}
