import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { planJoin } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planPieces } from '../../../../nodes/WanVideoEdit/media/film/plan/planPieces';
import { cutPoints, planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { confirmKeyFrames } from '../../../../nodes/WanVideoEdit/media/film/read/confirmKeyFrames';
import { sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';
import { stream } from '../watchedSource';
import { bytesMade } from '../realFiles';
import { dice } from '../mutants';
import { opened } from './films';
import { decoded, written } from './oracles';

/** Each takes a second: a few in every run, more with WAN_FILMS=100. */
const FILMS = Number(process.env.WAN_FILMS ?? 4);

/** A film made at random, the same for the same seed. */
async function randomFilm(seed: number): Promise<Buffer> {
	const roll = dice(seed * 7919 + 1);
	const oneOf = <T>(...choices: T[]): T => choices[roll(choices.length)] as T;
	for (let warm = 0; warm < 20; warm += 1) roll(2);
	const fps = oneOf('24', '25', '30', '50', '60', '30000/1001', '24000/1001');
	const seconds = 2 + roll(30) / 10;
	const [name, container] = oneOf<[string, string[]]>(
		['random.mp4', []],
		['random.mov', []],
		['random.mp4', ['-movflags', '+faststart']],
		['random.mp4', ['-movflags', 'frag_keyframe+empty_moov+default_base_moof']],
		['random.mp4', ['-movflags', 'frag_keyframe+delay_moov']],
	);
	const keyint = oneOf(1, 7, 12, 24, 30, 48);
	const shape = `keyint=${keyint}:bframes=${roll(5)}:b-pyramid=${oneOf('none', 'normal')}:open-gop=${roll(2)}`;
	const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1', '-x264-params', shape];
	const sound = ['-c:a', 'aac', '-ar', oneOf('48000', '44100', '22050', '32000'), '-ac', oneOf('1', '2')];
	const late = oneOf([], [], ['-itsoffset', `0.${roll(100)}`]);
	const isSilent = roll(5) === 0;
	return await bytesMade(
		name,
		[
			...['-f', 'lavfi', '-i', `testsrc2=s=160x120:r=${fps}:d=${seconds}`],
			...[...late, '-f', 'lavfi', '-i', `sine=f=440:d=${seconds}`, 'tiny.png'],
		],
		...['-map', '0:v', ...(isSilent ? [] : ['-map', '1:a', ...sound]), ...video, ...container],
	);
}

describe.each(Array.from({ length: FILMS }, (_, seed) => [seed]))('Random film %d', (seed) => {
	it('is the same after it was cut into pieces and joined, and any part of it decodes without a warning', async () => {
		const { film: asMarked, bytes } = await opened(await randomFilm(seed));
		// An open GOP without B-frames marks frames that later ones look behind.
		const source = { film: await confirmKeyFrames(asMarked, sourceOfBytes(bytes)), bytes };
		const whole = await decoded(source.bytes);
		const roll = dice(seed + 1);
		for (let warm = 0; warm < 20; warm += 1) roll(2);

		const pieces = planPieces(source.film, { least: 0.2, most: 0.8 + roll(20) / 10 });
		if (!('impossible' in pieces)) {
			const files = await Promise.all(pieces.map(async ({ plan }) => await written(plan, [source.bytes])));
			const films = await Promise.all(files.map(opened));
			const { plan } = planJoin(films.map(({ film }) => film)) as { plan: Plan };
			const joined = await decoded(await written(plan, files));
			expect(joined.complaint).toBe('');
			expect(joined.frames).toEqual(whole.frames);
			// Late sound goes on behind the last picture, where the last piece ends.
			const end = (whole.times[0] ?? 0) + (pieces[pieces.length - 1]?.to ?? 0);
			const heard = whole.soundTimes.filter((time) => time < end);
			expect(Math.abs(joined.sound.length - heard.length)).toBeLessThanOrEqual(2);
		}

		const cuts = cutPoints(source.film);
		const from = cuts[roll(cuts.length)] ?? 0;
		const piece = planTrim(source.film, { from, most: 0.7 + roll(10) / 10 });
		if ('impossible' in piece) throw new Error(piece.impossible);
		const part = await decoded(await written(piece.plan, [source.bytes], (bytes) => stream(bytes, 997)));
		expect(part.complaint).toBe('');
		const first = whole.frames.indexOf(part.frames[0] ?? '');
		expect(first).toBeGreaterThanOrEqual(0);
		expect(part.frames).toEqual(whole.frames.slice(first, first + part.frames.length));
		// ffmpeg moves all by the packet of sound before the beginning, if there is one.
		const moved = (whole.times[0] ?? 0) - (piece.from > 0 ? 0 : (part.times[0] ?? 0));
		expect(Math.abs((whole.times[first] ?? 0) - moved - piece.from)).toBeLessThan(0.1);
	});
});
