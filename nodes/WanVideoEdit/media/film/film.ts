/** Samples of a track in decode order: one entry a sample in each list. Times are in ticks of the track. */
export interface Samples {
	readonly count: number;
	/** Position of the first byte in the file. */
	readonly offsets: Float64Array;
	readonly sizes: Uint32Array;
	/** Until the next sample is decoded. */
	readonly durations: Uint32Array;
	/** From decoding to showing; may be negative. */
	readonly compositionOffsets: Int32Array;
	/** 1 for a sync sample (key frame), 0 for others. A sync sample of an open GOP counts too: see `timeline.ts`. */
	readonly sync: Uint8Array;
	/** Index in the track's `descriptions`. */
	readonly descriptions: Uint16Array;
}

/** A part of a track that is shown, or a gap before one. Source: ISO/IEC 14496-12, 8.6.6 */
export interface Edit {
	/** Infinity for the rest of the track. */
	readonly seconds: number;
	/** Composition time in ticks of the track at which the part starts; -1 for a gap. */
	readonly mediaTime: number;
	/** 1 for normal speed. */
	readonly rate: number;
}

export interface TrackHeader {
	readonly kind: 'video' | 'sound';
	/** Ticks per second. */
	readonly timescale: number;
	/** Packed ISO 639-2/T code, as in mdhd. */
	readonly language: number;
	/** The nine values of tkhd that rotate and mirror the picture, as stored. */
	readonly matrix: Uint8Array;
	/** Size at which the track is shown, as 16.16 fixed-point numbers. 0 for sound. */
	readonly width: number;
	readonly height: number;
}

/** A track of a film. */
export interface Track extends TrackHeader {
	/** Four-character code of the first sample description: avc1, hvc1, mp4a, … */
	readonly codec: string;
	/** Whole sample descriptions (boxes in stsd). Of a video as stored; of sound in the form of ISO/IEC 14496-12. */
	readonly descriptions: readonly Uint8Array[];
	readonly samples: Samples;
	/** Empty if the whole track is shown. */
	readonly edits: readonly Edit[];
}

/** What is known of a file's sound. */
export interface SoundFacts {
	/** A name for messages, e.g. AAC, PCM. */
	readonly codec: string;
	/** Whether an MP4 file can carry it. */
	readonly canBeCopied: boolean;
}

/** A file with sound, with or without a picture. */
export interface SoundFile {
	/** Bytes. Undefined if the source does not know it. */
	readonly size: number | undefined;
	/** Major brand, e.g. isom; empty if there is none. */
	readonly brand: string;
	/** The first enabled sound track. Undefined if there is none, or if an MP4 file cannot carry it. */
	readonly sound: Track | undefined;
	/** Undefined if it has no sound. */
	readonly soundFacts: SoundFacts | undefined;
	/** Tracks that are not copied, in words for a hint, e.g. "timecode". Each once. */
	readonly leftOut: readonly string[];
}

/** A film whose samples can be copied. */
export interface Film extends SoundFile {
	/** The first enabled video track. */
	readonly video: Track;
}
