import type { IExecuteFunctions } from 'n8n-workflow';
import type { Fitting } from '../../form/fitting';
import { codecOf } from '../../media/codecs';
import type { VideoFacts } from '../../media/facts';
import type { MediaLimit } from '../../media/limits';
import { MP4_BRANDS } from '../../media/headers/mp4';
import { isTooLong } from '../../media/rules';
import { seconds } from '../../media/units';
import { madeFile } from '../../n8n/madeFile';
import { shareInFlight } from '../../timing/shareInFlight';
import { chunksFor, type Made, madeBy, piecesOf, type Wish } from './cutFilm';
import type { Content, SeenSlot } from './seenSlot';

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
	// Its rule says what is wrong, and the way out.
	if (facts.encrypted || facts.codecs.some((code) => codecOf(code).verdict === 'refused')) return one;
	if (fitting.ifTooLong === 'split' && isTooLong(facts, slot.limit)) {
		return await splitFilm(one, facts, content, context);
	}
	const wish = wishFor(facts, slot.limit, fitting);
	if (wish === undefined) return one;
	const outcome = await shareInFlight(
		context,
		`film ${identityOf(wish, content)}`,
		async () => await madeBy(wish, content),
	);
	if (outcome.kind === 'fault') return { ...one, fault: outcome.fault };
	if (outcome.kind === 'unreadable') return { ...one, facts: outcome };
	const { part, leftOut } = outcome;
	const isPart = wish.kind === 'trim';
	const changes = [
		...(isPart ? [`is ${seconds(facts.seconds)} long: ${span(part)} of it are used`] : []),
		...withoutWords(leftOut),
	];
	return {
		...made(one, facts, content, wish, outcome),
		fitted: { from: one, changes, ...(isPart && { part }) },
	};
}

/** Cuts a video into pieces, which are edited one by one. */
async function splitFilm(
	one: SeenSlot,
	facts: VideoFacts,
	content: Content,
	context: IExecuteFunctions,
): Promise<SeenSlot> {
	const { min = 0, max = Infinity } = one.slot.limit.seconds ?? {};
	const limits = { least: min, most: max };
	const outcome = await shareInFlight(
		context,
		`pieces ${JSON.stringify(limits)} ${content.identity}`,
		async () => await piecesOf(content, limits, facts.seconds),
	);
	if (outcome.kind === 'fault') return { ...one, fault: outcome.fault };
	if (outcome.kind === 'unreadable') return { ...one, facts: outcome };
	const pieces = outcome.pieces.map((piece): SeenSlot => {
		const { from, to } = piece.part;
		const wish: Wish = { kind: 'trim', from, most: to - from, least: 0, isConfirmed: true };
		const { part } = piece;
		return { ...made(one, facts, content, wish, piece), fitted: { from: one, changes: [], part } };
	});
	const [first = one] = pieces;
	const [shortest = first] = [...pieces].sort((a, b) => lengthOf(a) - lengthOf(b));
	const spans = outcome.pieces.map(({ part }) => `${round(part.from)}–${round(part.to)}`).join(', ');
	const changes = [
		`is ${seconds(facts.seconds)} long: it is edited in ${pieces.length} pieces (${spans} s)`,
		...withoutWords(outcome.pieces[0]?.leftOut ?? []),
	];
	return {
		...first,
		facts: shortest.facts,
		bytes: Math.max(...pieces.map(({ bytes = 0 }) => bytes)),
		pieces,
		fitted: { from: one, changes },
	};
}

const lengthOf = ({ facts }: SeenSlot): number => (facts.kind === 'video' ? facts.seconds : 0);

/** The slot with a new film as its file. */
function made(
	one: SeenSlot,
	facts: VideoFacts,
	content: Content,
	wish: Wish,
	{ bytes, part, hasAudio }: Made,
): SeenSlot {
	const stem = (one.file?.binary.fileName ?? 'video').replace(/\.[^.]*$/, '');
	const file = madeFile({
		identity: identityOf(wish, content),
		bytes,
		fileName: `${stem}.mp4`,
		mimeType: 'video/mp4',
		chunks: () => chunksFor(wish, content),
		...(content.stream && { stream: async () => (await content.stream?.()) as never }),
	});
	const length = part.to - part.from;
	return {
		...one,
		bytes,
		file,
		facts: { ...facts, format: 'MP4', brand: 'isom', seconds: length, hasAudio },
	};
}

const identityOf = (wish: Wish, content: Content): string => `${JSON.stringify(wish)} ${content.identity}`;

const withoutWords = (leftOut: readonly string[]): string[] =>
	leftOut.length > 0 ? [`is sent without what an MP4 cannot carry: ${leftOut.join(', ')}`] : [];

/** 0–4.93 s */
const span = ({ from, to }: { from: number; to: number }): string => `${round(from)}–${round(to)} s`;
const round = (value: number): string => String(Number(value.toFixed(2)));

function wishFor(
	facts: VideoFacts,
	limit: MediaLimit,
	{ ifTooLong, startAt = 0 }: Fitting,
): Wish | undefined {
	if (ifTooLong === 'trim' && (startAt > 0 || isTooLong(facts, limit))) {
		const { min = 0, max = Infinity } = limit.seconds ?? {};
		return { kind: 'trim', from: startAt, most: max, least: Math.min(min, facts.seconds) };
	}
	const isPlain = facts.format === 'MP4' && MP4_BRANDS.test(facts.brand.padEnd(4));
	return isPlain || limit.formats.includes('MOV') ? undefined : { kind: 'copy' };
}
