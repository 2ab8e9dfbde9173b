/**
 * How to fix a file that a slot does not take, by its format. Facts about tools are as of 2026.
 */

/** Kind of file that a slot takes. */
export type Wanted = 'video' | 'image';

export const MAKE_MP4 = 'Convert it to MP4 with H.264 video, for example with HandBrake or any video editor.';
const MAKE_IMAGE = 'Open it in an image editor and export it as PNG or JPEG.';
const TAKE_FRAME = 'Save one frame of it as PNG or JPEG.';
const NOT_THE_FILE =
	'The server returned a page or a message instead of the file: the link may have expired, require a login or lead to a page with a player. Use the direct link to the file.';
const UNPACK = "Unpack it first, for example with n8n's Compression node.";
const ONLY_SOUND = 'This file contains only sound: use the file with the video.';

/** By format. A plain text is for both kinds. */
const WAYS = new Map<string, string | Readonly<Record<Wanted, string>>>(
	Object.entries({
		GIF: { video: MAKE_MP4, image: TAKE_FRAME },
		WEBP: { video: MAKE_MP4, image: MAKE_IMAGE },
		...Object.fromEntries(
			['AVI', 'FLV', 'MKV', 'MPEG', 'MPEG-TS', 'OGG', 'WEBM', 'WMV', '3GP', 'MP4'].map((format) => [
				format,
				{ video: MAKE_MP4, image: TAKE_FRAME },
			]),
		),
		MOV: {
			video: `${MAKE_MP4} If its video is H.264 already, this keeps the quality: ffmpeg -i in.mov -c copy out.mp4.`,
			image: TAKE_FRAME,
		},
		HEIC: {
			video: 'This is a photo: use the video instead.',
			image:
				"Export it as JPEG. To make an iPhone take JPEG photos from now on, choose 'Most Compatible' under Settings, Camera, Formats.",
		},
		...Object.fromEntries(
			[
				'AVIF',
				'BMP',
				'BigTIFF',
				'ICO',
				'JPEG',
				'JPEG 2000',
				'JPEG XL',
				'PDF',
				'PNG',
				'PSD',
				'SVG',
				'TIFF',
			].map((format) => [format, { video: 'This is an image: use the video instead.', image: MAKE_IMAGE }]),
		),
		...Object.fromEntries(['FLAC', 'M4A', 'MP3', 'WAV'].map((format) => [format, ONLY_SOUND])),
		...Object.fromEntries(['HTML', 'JSON', 'XML', 'plain text'].map((format) => [format, NOT_THE_FILE])),
		M3U8: 'This is a playlist of a stream: download the stream as one MP4 file.',
		GZIP: UNPACK,
		ZIP: UNPACK,
	}),
);

/** How to fix a file in this format. */
export function remedyFor(format: string, wanted: Wanted): string {
	const way = WAYS.get(format) ?? { video: MAKE_MP4, image: MAKE_IMAGE };
	return typeof way === 'string' ? way : way[wanted];
}

/** How to fix a broken file, by words in the `reason` of its `MediaFacts`. The first match wins. */
const REPAIRS: ReadonlyArray<readonly [words: RegExp, advice: string]> = [
	[
		/cut off|no content|no pixels|no image data/,
		'Part of the file is missing: download or export it again. If an earlier node downloads it, check that it gets the whole file.',
	],
	[/empty/, 'The file has no content: check the output of the earlier node.'],
	[/no video track/, ONLY_SOUND],
	[/damaged|palette|color type/, 'Export it again from the program that created it.'],
	[/fragment/, 'Export it as a non-fragmented MP4 with H.264 video.'],
	[/in another file/, 'Export it as a self-contained MP4 with H.264 video.'],
];

/** How to fix a file that cannot be read. @param reason as in `MediaFacts` */
export function remedyForUnreadable(reason: string, wanted: Wanted): string {
	const known = REPAIRS.find(([words]) => words.test(reason));
	return known?.[1] ?? (wanted === 'image' ? MAKE_IMAGE : MAKE_MP4);
}
