import { VACE_SECONDS, wholeSeconds } from '../dashscope/billing';
import type { InspectedSlot } from '../media/slot';

/** Seconds of the input video that is sent, or undefined if nothing has read them. */
export function lengthOfVideo(files: readonly InspectedSlot[]): number | undefined {
	const facts = files.find(({ slot }) => slot.name === 'video')?.facts;
	return facts?.kind === 'video' && facts.seconds > 0 ? facts.seconds : undefined;
}

/** VACE with an input video: the output, which is as long as the input. */
export const outputAsLongAsVideo = (_draft: unknown, files: readonly InspectedSlot[]): number =>
	wholeSeconds(Math.min(lengthOfVideo(files) ?? VACE_SECONDS, VACE_SECONDS));

/** VACE without an input video: every output has the same length. */
export const fullOutput = (): number => VACE_SECONDS;
