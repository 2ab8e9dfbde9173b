import type { Film } from '../../../../nodes/WanVideoEdit/media/film/film';
import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { planJoin } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planPieces } from '../../../../nodes/WanVideoEdit/media/film/plan/planPieces';
import type { Piece } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { bytesMade } from '../realFiles';
import { type FilmName, opened, type Opened, soundFileOf } from './films';
import { decoded, heard, onsets, written } from './oracles';

const planOf = (planned: { plan: Plan } | { impossible: string }): Plan => {
	if ('impossible' in planned) throw new Error(planned.impossible);
	return planned.plan;
};

async function piecesOf({ film, bytes }: Opened, least: number, most: number) {
	const pieces = planPieces(film, { least, most });
	if ('impossible' in pieces) throw new Error(pieces.impossible);
	const files = [];
	for (const { plan } of pieces) files.push(await written(plan, [bytes]));
	return { pieces, opened: await Promise.all(files.map(opened)) };
}

const joined = async (films: readonly Opened[]): Promise<Buffer> =>
	await written(
		planOf(planJoin(films.map(({ film }) => film))),
		films.map(({ bytes }) => bytes),
	);

const lengthsOf = (pieces: readonly Piece[]): number[] =>
	pieces.map(({ from, to }) => Number((to - from).toFixed(3)));

describe.each<[FilmName, number]>([
	['a key frame each second', 2],
	['a key frame every two seconds', 2],
	['60 frames per second', 1],
	['a variable frame rate', 2.5],
	['MOV with AAC', 2],
	['late sound', 2],
	['HEVC', 1],
	['fragments', 1.2],
	['only key frames', 0.4],
])('A film with %s that is cut into pieces and joined again', (name, most) => {
	it('has the same pictures at the same times, and the same sound', async () => {
		const source = await opened(name);
		const { opened: films } = await piecesOf(source, 0.1, most);
		expect(films.length).toBeGreaterThan(1);
		const [whole, result] = [await decoded(source.bytes), await decoded(await joined(films))];
		expect(result.complaint).toBe('');
		expect(result.frames).toEqual(whole.frames);
		result.times.forEach((time, index) =>
			expect(Math.abs(time - (whole.times[index] ?? 0))).toBeLessThan(0.002),
		);
		expect(Math.abs(result.sound.length - whole.sound.length)).toBeLessThanOrEqual(1);
		const same = result.sound.filter((packet) => whole.sound.includes(packet));
		expect(same.length).toBeGreaterThanOrEqual(whole.sound.length - 2);
	});
});

describe('Pieces', () => {
	it('are as few and as equal as the key frames allow, without gaps', async () => {
		const { pieces } = await piecesOf(await opened('a key frame each second'), 1, 3);
		expect(pieces.map(({ from, to }) => [from, to])).toEqual([
			[0, expect.closeTo(pieces[1]?.from ?? 0, 9)],
			[pieces[0]?.to, 5],
		]);
		expect(lengthsOf(pieces).sort()).toEqual([2, 3]);
	});

	it('begin where the scene changes rather than in the rhythm of the encoder', async () => {
		const forced = await bytesMade(
			'scenes.mp4',
			['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=30:d=6', 'tiny.png'],
			...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-x264-params', 'keyint=999:scenecut=0'],
			...['-force_key_frames', '0,1,2,2.4,3.4,4.4,5.4'],
		);
		const { pieces } = await piecesOf(await opened(forced), 1, 4);
		expect(pieces.map(({ from }) => Number(from.toFixed(2)))).toEqual([0, 2.4]);
	});

	it('are impossible where no key frame comes in time, and the place is named', async () => {
		const { film } = await opened('a key frame every two seconds');
		expect(planPieces(film, { least: 0.5, most: 1.5 })).toEqual({
			impossible: 'keyFrames',
			at: 0,
			keyFrames: [0, 2, 4],
		});
		expect(planPieces((await opened('an open GOP')).film, { least: 1, most: 2 })).toMatchObject({
			impossible: 'keyFrames',
			keyFrames: [0],
		});
	});

	it('are one where the film fits', async () => {
		const { pieces } = await piecesOf(await opened('a key frame each second'), 1, 5);
		expect(lengthsOf(pieces)).toEqual([5]);
	});
});

const other = async (
	name: string,
	codec: string[],
	size = '160x120',
	fps = 30,
	rate = 44100,
	more: string[] = [],
) =>
	await opened(
		await bytesMade(
			name,
			[
				...['-f', 'lavfi', '-i', `smptebars=s=${size}:r=${fps}:d=1.2`],
				...['-f', 'lavfi', '-i', `sine=f=500:d=1.2:r=${rate}`, 'tiny.png'],
			],
			...[...codec, '-threads', '1', '-map', '0:v', '-map', '1:a', '-c:a', 'aac', '-b:a', '48k', ...more],
		),
	);
const H264 = ['-c:v', 'libx264', '-preset', 'fast', '-g', '20'];
const HEVC = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params'];

