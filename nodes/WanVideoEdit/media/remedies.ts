/**
 * What to do with a file that a slot does not take: by the name of its format. Facts about tools are as of 2026.
 */

/** What a slot takes. */
export type Wanted = 'video' | 'image';

export const MAKE_MP4 =
	'Export or convert it as MP4 with H.264 video: HandBrake and every video editor do that.';
const MAKE_IMAGE = 'Open it in an image program and export it as PNG or JPEG.';
const TAKE_FRAME = 'Save one frame of it as PNG or JPEG.';
const NOT_THE_FILE =
	'This is a page or an answer of a server in place of the file: the link may have expired, need a login, or lead to a page with a player. Use the direct link to the file.';
const UNPACK = "Unpack it first, with n8n's node 'Compression' for example.";
const ONLY_SOUND = 'This file has sound only: choose the one with the picture.';

/** By format; where both are the same, once. */
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
			video: `${MAKE_MP4} Without a loss of quality: ffmpeg -i in.mov -c copy out.mp4.`,
			image: TAKE_FRAME,
		},
		HEIC: {
			video: 'This is a photo: choose the video.',
			image:
				"Export it as JPEG. On an iPhone, 'Most Compatible' under Settings, Camera, Formats takes JPEG from then on.",
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
			].map((format) => [format, { video: 'This is a picture: choose the video.', image: MAKE_IMAGE }]),
		),
		...Object.fromEntries(['FLAC', 'M4A', 'MP3', 'WAV'].map((format) => [format, ONLY_SOUND])),
		...Object.fromEntries(['HTML', 'JSON', 'XML', 'plain text'].map((format) => [format, NOT_THE_FILE])),
		M3U8: 'This is a list of the parts of a stream: download it as one MP4.',
		GZIP: UNPACK,
		ZIP: UNPACK,
	}),
);

/** How to go on with a file of this format. */
export function remedyFor(format: string, wanted: Wanted): string {
	const way = WAYS.get(format) ?? { video: MAKE_MP4, image: MAKE_IMAGE };
	return typeof way === 'string' ? way : way[wanted];
}

/** What to do about a broken file, by words of the reason that `MediaFacts` has for it. The first that fits counts. */
const REPAIRS: ReadonlyArray<readonly [words: RegExp, advice: string]> = [
	[
		/cut off|no content|has no pixels/,
		'Download or export it again: a part of it is missing. If an earlier node downloads it, look whether that one got the whole file.',
	],
	[/empty/, 'Look at what the earlier node gives: the file has no content.'],
	[/no picture/, ONLY_SOUND],
	[/damaged|palette|no known type/, 'Export it again from the program that made it.'],
	[/fragments/, 'Export it as one MP4 with H.264 video that is not fragmented.'],
	[/in another file/, 'Export it as one self-contained MP4 with H.264 video.'],
];

/** How to go on with a file that cannot be read. @param reason as `MediaFacts` has it */
export function remedyForUnreadable(reason: string, wanted: Wanted): string {
	const known = REPAIRS.find(([words]) => words.test(reason));
	return known?.[1] ?? (wanted === 'image' ? MAKE_IMAGE : MAKE_MP4);
}
