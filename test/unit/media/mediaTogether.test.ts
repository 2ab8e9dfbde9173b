import { BLAMING_WORDS } from '../drafts';
import {
	type BadFiles,
	film,
	still,
	clip,
	video,
	maskImage,
	maskVideo,
	image,
	firstClip,
	lastClip,
	firstFrame,
	motion,
	type GivenSlot,
	violations,
} from './givenSlots';
import { movie, zeros } from './headers';

const MB = 1024 * 1024;

const BAD: BadFiles[] = [
	// Mask and video
	[
		'Edit Region',
		[video(film()), maskImage(still({ width: 640, height: 360 }))],
		["'Mask' is 640 × 360 px; Edit Region needs the same size as 'Video', 1280 × 720 px"],
	],
	[
		'Edit Region',
		[video(film()), maskImage(still({ width: 720, height: 1280 }))],
		["'Mask' is 720 × 1280 px; Edit Region needs the same size as 'Video', 1280 × 720 px"],
	],
	[
		'Edit Region',
		[
			video(movie({ width: 720, height: 1280, turned: true })),
			maskImage(still({ width: 720, height: 1280 })),
		],
		["'Mask' is 720 × 1280 px; Edit Region needs the same size as 'Video', 1280 × 720 px"],
	],
	[
		'Edit Region',
		[video(film()), maskVideo(film({ width: 640, height: 360 }))],
		["'Mask' is 640 × 360 px; Edit Region needs the same size as 'Video', 1280 × 720 px"],
	],
	[
		'Edit Region',
		[video(film()), maskVideo(film({ fps: 24 }))],
		["'Mask' has 24 fps; Edit Region needs the same frame rate as 'Video', 30 fps"],
	],
	[
		'Edit Region',
		[video(film({ fps: 29.97003 })), maskVideo(film({ fps: 23.976024 }))],
		["'Mask' has 23.98 fps; Edit Region needs the same frame rate as 'Video', 29.97 fps"],
	],
	[
		'Edit Region',
		[video(film()), maskVideo(film({ seconds: 2.5 }))],
		["'Mask' is 2.5 s long; Edit Region needs the same length as 'Video', 3 s"],
	],
	[
		'Edit Region',
		[video(film()), maskVideo(film({ width: 640, height: 360, fps: 24, seconds: 1 }))],
		[
			"'Mask' is 640 × 360 px; Edit Region needs the same size as 'Video', 1280 × 720 px",
			"'Mask' has 24 fps; Edit Region needs the same frame rate as 'Video', 30 fps",
			"'Mask' is 1 s long; Edit Region needs the same length as 'Video', 3 s",
		],
	],

	// Clips and motion video
	[
		'Extend',
		[firstClip(film({ seconds: 2.2 })), lastClip(film({ seconds: 2 }))],
		["'Anchors (First Clip)' and 'Anchors (Last Clip)' are 4.2 s long together; Extend takes up to 3 s"],
	],
	[
		'Extend',
		[firstClip(clip({ seconds: 26 / 16, fps: 16 })), lastClip(clip({ seconds: 26 / 16, fps: 16 }))],
		["'Anchors (First Clip)' and 'Anchors (Last Clip)' are 3.3 s long together; Extend takes up to 3 s"],
	],
	[
		'Extend',
		[firstClip(clip()), lastClip(clip({ fps: 24 }))],
		["'Anchors (Last Clip)' has 24 fps; Extend needs the same frame rate as 'Anchors (First Clip)', 30 fps"],
	],
	[
		'Extend',
		[firstClip(clip()), motion(film({ width: 640, height: 360 }))],
		["'Motion Video' is 640 × 360 px; Extend needs the same size as 'Anchors (First Clip)', 1280 × 720 px"],
	],
	[
		'Extend',
		[firstClip(clip()), motion(film({ fps: 25 }))],
		["'Motion Video' has 25 fps; Extend needs the same frame rate as 'Anchors (First Clip)', 30 fps"],
	],
	[
		'Extend',
		[lastClip(clip()), motion(film({ fps: 25 }))],
		["'Motion Video' has 25 fps; Extend needs the same frame rate as 'Anchors (Last Clip)', 30 fps"],
	],

	// Several at once
	[
		'Repaint',
		[video(film({ seconds: 12.4, fps: 10 }), 80 * MB), image(still({ width: 50, height: 50 }))],
		[
			"'Video' is 80 MB large; Repaint takes up to 50 MB",
			"'Video' is 12.4 s long; Repaint takes up to 5 s",
			"'Video' has 10 fps; Repaint takes 16 fps or more",
			"'Reference Images' is 50 × 50 px; Repaint takes sides of 360 to 2000 px",
		],
	],
];

describe('Files that do not go together are rejected:', () => {
	it.each(BAD.map(([mode, given, messages]) => [messages.join(' | '), { mode, given, messages }] as const))(
		'%s',
		async (_, { mode, given, messages }) => {
			expect(await violations(given, mode)).toEqual(messages);
		},
	);

	it('in a calm tone', () => {
		for (const [, , messages] of BAD) expect(messages.join(' ')).not.toMatch(BLAMING_WORDS);
	});
});

const GOOD: Array<[what: string, mode: string, given: GivenSlot[]]> = [
	[
		'two clips of 25 frames at 16 fps',
		'Extend',
		[firstClip(clip({ seconds: 25 / 16, fps: 16 })), lastClip(clip({ seconds: 25 / 16, fps: 16 }))],
	],
	['a mask image of the same size', 'Edit Region', [video(film()), maskImage(still())]],
	[
		'a mask image for a turned video',
		'Edit Region',
		[
			video(movie({ width: 1280, height: 720, turned: true })),
			maskImage(still({ width: 720, height: 1280 })),
		],
	],
	[
		'a mask video that nearly is the same',
		'Edit Region',
		[video(film()), maskVideo(film({ fps: 30.05, seconds: 3.08 }))],
	],
	[
		'a mask alone: the video was not looked at',
		'Edit Region',
		[maskImage(still({ width: 640, height: 360 }))],
	],
	[
		'two clips of 3 s together',
		'Extend',
		[firstClip(film({ seconds: 1.5 })), lastClip(film({ seconds: 1.5 }))],
	],
	['a clip of 29.97 and one of 30 fps', 'Extend', [firstClip(clip({ fps: 29.97 })), lastClip(clip())]],
	['clips of two sizes', 'Extend', [firstClip(clip()), lastClip(clip({ width: 640, height: 360 }))]],
	['a motion video like the clip', 'Extend', [firstClip(clip()), motion(film({ seconds: 5 }))]],
	[
		'a motion video with a frame, which has no rate',
		'Extend',
		[firstFrame(still()), motion(film({ fps: 24 }))],
	],
];

describe('Files are accepted with', () => {
	it.each(GOOD)('%s', async (_, mode, given) => {
		expect(await violations(given, mode)).toEqual([]);
	});
});

describe('Rules among files', () => {
	it('say nothing about a file of the wrong kind', async () => {
		expect(await violations([video(film()), maskVideo(zeros(0))], 'Edit Region')).toHaveLength(1);
		expect(await violations([firstClip(zeros(0)), motion(film({ fps: 24 }))], 'Extend')).toHaveLength(1);
	});
});
