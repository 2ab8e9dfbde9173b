import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { type MediaLimit, VACE_MEDIA, WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import type { InspectedSlot } from '../../../nodes/WanVideoEdit/media/slot';
import type { Slot } from '../../../nodes/WanVideoEdit/media/slot';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';
import { BLAMING_WORDS } from '../drafts';
import {
	bmp,
	box,
	jpeg,
	joined,
	movie,
	png,
	pngChunk,
	tiff,
	webpExtended,
	webpLossy,
	zeros,
} from './headers';

const MB = 1024 * 1024;

interface GivenSlot {
	slot: Slot;
	bytes?: number;
	file: MediaFacts | Uint8Array;
}

const slotOf =
	(name: Slot['name'], label: string, limit: MediaLimit) =>
	(file: GivenSlot['file'], bytes?: number): GivenSlot => ({
		slot: { name, label, limit, source: { kind: 'url', url: 'https://example.com/a' } },
		bytes,
		file,
	});

const wanVideo = slotOf('video', 'Video', WAN27_MEDIA.video);
const wanImage = slotOf('referenceImage', 'Reference Images', WAN27_MEDIA.image);
const video = slotOf('video', 'Video', VACE_MEDIA.video);
const maskImage = slotOf('mask', 'Mask', VACE_MEDIA.image);
const maskVideo = slotOf('mask', 'Mask', VACE_MEDIA.video);
const image = slotOf('referenceImage', 'Reference Images', VACE_MEDIA.image);
const firstClip = slotOf('firstClip', 'Anchors (First Clip)', VACE_MEDIA.clip);
const lastClip = slotOf('lastClip', 'Anchors (Last Clip)', VACE_MEDIA.clip);
const firstFrame = slotOf('firstFrame', 'Anchors (First Frame)', VACE_MEDIA.image);
const motion = slotOf('motionVideo', 'Motion Video', VACE_MEDIA.video);

const film = (changes: Partial<MediaFacts & { kind: 'video' }> = {}): MediaFacts => ({
	...{
		kind: 'video',
		format: 'MP4',
		width: 1280,
		height: 720,
		seconds: 3,
		fps: 30,
		brand: 'isom',
		codec: 'avc1',
		codecs: ['avc1'],
		encrypted: false,
		hasAudio: true,
	},
	...changes,
});
const still = (changes: Partial<MediaFacts & { kind: 'image' }> = {}): MediaFacts => ({
	...{ kind: 'image', format: 'PNG', width: 1280, height: 720, alpha: false },
	...changes,
});
const clip = (changes: Partial<MediaFacts & { kind: 'video' }> = {}) => film({ seconds: 1, ...changes });
const other = (format: string): MediaFacts => ({ kind: 'other', format });

const WAN_VIDEO = 'a video in MP4 or MOV format';
const WAN_IMAGE = 'an image in JPEG, PNG, BMP or WEBP format';
const VACE_IMAGE = 'an image in JPEG, PNG, BMP, TIFF or WEBP format';

async function violations(given: readonly GivenSlot[], mode: string): Promise<string[]> {
	const inspected: InspectedSlot[] = [];
	for (const { slot, bytes, file } of given) {
		const facts = file instanceof Uint8Array ? await inspect(sourceOfBytes(file)) : file;
		inspected.push({ slot, bytes, facts });
	}
	return mediaViolations(inspected, mode).map(({ says }) => says);
}

const BAD: Array<[mode: string, given: GivenSlot[], messages: string[]]> = [
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

	// Format
	[
		'Repaint',
		[video(film({ format: 'MOV' }))],
		["'Video' is in MOV format; Repaint takes a video in MP4 format"],
	],
	[
		'Repaint',
		[video(movie({ brand: 'qt  ' }))],
		["'Video' is in MOV format; Repaint takes a video in MP4 format"],
	],
	[
		'Extend',
		[firstClip(clip({ format: 'MOV' }))],
		["'Anchors (First Clip)' is in MOV format; Extend takes a video in MP4 format"],
	],
	[
		'Edit',
		[wanImage(still({ format: 'TIFF' }))],
		[`'Reference Images' is in TIFF format; Edit takes ${WAN_IMAGE}`],
	],
	[
		'Edit',
		[wanImage(tiff({ 256: 500, 257: 500 }))],
		[`'Reference Images' is in TIFF format; Edit takes ${WAN_IMAGE}`],
	],
	['Edit', [wanVideo(other('AVI'))], [`'Video' is in AVI format; Edit takes ${WAN_VIDEO}`]],
	['Edit', [wanVideo(other('WEBM'))], [`'Video' is in WEBM format; Edit takes ${WAN_VIDEO}`]],
	[
		'Edit',
		[wanImage(joined('GIF89a', zeros(20)))],
		[`'Reference Images' is in GIF format; Edit takes ${WAN_IMAGE}`],
	],
	[
		'Edit',
		[wanImage(box('ftyp', 'heic', zeros(4)))],
		[`'Reference Images' is in HEIC format; Edit takes ${WAN_IMAGE}`],
	],
	[
		'Edit',
		[wanVideo(joined('<!DOCTYPE html><html></html>'))],
		[`'Video' is in HTML format; Edit takes ${WAN_VIDEO}`],
	],
	[
		'Repaint',
		[video(joined('<?xml version="1.0"?><Error/>'))],
		["'Video' is in XML format; Repaint takes a video in MP4 format"],
	],
	[
		'Repaint',
		[image(joined('%PDF-1.7', zeros(20)))],
		[`'Reference Images' is in PDF format; Repaint takes ${VACE_IMAGE}`],
	],
	[
		'Repaint',
		[image(joined('a list of words, not a picture'))],
		[`'Reference Images' is in plain text format; Repaint takes ${VACE_IMAGE}`],
	],

	// Image for video and the other way round
	['Repaint', [video(still())], ["'Video' is an image in PNG format; Repaint takes a video in MP4 format"]],
	['Edit', [wanVideo(jpeg(640, 360))], [`'Video' is an image in JPEG format; Edit takes ${WAN_VIDEO}`]],
	['Edit', [wanImage(movie())], [`'Reference Images' is a video in MP4 format; Edit takes ${WAN_IMAGE}`]],
	['Edit Region', [maskImage(movie())], [`'Mask' is a video in MP4 format; Edit Region takes ${VACE_IMAGE}`]],
	[
		'Edit Region',
		[maskVideo(bmp(640, 360))],
		["'Mask' is an image in BMP format; Edit Region takes a video in MP4 format"],
	],
	[
		'Extend',
		[firstFrame(movie({ brand: 'qt  ' }))],
		[`'Anchors (First Frame)' is a video in MOV format; Extend takes ${VACE_IMAGE}`],
	],
	[
		'Extend',
		[firstClip(webpLossy(640, 360))],
		["'Anchors (First Clip)' is an image in WEBP format; Extend takes a video in MP4 format"],
	],

	// Unreadable
	[
		'Repaint',
		[video(zeros(0), 0)],
		["'Video' could not be read as a video or an image (it is empty); Repaint takes a video in MP4 format"],
	],
	[
		'Repaint',
		[video(zeros(100), 100)],
		[
			"'Video' could not be read as a video or an image (its format is unknown); Repaint takes a video in MP4 format",
		],
	],
	[
		'Repaint',
		[video(movie().subarray(0, 200))],
		["'Video' could not be read as a video or an image (it is cut off); Repaint takes a video in MP4 format"],
	],
	[
		'Repaint',
		[video(joined(box('ftyp', 'isom', zeros(4)), box('mdat', zeros(50))))],
		[
			"'Video' could not be read as a video or an image (it is cut off: it has no header (moov)); Repaint takes a video in MP4 format",
		],
	],
	[
		'Repaint',
		[video(movie({ handlers: ['soun'] }))],
		[
			"'Video' could not be read as a video or an image (it has no video track); Repaint takes a video in MP4 format",
		],
	],
	[
		'Edit',
		[wanImage(png(640, 360).subarray(0, 30))],
		[`'Reference Images' could not be read as a video or an image (it is cut off); Edit takes ${WAN_IMAGE}`],
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

describe('A file that a slot does not take is rejected:', () => {
	it.each(BAD.map(([mode, given, messages]) => [messages.join(' | '), { mode, given, messages }] as const))(
		'%s',
		async (_, { mode, given, messages }) => {
			expect(await violations(given, mode)).toEqual(messages);
		},
	);

	it('in at least 60 ways', () => {
		expect(BAD.length).toBeGreaterThanOrEqual(60);
	});

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
	[
		'two clips of 25 frames at 16 fps',
		'Extend',
		[firstClip(clip({ seconds: 25 / 16, fps: 16 })), lastClip(clip({ seconds: 25 / 16, fps: 16 }))],
	],
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
	['nothing', 'Repaint', []],
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
