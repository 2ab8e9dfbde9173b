import { BLAMING_WORDS } from '../drafts';
import {
	type BadFiles,
	film,
	still,
	clip,
	wanVideo,
	wanImage,
	video,
	image,
	firstClip,
	lastClip,
	firstFrame,
	motion,
	type GivenSlot,
	violations,
} from './givenSlots';
import { bmp, jpeg, movie, png, pngChunk, webpExtended, zeros } from './headers';

const MB = 1024 * 1024;

const BAD: BadFiles[] = [
	// Length
	['Repaint', [video(film({ seconds: 12.4 }))], ["'Video' is 12.4 s long; Repaint takes up to 5 s"]],
	['Repaint', [video(film({ seconds: 5.09 }))], ["'Video' is 5.1 s long; Repaint takes up to 5 s"]],
	[
		'Outpaint',
		[video(film({ seconds: 82 / 16, fps: 16 }))],
		["'Video' is 5.1 s long; Outpaint takes up to 5 s"],
	],
	['Edit', [wanVideo(film({ seconds: 11, fps: 0.5 }))], ["'Video' is 11 s long; Edit takes 2 to 10 s"]],
	['Outpaint', [video(film({ seconds: 3600 }))], ["'Video' is 3600 s long; Outpaint takes up to 5 s"]],
	['Edit', [wanVideo(film({ seconds: 1.9 }))], ["'Video' is 1.9 s long; Edit takes 2 to 10 s"]],
	['Edit', [wanVideo(film({ seconds: 0.04 }))], ["'Video' is 0 s long; Edit takes 2 to 10 s"]],
	['Edit', [wanVideo(film({ seconds: 10.09 }))], ["'Video' is 10.1 s long; Edit takes 2 to 10 s"]],
	['Edit', [wanVideo(film({ seconds: 61.25 }))], ["'Video' is 61.3 s long; Edit takes 2 to 10 s"]],
	[
		'Extend',
		[firstClip(film({ seconds: 3.2 }))],
		["'Anchors (First Clip)' is 3.2 s long; Extend takes up to 3 s"],
	],
	[
		'Extend',
		[firstClip(clip()), motion(film({ seconds: 6 }))],
		["'Motion Video' is 6 s long; Extend takes up to 5 s"],
	],
	['Repaint', [video(movie({ seconds: 7 }))], ["'Video' is 7 s long; Repaint takes up to 5 s"]],

	// Frame rate
	['Repaint', [video(film({ fps: 15 }))], ["'Video' has 15 fps; Repaint takes 16 fps or more"]],
	['Repaint', [video(film({ fps: 12.4867 }))], ["'Video' has 12.49 fps; Repaint takes 16 fps or more"]],
	[
		'Extend',
		[lastClip(clip({ fps: 10 }))],
		["'Anchors (Last Clip)' has 10 fps; Extend takes 16 fps or more"],
	],
	['Repaint', [video(movie({ fps: 12 }))], ["'Video' has 12 fps; Repaint takes 16 fps or more"]],

	// Sides and shape
	[
		'Edit',
		[wanVideo(film({ width: 320, height: 180 }))],
		["'Video' is 320 × 180 px; Edit takes sides of 240 to 4096 px"],
	],
	[
		'Edit',
		[wanVideo(film({ width: 7680, height: 4320 }))],
		["'Video' is 7680 × 4320 px; Edit takes sides of 240 to 4096 px"],
	],
	[
		'Edit',
		[wanVideo(film({ width: 4096, height: 500 }))],
		["'Video' is 4096 × 500 px; Edit takes aspect ratios from 1:8 to 8:1"],
	],
	[
		'Edit',
		[wanVideo(film({ width: 239, height: 240 }))],
		["'Video' is 239 × 240 px; Edit takes sides of 240 to 4096 px"],
	],
	[
		'Edit',
		[wanImage(still({ width: 8001, height: 4000 }))],
		["'Reference Images' is 8001 × 4000 px; Edit takes sides of 240 to 8000 px"],
	],
	[
		'Edit',
		[wanImage(still({ width: 300, height: 2401 }))],
		["'Reference Images' is 300 × 2401 px; Edit takes aspect ratios from 1:8 to 8:1"],
	],
	[
		'Edit',
		[wanImage(still({ width: 100, height: 1000 }))],
		[
			"'Reference Images' is 100 × 1000 px; Edit takes sides of 240 to 8000 px",
			"'Reference Images' is 100 × 1000 px; Edit takes aspect ratios from 1:8 to 8:1",
		],
	],
	[
		'Repaint',
		[image(still({ width: 359, height: 360 }))],
		["'Reference Images' is 359 × 360 px; Repaint takes sides of 360 to 2000 px"],
	],
	[
		'Repaint',
		[image(still({ width: 2001, height: 2000 }))],
		["'Reference Images' is 2001 × 2000 px; Repaint takes sides of 360 to 2000 px"],
	],
	[
		'Extend',
		[firstFrame(still({ width: 100, height: 100 }))],
		["'Anchors (First Frame)' is 100 × 100 px; Extend takes sides of 360 to 2000 px"],
	],
	[
		'Edit',
		[wanVideo(movie({ width: 200, height: 400, turned: true }))],
		["'Video' is 400 × 200 px; Edit takes sides of 240 to 4096 px"],
	],
	[
		'Repaint',
		[image(jpeg(4000, 3000))],
		["'Reference Images' is 4000 × 3000 px; Repaint takes sides of 360 to 2000 px"],
	],

	// Size of the file
	['Edit', [wanVideo(film(), 104.9 * MB)], ["'Video' is 104.9 MB large; Edit takes up to 100 MB"]],
	['Edit', [wanVideo(film(), 100 * MB + 1)], ["'Video' is 100.1 MB large; Edit takes up to 100 MB"]],
	['Edit', [wanImage(still(), 25 * MB)], ["'Reference Images' is 25 MB large; Edit takes up to 20 MB"]],
	['Repaint', [video(film(), 60 * MB)], ["'Video' is 60 MB large; Repaint takes up to 50 MB"]],
	[
		'Repaint',
		[image(still(), 10.04 * MB)],
		["'Reference Images' is 10.1 MB large; Repaint takes up to 10 MB"],
	],
	[
		'Extend',
		[firstClip(clip(), 51 * MB)],
		["'Anchors (First Clip)' is 51 MB large; Extend takes up to 50 MB"],
	],

	// Transparency
	[
		'Edit',
		[wanImage(still({ alpha: true }))],
		["'Reference Images' has transparency; Edit takes PNG without transparency"],
	],
	[
		'Edit',
		[wanImage(png(640, 360, 6))],
		["'Reference Images' has transparency; Edit takes PNG without transparency"],
	],
	[
		'Edit',
		[wanImage(png(640, 360, 3, pngChunk('PLTE', zeros(3)), pngChunk('tRNS', zeros(1))))],
		["'Reference Images' has transparency; Edit takes PNG without transparency"],
	],
];

