/** The hand-written texts about an operation. Everything else on its page comes from the tables in the code. */
export interface Prose {
	/** Its purpose. */
	readonly intro?: string;
	/** Its result. */
	readonly result?: string;
	/** Rules about several files at once. */
	readonly together?: string;
	/** Good to know, as a list. */
	readonly tips?: string;
}

const VACE_OUT = 'one MP4 (H.264, 30 fps, no sound)';
/** Source: SEED */
const SAME_SIZE = 'the same size as the input up to 720P; larger inputs are scaled down to 720P';

/** By operation. One that is missing here gets a page without these parts. */
export const PROSE: Readonly<Record<string, Prose>> = {
	edit: {
		intro:
			'Say what to change: another style, another object, clothes or a look taken from an image. The motion of the video stays. Alibaba Cloud recommends this model for editing. It is the only one that makes or keeps sound.',
		// Source: SEED, ALI-27
		result:
			'Result: one MP4 (H.264, 30 fps, with sound) of up to 10 s, in 720P or 1080P. It is as long as the input, or as **Duration** says.',
		tips: [
			'- **Resolution** is always sent. 1080P costs more per second than 720P.',
			'- Alibaba Cloud cuts longer prompts without notice. The node rejects them instead.',
			'- Say in the prompt what to take from each reference image: “the clothes from the image”.',
			'- **Audio → Keep Original** leaves the sound unchanged. With Automatic, the model decides and may make new sound.',
		].join('\n'),
	},
	imageReference: {
		intro:
			'There is no input video. People, animals or things from the images appear in front of the background, and the prompt says what happens.',
		// Source: ALI-VACE
		result: `Result: ${VACE_OUT} of 5 s, in the frame size of **Size**.`,
		// Source: SEED, ALI-VACE
		tips: [
			'- Works best with each subject alone on a plain background, and a background image without the subjects in it.',
			'- One entry takes several links, one per line or comma-separated, or an expression that returns a list. All of them get the role of that entry.',
			'- Alibaba Cloud would drop a fourth image without notice. The node rejects it instead.',
			'- Leave **Rewrite Prompt** on: Alibaba Cloud recommends it for this operation.',
		].join('\n'),
	},
	repaint: {
		intro: 'With a reference image, the subject of that image replaces the subject of the video.',
		// Source: ALI-VACE
		result: `Result: ${VACE_OUT}, as long as the input, up to 5 s. It is ${SAME_SIZE}.`,
		// Source: SEED
		tips: [
			'- **Keep From Video** matters most: Body and Face for people who speak, Composition for scenes, Sketch for drawings.',
			'- If the prompt describes something other than what the video shows, switch **Rewrite Prompt** off and describe the scene in detail.',
			'- A low **Strength** gives the model more freedom.',
		].join('\n'),
	},
	editRegion: {
		intro:
			'White areas of the mask are edited, black areas are kept. A reference image can show what fills the region.',
		// Source: SEED. ALI-VACE also mentions the size of the input.
		result: `Result: ${VACE_OUT} of up to 5 s, in the frame size of **Size**.`,
		together:
			'A mask has the same width and height as the video. A mask video also has its length and frame rate. With **Clean Mask**, which is on by default, the node makes PNG, JPEG and BMP masks fit: soft edges are cut at half, transparency counts as black, and a mask in the shape of the video gets its size. Without it, up to 5 % of the pixels may be in between, and transparent pixels are rejected. A mask needs both black and white. **Mask Shapes** need no file. A video whose sides are not 360 to 2000 px cannot have a mask image: scale the video first. **Mask Frame ID** must not be greater than the number of the last frame.',
		// Source: SEED
		tips: [
			'- A mask image is usually enough: paint one frame, and with Mask Follows Motion the region follows the marked object from there.',
			'- **Expand Ratio** makes the region larger than the mask. A low value follows the target closely.',
			'- Describe the whole picture in the prompt, not only the region.',
		].join('\n'),
	},
	extend: {
		intro:
			'The model makes what follows a first clip, what precedes a last one, or what lies between the two. Images work in the same way.',
		result: `Result: ${VACE_OUT} of 5 s **in total**, including the clips: a clip of 1 s becomes a video of 5 s. It is ${SAME_SIZE}.`,
		together:
			'Two clips must have the same frame rate and be up to 3 s long together. A motion video must have the frame rate and size of the clips.',
		tips: [
			'- Use **Motion Video** and **Keep From Video** together: one without the other is rejected.',
			'- **Starts With** and **Ends With** must not both be Nothing.',
		].join('\n'),
	},
	outpaint: {
		intro: 'Turn portrait into landscape, or add room around the subject.',
		// Source: ALI-VACE
		result: `Result: ${VACE_OUT}, as long as the input, up to 5 s. Alibaba Cloud does not publish how it rounds the expanded frame; it stays within 720P.`,
		tips: [
			'- **Expand To** takes a shape, and the node works out the scales from the size of the video.',
			'- With Custom, 1.5 expands the picture by half of its width or height on that side. At least one of the four must be above 1.',
			'- Describe everything that the larger picture shows, not only the new parts.',
		].join('\n'),
	},
	get: {
		intro:
			'For tasks that were created without waiting, that continued after a timeout or a Stop, or of which you have only the ID. With **Wait for Completion**, it waits like an operation of the resource Video.',
		result:
			'The same as for the resource Video, with `operation` = `get`. An unfinished task is returned with its current status. A failed task is returned with `code` and `message`, or is an error if the node waits for it.',
		tips: [
			'- Queries are free.',
			'- A task is known for 24 hours, to any key of the same account and region.',
		].join('\n'),
	},
	getMany: {
		intro:
			'Finds a task whose ID was lost: filter by model and time. The list has no prompts and no links; fetch those with Get.',
		result:
			'One item per task: `taskId`, `status`, `model`, `submittedAt`, `startedAt`, `finishedAt`, `requestId`. With **Simplify** off: the rows as received.',
		tips: '- Times without a time zone are in the workflow’s time zone.',
	},
	cancel: {
		intro:
			'A queued task (PENDING) is removed from the queue and not billed. A running task cannot be stopped: it finishes and is billed, and the node reports an error (`UnsupportedOperation`).',
		result: '`taskId`, `status` = `CANCELED`, `operation` = `cancel`.',
	},
};
