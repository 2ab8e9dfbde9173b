import type { IBinaryData } from 'n8n-workflow';
import { Unreadable } from '../../media/facts';
import { sourceOfChunks } from '../../media/source';
import { storedFile } from '../../n8n/files';
import { madeFile } from '../../n8n/madeFile';
import type { SoundSource } from '../check/sound';
import type { Run } from '../run';

/**
 * The finished video with sound, as a new file in n8n's store. Copies samples of both, and holds neither.
 * @throws Unreadable if they cannot be joined, and what the source throws
 */
export async function addSound(
	video: IBinaryData,
	{ content, from }: SoundSource,
	{ context }: Pick<Run, 'context'>,
): Promise<IBinaryData> {
	const { chunksOf, planSound, readFilm, readSoundFile, sizeOf } = await import('../../media/film');
	const silent = storedFile(context, video);
	const open = async () => sourceOfChunks(await silent.open(), silent.bytes);
	const film = await readFilm(await open());
	const planned = planSound(film, await readSoundFile(await content.open('sparse')), { from });
	if ('impossible' in planned)
		throw new Unreadable(REASONS[planned.impossible] ?? 'they do not fit together');
	const { plan } = planned;
	const made = madeFile({
		identity: `sound ${content.identity} ${silent.identity}`,
		bytes: sizeOf(plan),
		fileName: video.fileName ?? 'video.mp4',
		mimeType: 'video/mp4',
		chunks: () => chunksOf(plan, async (index) => await (index === 0 ? open() : content.open())),
		stream: silent.body,
	});
	const stored = await context.helpers.prepareBinaryData(await made.body(), video.fileName, 'video/mp4');
	return { ...stored, mimeType: 'video/mp4', fileType: 'video' };
}

const REASONS: Readonly<Record<string, string>> = {
	noSound: 'there is no sound that an MP4 can carry',
	outside: 'the sound ends before the used part of the video begins',
	edits: 'the video is put together of several parts',
};
