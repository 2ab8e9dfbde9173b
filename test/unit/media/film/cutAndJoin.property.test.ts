import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { planJoin } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planPieces } from '../../../../nodes/WanVideoEdit/media/film/plan/planPieces';
import { cutPoints, planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { confirmKeyFrames } from '../../../../nodes/WanVideoEdit/media/film/read/confirmKeyFrames';
import { sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';
import { stream } from '../watchedSource';
import { dice } from '../mutants';
import { opened } from './films';
import { randomFilm } from './randomFilm';
import { decoded, written } from './oracles';

/** Each takes a second: a few in every run, more with WAN_FILMS=100. */
const FILMS = Number(process.env.WAN_FILMS ?? 4);

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
