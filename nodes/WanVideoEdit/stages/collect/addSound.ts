import type { IBinaryData } from 'n8n-workflow';
import { sourceOfChunks } from '../../media/source';
import { storedFile } from '../../n8n/files';
import { madeFile } from '../../n8n/madeFile';
import type { SoundSource } from '../check/sound';
import type { Run } from '../run';
import { demandPlan } from './joinPieces';

/**
 * The finished video with sound, as a new file in n8n's store. Copies samples of both, and holds neither. Ends soon after
 * the signal is aborted.
 * @throws Unreadable if they cannot be joined, and what the source throws
 */
export async function addSound(
	video: IBinaryData,
	{ content, from }: SoundSource,
	{ context, signal }: Pick<Run, 'context' | 'signal'>,
): Promise<IBinaryData> {
	const { chunksOf, planSound, readFilm, readSoundFile, sizeOf } = await import('../../media/film');
	const silent = storedFile(context, video);
	const open = async () => sourceOfChunks(await silent.open(), silent.bytes);
	const film = await readFilm(await open());
	const plan = demandPlan(planSound(film, await readSoundFile(await content.open('sparse')), { from }));
	const made = madeFile({
		identity: `sound ${content.identity} ${silent.identity}`,
		bytes: sizeOf(plan),
		fileName: video.fileName ?? 'video.mp4',
		mimeType: 'video/mp4',
		chunks: async function* () {
			for await (const chunk of chunksOf(
				plan,
				async (index) => await (index === 0 ? open() : content.open()),
			)) {
				signal.throwIfAborted();
				yield chunk;
			}
		},
		stream: silent.body,
	});
	const stored = await context.helpers.prepareBinaryData(await made.body(), video.fileName, 'video/mp4');
	return { ...stored, mimeType: 'video/mp4', fileType: 'video' };
}