describe('A file beyond a limit of its slot is rejected:', () => {
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
	['a video of 5 s', 'Repaint', [video(film({ seconds: 5 }), 50 * MB)]],
	['a video of 5.04 s, as containers round', 'Repaint', [video(film({ seconds: 5.04 }))]],
	[
		'81 frames at 16 fps, which the provider counts as 5 s',
		'Outpaint',
		[video(film({ seconds: 81 / 16, fps: 16 }))],
	],
	['a clip of 49 frames at 16 fps', 'Extend', [firstClip(clip({ seconds: 49 / 16, fps: 16 }))]],
	['a video of 1.96 s where 2 s are the least', 'Edit', [wanVideo(film({ seconds: 1.96 }))]],
	['a video of 10.05 s where 10 s are the most', 'Edit', [wanVideo(film({ seconds: 10.05 }))]],
	['a MOV where it is taken', 'Edit', [wanVideo(movie({ brand: 'qt  ' }), 100 * MB)]],
	['15.96 fps where 16 are the least', 'Repaint', [video(film({ fps: 15.96 }))]],
	['5 fps where no rate is asked for', 'Edit', [wanVideo(film({ fps: 5 }))]],
	['a shape of 8:1', 'Edit', [wanVideo(film({ width: 4000, height: 500 }))]],
	[
		'transparency in a WEBP, of which the provider says nothing',
		'Edit',
		[wanImage(webpExtended(640, 360, true))],
	],
	[
		'an alpha channel in a BMP',
		'Edit',
		[wanImage(bmp(640, 360, { header: 124, bits: 32, alphaMask: 0xff000000 }))],
	],
	['transparency where it is allowed', 'Repaint', [image(png(640, 360, 6))]],
	['a tiny video where no sides are asked for', 'Repaint', [video(film({ width: 64, height: 64 }))]],
	['a file of unknown size', 'Repaint', [video(film(), undefined)]],
	['nothing', 'Repaint', []],
];

describe('Files are accepted with', () => {
	it.each(GOOD)('%s', async (_, mode, given) => {
		expect(await violations(given, mode)).toEqual([]);
	});
});
