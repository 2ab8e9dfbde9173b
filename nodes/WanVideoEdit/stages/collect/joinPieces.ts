import type { IBinaryData } from 'n8n-workflow';
import { Unreadable } from '../../media/facts';
import type { Film } from '../../media/film/film';
import type { Impossible, Plan, Reason } from '../../media/film/plan/plan';
import type { SoundUnder } from '../../media/film/plan/planJoin';
import type { Piece } from '../../media/piece';
import { sourceOfChunks } from '../../media/source';
import { storedFile } from '../../n8n/files';
import { madeFile } from '../../n8n/madeFile';
import type { SoundSource } from '../check/sound';
import type { Run } from '../run';

/**
 * The results of pieces in a row, as one new file in n8n's store. Copies samples, and holds no video.
 * @param videos files in n8n's store, in order
 * @param pieces what each video shows of the source; needed for the source's own sound only
 * @param sound takes the place of the videos' own sound
 * @throws Unreadable if they cannot be joined, and what the source of the sound throws
 */
export async function joinPieces(
	videos: readonly IBinaryData[],
	pieces: ReadonlyArray<Pick<Piece, 'from' | 'to'>>,
	fileName: string,
	sound: SoundSource | undefined,
	{ context }: Pick<Run, 'context'>,
): Promise<IBinaryData> {
	const { chunksOf, planJoin, readFilm, readSoundFile, sizeOf } = await import('../../media/film');
	const files = videos.map((video) => storedFile(context, video));
	const open = async (index: number) => {
		const file = files[index];
		if (file !== undefined) return sourceOfChunks(await file.open(), file.bytes);
		if (sound === undefined) throw new Unreadable('there is no such file');
		return await sound.content.open();
	};
	const films: Film[] = [];
	for (const index of files.keys()) films.push(await readFilm(await open(index)));
	const under: SoundUnder | undefined = sound && {
		file: await readSoundFile(await sound.content.open('sparse')),
		stretches: sound.isOwn
			? pieces.map(({ from, to }, film) => ({ from, seconds: to - from, film }))
			: [{ from: sound.from }],
	};
	const plan = demandPlan(planJoin(films, under));
	const made = madeFile({
		identity: ['joined', ...files.map(({ identity }) => identity), sound?.content.identity].join(' '),
		bytes: sizeOf(plan),
		fileName,
		mimeType: 'video/mp4',
		chunks: () => chunksOf(plan, open),
		...(files[0] && { stream: files[0].body }),
	});
	const stored = await context.helpers.prepareBinaryData(await made.body(), fileName, 'video/mp4');
	return { ...stored, mimeType: 'video/mp4', fileType: 'video' };
}

/** @throws Unreadable which says why */
export function demandPlan(planned: { readonly plan: Plan } | Impossible): Plan {
	if ('plan' in planned) return planned.plan;
	throw new Unreadable(REASONS[planned.impossible] ?? 'they do not fit together');
}

const REASONS: Readonly<Partial<Record<Reason, string>>> = {
	noSound: 'there is no sound that an MP4 can carry',
	outside: 'the sound ends before the used part of the video begins',
	edits: 'a video is put together of several parts',
	codec: 'the videos have different codecs',
	size: 'the videos have different sizes',
	rotation: 'the videos are rotated differently',
	parameterSets: 'the videos are encoded differently',
	soundFormat: 'the videos have sound in different formats',
	count: 'there are too many',
};
