// cspell:ignore minrate maxrate
/** What is measured: a film made by ffmpeg, and what is done with it. */
export interface FilmCase {
	readonly name: string;
	/** Arguments by which ffmpeg makes the film, without the file. */
	readonly source: readonly string[];
	readonly work: 'trim' | 'copy' | 'sound';
	/** Arguments by which ffmpeg does the same work. `IN` and `OUT` stand for the files, `SOUND` for the one with sound. */
	readonly ffmpeg: readonly string[];
}

const NOISE = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30,noise=alls=40:allf=t'];
const TONE = ['-f', 'lavfi', '-i', 'sine=r=48000'];
const film = (seconds: number, bitrate: string) => [
	...[...NOISE, ...TONE, '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30'],
	...['-b:v', bitrate, '-minrate', bitrate, '-maxrate', bitrate, '-bufsize', bitrate, '-c:a', 'aac'],
];

/** Sizes as in the issue of memory: 95 MB in, 600 MB out. */
export const CASES: readonly FilmCase[] = [
	{
		name: 'Trim 95 MB to 5 s',
		source: film(20, '38M'),
		work: 'trim',
		ffmpeg: ['-i', 'IN', '-t', '5', '-c', 'copy', '-movflags', '+faststart', 'OUT'],
	},
	{
		name: 'Rewrap 95 MB as MP4',
		source: film(20, '38M'),
		work: 'copy',
		ffmpeg: ['-i', 'IN', '-c', 'copy', '-movflags', '+faststart', 'OUT'],
	},
	{
		name: 'New sound for 600 MB',
		source: film(60, '80M'),
		work: 'sound',
		ffmpeg: [
			...['-i', 'IN', '-i', 'SOUND', '-map', '0:v', '-map', '1:a', '-shortest', '-c', 'copy'],
			...['-movflags', '+faststart', 'OUT'],
		],
	},
];
