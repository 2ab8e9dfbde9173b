/** What a person writes about an operation; everything else on its page comes from the tables in the code. */
export interface Prose {
	/** What it is for. */
	readonly intro?: string;
	/** What comes out. */
	readonly result?: string;
	/** Rules about several files at once. */
	readonly together?: string;
	/** Good to know, as a list. */
	readonly tips?: string;
}

const VACE_OUT = 'one MP4 (H.264, 30 fps, no sound)';
const SAME_SIZE = 'as large as the input up to 720P, larger inputs are scaled down to 720P (SEED)';

/** By operation. One that is missing here gets a page without these parts. */
export const PROSE: Readonly<Record<string, Prose>> = {
	edit: {
		intro:
			'Say what to change: another style, another object, clothes or a look taken from an image. The motion of the video stays. This is the model that the provider recommends for editing, and the only one that makes or keeps sound.',
		result:
			'Result: one MP4 (H.264, 30 fps, with sound) of up to 10 s, as long as the input or as **Duration** says, in 720P or 1080P (SEED, ALI-27).',
		tips: [
			'- Without **Resolution** the provider makes 1080P, which costs more per second. Set 720P to pay less.',
			'- Longer prompts than the limit are cut by the provider without a word; the node refuses them instead.',
			'- Name in the prompt what to take from a reference image: “the clothes of the picture”.',
			'- **Audio → Keep Original** leaves the sound as it is; Automatic lets the model decide and may make new sound.',
		].join('\n'),
	},
	imageReference: {
		intro:
			'There is no input video: people, animals or things from the images meet in front of the background, and the prompt says what happens.',
		result: `Result: ${VACE_OUT} of 5 s, in the frame size of **Size** (ALI-VACE).`,
		tips: [
			'- Each subject alone on a plain background; the background image without the subjects in it (SEED).',
			'- One entry takes several links, one a line or separated by commas, or an expression that gives a list. They all get the role of that entry.',
			'- The provider would drop a fourth image without a word; the node refuses it.',
			'- Leave **Rewrite Prompt** on: it is what the provider recommends for this operation (ALI-VACE).',
		].join('\n'),
	},
	repaint: {
		intro: 'With a reference image, the subject of that image takes the place of the one in the video.',
		result: `Result: ${VACE_OUT}, as long as the input up to 5 s (ALI-VACE), ${SAME_SIZE}.`,
		tips: [
			'- **Keep From Video** decides most: Body and Face for people who speak, Composition for scenes, Sketch for drawings.',
			'- When the prompt describes something else than the video shows, switch **Rewrite Prompt** off and describe the scene in detail (SEED).',
			'- A low **Strength** gives the model more freedom.',
		].join('\n'),
	},
	editRegion: {
		intro:
			'What is white in the mask is edited, what is black is kept. A reference image can say what fills the region.',
		result: `Result: ${VACE_OUT} of up to 5 s, in the frame size of **Size** (SEED; ALI-VACE also speaks of the input’s size).`,
		together:
			'A mask is as wide and high as the video. A mask video has its length and frame rate too. The colors of a mask image as PNG, JPEG or BMP are looked at too: it has black and white in it, nothing transparent, and up to 5 % of its pixels in between, which smooth edges need. Values up to 16 of 255 count as black, from 239 on as white. A video whose sides are not 360 to 2000 px can have no mask image: scale the video first. **Mask Frame ID** must not lie behind the last frame.',
		tips: [
			'- A mask image is enough as a rule: one frame is painted, and with Tracking the region follows what it marks from there (SEED).',
			'- **Expand Ratio** makes the region larger than the mask. A low value follows the target tightly.',
			'- Describe the whole picture in the prompt, not only the region.',
		].join('\n'),
	},
	extend: {
		intro:
			'The model makes what comes after a first clip, what came before a last one, or what lies between the two. Frames work in the same way.',
		result: `Result: ${VACE_OUT} of 5 s **in all**, with the clips in it: a clip of 1 s becomes a video of 5 s. It is ${SAME_SIZE}.`,
		together:
			'Two clips have the same frame rate and are up to 3 s long together. A motion video has the frame rate and the size of the clips.',
		tips: [
			'- **Motion Video** and **Keep From Video** go together: one without the other is refused.',
			'- Each kind of anchor stands once at most.',
		].join('\n'),
	},
	outpaint: {
		intro: 'From portrait to landscape, or more room around the subject.',
		result: `Result: ${VACE_OUT}, as long as the input up to 5 s (ALI-VACE). How the provider rounds the grown frame is not published; it stays within 720P.`,
		tips: [
			'- With 1.5 the picture grows by half of its width or height on that side. At least one of the four has to be above 1.',
			'- Describe what the larger picture shows, not only what is new.',
		].join('\n'),
	},
	get: {
		intro:
			'For tasks that were created without waiting, that outlived a time-out or a Stop, or of which only the ID is left. With **Wait for Completion** it waits like an operation of the resource Video.',
		result:
			'Like that of the resource Video, with `operation` = `get`. A task that is not finished is given out with its status; one that failed has `code` and `message`, and is an error when the node waits for it.',
		tips: [
			'- Nothing is billed for asking.',
			'- A task is known for 24 hours, to any key of the same account and region.',
		].join('\n'),
	},
	getMany: {
		intro:
			'The way to find a task again whose ID was lost: filter by model and time. The list has neither prompts nor links; fetch those with Get.',
		result:
			'One item for each task: `taskId`, `status`, `model`, `submittedAt`, `startedAt`, `finishedAt`, `requestId`. With **Simplify** off: the rows as they came.',
		tips: '- Times without a zone are times of the workflow’s time zone.',
	},
	cancel: {
		intro:
			'A task that waits (PENDING) leaves the queue and is not billed. One that runs cannot be stopped: it is finished and billed, and the node says so with an error (`UnsupportedOperation`).',
		result: '`taskId`, `status` = `CANCELED`, `operation` = `cancel`.',
	},
};
