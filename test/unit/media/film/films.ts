import { readFile } from 'node:fs/promises';
import type { Film, SoundFile } from '../../../../nodes/WanVideoEdit/media/film/film';
import { readFilm, readSoundFile } from '../../../../nodes/WanVideoEdit/media/film/read/readFilm';
import { sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';
import { made } from '../realFiles';

/** Moving picture and a tone that rises, both different at every moment. */
const input = (seconds: number, fps = 30): string[] => [
	...['-f', 'lavfi', '-i', `testsrc2=s=160x120:r=${fps}:d=${seconds}`],
	...['-f', 'lavfi', '-i', `aevalsrc=exprs='0.3*sin(2*PI*(300+90*t)*t)':s=44100:d=${seconds}`],
	// `made` adds this as the last input; it is not used.
	'tiny.png',
];
const PICTURE = ['-map', '0:v'];
const BOTH = ['-map', '0:v', '-map', '1:a', '-c:a', 'aac', '-b:a', '48k'];
/** Quick, but with frames that are shown in another order than decoded. */
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '3', '-threads', '1'];
const X265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'];
const x265 = (more: string): string[] => [
	...X265,
	'-x265-params',
	`log-level=error:pools=1:bframes=3:${more}`,
];

type Recipe = readonly [name: string, input: string[], ...args: string[]];
const RECIPES = {
	'a key frame each second': ['second.mp4', input(5), ...X264, '-g', '30', ...BOTH],
	'a key frame every two seconds': ['two.mp4', input(6), ...X264, '-g', '60', ...BOTH],
	'the header in front': ['front.mp4', input(4), ...X264, '-g', '30', '-movflags', '+faststart', ...BOTH],
	'no sound': ['silent.mp4', input(4), ...X264, '-g', '30', ...PICTURE],
	'a rotated picture': ['rotated.mp4', ['product-short.mp4'], '-c', 'copy', '-metadata:s:v', 'rotate=90'],
	'60 frames per second': ['sixty.mp4', input(3, 60), ...X264, '-g', '60', ...BOTH],
	'a variable frame rate': [
		'variable.mp4',
		input(4),
		...['-vf', "setpts='PTS+0.4*floor(N/17)/30/TB'", '-vsync', '2', ...X264, '-g', '30', ...BOTH],
	],
	'an open GOP': ['open.mp4', input(4), ...X264, '-x264-params', 'open-gop=1:keyint=30:scenecut=0', ...BOTH],
	HEVC: ['hevc.mp4', input(3), ...x265('open-gop=0:keyint=30'), ...BOTH],
	'HEVC with an open GOP': ['hevc-open.mp4', input(3), ...x265('open-gop=1:keyint=30:scenecut=0'), ...BOTH],
	'MOV with AAC': ['aac.mov', input(4), ...X264, '-g', '30', ...BOTH],
	'MOV with PCM': [
		'pcm.mov',
		input(3),
		...X264,
		'-g',
		'30',
		'-map',
		'0:v',
		'-map',
		'1:a',
		'-c:a',
		'pcm_s16le',
	],
	fragments: [
		'fragments.mp4',
		input(4),
		...X264,
		'-g',
		'30',
		'-movflags',
		'frag_keyframe+empty_moov',
		...BOTH,
	],
	'fragments with their own base': [
		'default-base.mp4',
		input(4),
		...[...X264, '-g', '30', '-movflags', 'frag_keyframe+empty_moov+default_base_moof', ...BOTH],
	],
	'two sound tracks': ['two-sounds.mp4', input(4), ...X264, '-g', '30', ...BOTH, '-map', '1:a'],
	'late sound': [
		'late.mp4',
		['-itsoffset', '0.7', ...input(4).slice(4, 8), ...input(4)],
		...[...X264, '-g', '30', '-map', '1:v', '-map', '0:a', '-c:a', 'aac', '-t', '4'],
	],
	'a hidden start': ['hidden.mp4', ['-ss', '0.5', 'product-short.mp4'], '-c', 'copy'],
	'only key frames': ['intra.mp4', input(2), ...X264, '-g', '1', ...BOTH],
} satisfies Record<string, Recipe>;

export type FilmName = keyof typeof RECIPES;
export const FILM_NAMES = Object.keys(RECIPES) as FilmName[];

/** The path of a film that ffmpeg makes. */
export const pathOf = async (name: FilmName): Promise<string> => {
	const [file, from, ...args]: Recipe = RECIPES[name];
	return await made(file, from, ...args);
};

export const bytesOf = async (name: FilmName): Promise<Buffer> => await readFile(await pathOf(name));

/** A film and the file that it was read from. */
export interface Opened {
	readonly film: Film;
	readonly bytes: Uint8Array;
}

export async function opened(film: FilmName | Uint8Array): Promise<Opened> {
	const bytes = typeof film === 'string' ? await bytesOf(film) : film;
	return { film: await readFilm(sourceOfBytes(bytes)), bytes };
}

export const soundFileOf = async (bytes: Uint8Array): Promise<SoundFile> =>
	await readSoundFile(sourceOfBytes(bytes));
