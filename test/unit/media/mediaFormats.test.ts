import { BLAMING_WORDS } from '../drafts';
import {
	type BadFiles,
	film,
	still,
	clip,
	other,
	wanVideo,
	wanImage,
	video,
	maskImage,
	maskVideo,
	image,
	firstClip,
	firstFrame,
	violations,
} from './givenSlots';
import { bmp, box, jpeg, joined, movie, png, tiff, webpLossy, zeros } from './headers';

const WAN_VIDEO = 'a video in MP4 or MOV format';
const WAN_IMAGE = 'an image in JPEG, PNG, BMP or WEBP format';
const VACE_IMAGE = 'an image in JPEG, PNG, BMP, TIFF or WEBP format';

const BAD: BadFiles[] = [
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
];

describe('A file that its slot cannot use is rejected:', () => {
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
