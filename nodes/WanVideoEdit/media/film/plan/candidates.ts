import type { Cut, ShownVideo } from '../timeline';

/** A place where a piece may begin or end. */
export interface Candidate extends Cut {
	/** Whether the scene seems to change here. The film's own ends count as such. */
	readonly isScene: boolean;
}

/** Seconds between two candidates at least: in some films, every frame is a key frame. */
const LEAST_DISTANCE = 0.1;
/** Encoders set key frames in a rhythm, and extra ones where the scene changes. These come earlier than the rhythm. */
const SHARE_OF_RHYTHM = 0.95;

/** The clean key frames of a film, and its end. */
export function candidatesOf({ cuts, end, video }: ShownVideo): Candidate[] {
	const rhythm = cuts.reduce((most, { at }, index) => Math.max(most, at - (cuts[index - 1]?.at ?? 0)), 0);
	const chosen: Candidate[] = [];
	cuts.forEach((cut, index) => {
		const distance = cut.at - (cuts[index - 1]?.at ?? 0);
		const candidate = { ...cut, isScene: index === 0 || distance < SHARE_OF_RHYTHM * rhythm };
		const last = chosen[chosen.length - 1];
		if (last === undefined || cut.at - last.at >= LEAST_DISTANCE) chosen.push(candidate);
		else if (candidate.isScene && !last.isScene && chosen.length > 1) chosen[chosen.length - 1] = candidate;
	});
	chosen.push({ sample: video.samples.count, at: end, isScene: true });
	return chosen;
}
