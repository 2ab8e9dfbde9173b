import type { Edit, Samples, TrackHeader } from '../film';

/** Samples of a new film. Their offsets are positions in their sources. */
export interface PlannedSamples extends Samples {
	/** Index of the source of each sample. */
	readonly sources: Uint8Array;
	/** 1 for a sample that its source's prefix is put in front of. */
	readonly prefixed: Uint8Array;
}

export interface PlannedTrack extends TrackHeader {
	readonly codec: string;
	readonly descriptions: readonly Uint8Array[];
	readonly samples: PlannedSamples;
	/** What is shown of it, and gaps. Never empty. */
	readonly edits: readonly Edit[];
}

/** A film that is put together by copying samples. It is written by `chunksOf`. */
export interface Plan {
	/** The video first. */
	readonly tracks: readonly PlannedTrack[];
	/** What goes in front of the prefixed samples of each source. Empty if none has one. */
	readonly prefixes: readonly Uint8Array[];
	/** Length of the video. Sound that goes on behind it is kept only by `planCopy`. */
	readonly seconds: number;
	/** What the sources have and the film does not, in words for a hint. */
	readonly leftOut: readonly string[];
}

/** Why something cannot be done by copying. */
export type Reason =
	/** The edit list shows several parts, or hides frames in the middle of what would be joined. */
	| 'edits'
	/** The place is not within the film. */
	| 'outside'
	/** Nothing within the limits of length can be cut out here. */
	| 'length'
	/** There is no key frame where a piece would have to begin. */
	| 'keyFrames'
	/** Films to be joined differ in this. */
	| 'codec'
	| 'size'
	| 'rotation'
	| 'parameterSets'
	| 'soundFormat'
	/** There are too many, or none. */
	| 'count'
	/** There is no sound that an MP4 file can carry. */
	| 'noSound';

export interface Impossible {
	readonly impossible: Reason;
	/**
	 * Seconds of the film around which it fails. For films to be joined, the index of the one that does not fit; the
	 * file of the sound counts as the one after the last.
	 */
	readonly at: number;
	/** Seconds of all clean key frames. */
	readonly keyFrames: readonly number[];
}