describe('Films of different encoders', () => {
	it.each([
		['H.264', 'no sound', () => other('high.mp4', H264)],
		['H.264 with delimiters', 'no sound', () => other('aud.mp4', [...H264, '-x264-params', 'aud=1'])],
		[
			'HEVC',
			'HEVC',
			() => other('ctu.mp4', [...HEVC, 'log-level=error:pools=1:open-gop=0:ctu=16:bframes=0']),
		],
	] as const)('play as one: %s', async (_, name, make) => {
		const films = [await opened(name), await make(), await opened(name)];
		const result = await decoded(await joined(films));
		expect(result.complaint).toBe('');
		const expected = [];
		for (const { bytes } of films) expected.push(...(await decoded(bytes)).frames);
		expect(result.frames).toEqual(expected);
	});

	it('may differ in their timescale and frame rate: each begins where the one before it ends', async () => {
		const films = [
			await opened('no sound'),
			await other('fine.mp4', H264, '160x120', 25, 44100, ['-video_track_timescale', '90000']),
			await opened('60 frames per second'),
		];
		const { times, complaint } = await decoded(await joined(films));
		expect(complaint).toBe('');
		expect(times[120]).toBeCloseTo(4, 3);
		expect(times[150]).toBeCloseTo(5.2, 3);
	});

	it.each<[string, () => Promise<Opened>]>([
		['codec', () => opened('HEVC')],
		['size', () => other('large.mp4', H264, '320x240')],
		['soundFormat', () => other('rate.mp4', H264, '160x120', 30, 22050)],
	])('are not joined if they differ in their %s', async (reason, make) => {
		const films = [await opened('a key frame each second'), await make()];
		expect(planJoin(films.map(({ film }) => film))).toMatchObject({ impossible: reason, at: 1 });
	});

	it('may hide frames at the start of the first one, but not where they are joined', async () => {
		const whole = await opened(await bytesMade('upright.mp4', 'product-short.mp4', '-c', 'copy'));
		const hidden = await opened('a hidden start');
		const { frames, complaint } = await decoded(await joined([hidden, whole]));
		expect(complaint).toBe('');
		expect(frames).toEqual([...(await decoded(hidden.bytes)).frames, ...(await decoded(whole.bytes)).frames]);
		expect(planJoin([whole.film, hidden.film])).toMatchObject({ impossible: 'edits', at: 1 });
	});

	it('are not joined if their sound differs, even where the first one has none', async () => {
		const low = await other('rate.mp4', H264, '160x120', 30, 22050);
		const films = [await opened('no sound'), await opened('a key frame each second'), low];
		expect(planJoin(films.map(({ film }) => film))).toMatchObject({ impossible: 'soundFormat', at: 2 });
	});

	it('are not joined if one is rotated', async () => {
		const upright = await opened(await bytesMade('upright.mp4', 'product-short.mp4', '-c', 'copy'));
		const films = [upright, await opened('a rotated picture')];
		expect(planJoin(films.map(({ film }) => film))).toMatchObject({ impossible: 'rotation', at: 1 });
	});

	it('are not joined if there is none, or more than a plan can name', async () => {
		const { film } = await opened('no sound');
		expect(planJoin([])).toMatchObject({ impossible: 'count' });
		expect(planJoin(Array<Film>(256).fill(film))).toMatchObject({ impossible: 'count' });
	});
});

describe('Sound under joined films', () => {
	it('is laid anew under each, and does not drift over the seams', async () => {
		const beeps = await bytesMade(
			'joined-beeps.m4a',
			['-f', 'lavfi', '-i', `aevalsrc='0.6*sin(2*PI*1000*t)*lt(mod(t,1),0.2)':s=44100:d=9`, 'tiny.png'],
			...['-map', '0:a', '-c:a', 'aac', '-b:a', '64k'],
		);
		const film = await opened('60 frames per second');
		const file = await soundFileOf(beeps);
		const stretches = [0, 1, 2].map((index) => ({ from: 2.95 * index, seconds: 2.95, film: index }));
		const plan = planOf(planJoin([film.film, film.film, film.film], { file, stretches }));
		const found = onsets(await heard(await written(plan, [film.bytes, film.bytes, film.bytes, beeps])));
		// Second 2.95 of the sound is second 3 of the film: each film moves the beeps by 50 ms more.
		[0, 1, 2, 3.05, 4.05, 5.05, 6.1, 7.1, 8.1].forEach((expected, index) =>
			expect(Math.abs((found[index] ?? 0) - expected)).toBeLessThan(0.013),
		);
	});

	it('is silent under a film without sound', async () => {
		const films = [
			await opened('60 frames per second'),
			await opened('no sound'),
			await opened('60 frames per second'),
		];
		const plan = planOf(planJoin(films.map(({ film }) => film)));
		const file = await written(
			plan,
			films.map(({ bytes }) => bytes),
		);
		const loud = (from: number, to: number, sound: Float32Array) =>
			Math.max(...sound.subarray(from * 16_000, to * 16_000));
		const sound = await heard(file);
		expect((await decoded(file)).complaint).toBe('');
		expect(loud(1, 2, sound)).toBeGreaterThan(0.2);
		expect(loud(3.2, 6.8, sound)).toBeLessThan(0.01);
		expect(loud(7.2, 9, sound)).toBeGreaterThan(0.2);
	});
});
