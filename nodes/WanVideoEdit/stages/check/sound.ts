import { Failure } from '../../failure/failure';
import type { Sound } from '../../form/sound';
import { Unreadable } from '../../media/facts';
import { type Slot, titleOf } from '../../media/slot';
import type { Content, SeenSlot } from './seenSlot';

/** The sound to put under a result. */
export interface SoundSource {
	/** Name of the file in messages. */
	readonly title: string;
	readonly content: Content;
	/** Second of the sound at which the result begins. */
	readonly from: number;
	/** Whether it is that of the input video. */
	readonly isOwn: boolean;
}

/**
 * Where the sound of a result comes from: the input video, from where it was cut, or a file.
 * @param contentOf opens the file of a slot that is not part of the request
 * @returns undefined if the input video is a link at which nothing has looked yet
 */
export async function soundSource(
	{ slot }: Sound,
	seen: readonly SeenSlot[],
	contentOf: (slot: Slot) => Promise<Content | undefined>,
): Promise<SoundSource | undefined> {
	if (slot !== undefined) {
		const content = await contentOf(slot);
		return content && { title: titleOf(slot), content, from: 0, isOwn: false };
	}
	const video = seen.find((one) => one.slot.name === 'video');
	const content = video?.content;
	if (video === undefined || content === undefined) return undefined;
	return { title: titleOf(video.slot), content, from: video.fitted?.part?.from ?? 0, isOwn: true };
}

/** @throws Failure `badInput` if it has no sound that can be copied into an MP4 */
export async function demandSound({ title, content }: SoundSource): Promise<void> {
	const { readSoundFile } = await import('../../media/film');
	const file = await readSoundFile(await content.open('sparse')).catch(async (cause: unknown) => {
		if (!(cause instanceof Unreadable)) return await Promise.reject(cause);
		throw new Failure('badInput', `'${title}' could not be read for its sound (${cause.message})`, OTHER);
	});
	const { soundFacts, sound } = file;
	if (soundFacts === undefined) {
		throw new Failure('badInput', `'${title}' has no sound; 'Sound' is set to use it`, OTHER);
	}
	if (sound === undefined || !soundFacts.canBeCopied) {
		throw new Failure(
			'badInput',
			`'${title}' has ${soundFacts.codec} sound; 'Sound' takes AAC`,
			'Convert the sound to AAC, for example as M4A, and choose it as a file.',
		);
	}
}

const OTHER = "Set 'Sound' to None in the options, or choose a file with sound: M4A, MP4 or MOV with AAC.";
