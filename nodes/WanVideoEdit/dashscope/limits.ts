/**
 * Alibaba Cloud's limits for the text and number fields of a request: one table for the node's checks, its
 * forms and the local DashScope. The limits of media files are in `media/limits.ts`.
 *
 * Sources: SEED (Alibaba Cloud's guide), ALI-27 and ALI-VACE (API references, 2026). `characters` counts a
 * Chinese character, a letter or a punctuation mark as one.
 */

export interface TextLimit {
	readonly maxCharacters: number;
	readonly required: boolean;
	readonly source: string;
}

export interface NumberLimit {
	readonly min: number;
	readonly max: number;
	/** Whole numbers only. */
	readonly integer: boolean;
	readonly source: string;
}

export interface ChoiceLimit<Value extends string = string> {
	readonly values: readonly Value[];
	readonly source: string;
}

export interface CountLimit {
	readonly min: number;
	readonly max: number;
	readonly source: string;
}

/** `wan2.7-videoedit`. */
export const WAN27 = {
	prompt: { maxCharacters: 5000, required: false, source: 'SEED, ALI-27' },
	negativePrompt: { maxCharacters: 500, required: false, source: 'SEED, ALI-27' },
	videos: { min: 1, max: 1, source: 'SEED' },
	referenceImages: { min: 0, max: 4, source: 'SEED, ALI-27' },
	resolution: { values: ['720P', '1080P'], source: 'SEED' },
	ratio: { values: ['16:9', '9:16', '1:1', '4:3', '3:4'], source: 'SEED' },
	/** Seconds of the input to keep. 0 keeps all of it and is allowed in addition to the range. */
	duration: { min: 2, max: 10, integer: true, source: 'SEED, ALI-27' },
	audioSetting: { values: ['auto', 'origin'], source: 'SEED' },
} as const satisfies Record<string, TextLimit | NumberLimit | ChoiceLimit | CountLimit>;

/** VACE, all five functions. */
export const VACE = {
	prompt: { maxCharacters: 800, required: true, source: 'ALI-VACE' },
	size: { values: ['1280*720', '720*1280', '960*960', '832*1088', '1088*832'], source: 'SEED, ALI-VACE' },
	/** `image_reference` */
	referenceImages: { min: 1, max: 3, source: 'SEED' },
	/** `image_reference`: at most one image may be the background. */
	backgrounds: { min: 0, max: 1, source: 'ALI-VACE' },
	objOrBg: { values: ['obj', 'bg'], source: 'SEED' },
	/** `video_repainting`, `video_edit` */
	subjectImages: { min: 0, max: 1, source: 'ALI-VACE' },
	/** `video_repainting` */
	repaintControl: { values: ['posebodyface', 'posebody', 'depth', 'scribble'], source: 'SEED' },
	strength: { min: 0, max: 1, integer: false, source: 'SEED' },
	/** `video_edit`, and `video_extension` with a motion video */
	motionControl: { values: ['posebodyface', 'depth'], source: 'ALI-VACE' },
	/** `video_edit`. First frame is 1; the upper end depends on the video: frame rate × seconds + 1. */
	maskFrameId: { min: 1, max: Number.MAX_SAFE_INTEGER, integer: true, source: 'ALI-VACE' },
	maskType: { values: ['tracking', 'fixed'], source: 'SEED' },
	expandRatio: { min: 0, max: 1, integer: false, source: 'SEED' },
	expandMode: { values: ['hull', 'bbox', 'original'], source: 'ALI-VACE' },
	/** `video_outpainting` */
	scale: { min: 1, max: 2, integer: false, source: 'SEED' },
} as const satisfies Record<string, TextLimit | NumberLimit | ChoiceLimit | CountLimit>;

/** Fields that every mode has. */
export const COMMON = {
	/**
	 * A generic error text of Alibaba Cloud states a larger range for other models: the narrower one applies.
	 */
	seed: { min: 0, max: 2147483647, integer: true, source: 'ALI-27, ALI-VACE' },
} as const satisfies Record<string, NumberLimit>;

/**
 * Frame sizes of wan2.7 outputs per ratio and resolution (ALI-27). Without a ratio, the output has
 * approximately the shape of the input.
 */
export const WAN27_SIZES: Readonly<
	Record<
		(typeof WAN27.ratio.values)[number],
		Readonly<Record<(typeof WAN27.resolution.values)[number], readonly [number, number]>>
	>
> = {
	'16:9': { '720P': [1280, 720], '1080P': [1920, 1080] },
	'9:16': { '720P': [720, 1280], '1080P': [1080, 1920] },
	'1:1': { '720P': [960, 960], '1080P': [1440, 1440] },
	'4:3': { '720P': [1104, 832], '1080P': [1648, 1248] },
	'3:4': { '720P': [832, 1104], '1080P': [1248, 1648] },
};

/** Length in characters as Alibaba Cloud counts them: code points, not UTF-16 units. */
export const countCharacters = (text: string): number => Array.from(text).length;
