import { cutPoints, planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { FILM_NAMES, opened, type Opened } from './films';
import { decoded, heard, written } from './oracles';

const trimmed = async ({ film, bytes }: Opened, from: number, most: number) => {
	const piece = planTrim(film, { from, most });
	if ('impossible' in piece) throw new Error(piece.impossible);
	return { ...piece, file: await written(piece.plan, [bytes]) };
};

/** The part of the sound's energy that differs, up to second 1.3. Noise is decoded at random, so it is never quite none. */
async function differenceOf(one: Uint8Array, other: Uint8Array): Promise<number> {
	const [first, second] = [await heard(one), await heard(other)].map((sound) =>
		sound.subarray(0, 1.3 * 16_000),
	);
	let [energy, difference] = [0, 0];
	first?.forEach((value, index) => {
		energy += value ** 2;
		difference += (value - (second?.[index] ?? 0)) ** 2;
	});
	return difference / energy;
}

describe.each(FILM_NAMES)('The first 1.5 seconds of a film with %s', (name) => {
	it('have its first pictures and its sound, and decode without a warning', async () => {
		const source = await opened(name);
		const { file, from, to } = await trimmed(source, 0, 1.5);
		expect(from).toBe(0);
		expect(to).toBeLessThanOrEqual(1.5 + 1e-6);
		expect(to).toBeGreaterThan(1.5 - 0.6);
		const [whole, part] = [await decoded(source.bytes), await decoded(file)];
		expect(part.complaint).toBe('');
		expect(part.frames).toEqual(whole.frames.filter((_, index) => (whole.times[index] ?? 0) < to - 0.001));
		if (source.film.sound) expect(await differenceOf(source.bytes, file)).toBeLessThan(0.01);
		else expect(part.sound).toEqual([]);
	});
});

describe.each(FILM_NAMES)('A part from within a film with %s', (name) => {
	it('begins at a key frame, has all pictures, and decodes without a warning', async () => {
		const source = await opened(name);
		const cuts = cutPoints(source.film);
		const start = cuts[Math.floor(cuts.length / 2)] ?? 0;
		const { file, from, to } = await trimmed(source, start + 0.01, 1.3);
		expect(from).toBe(start);
		const [whole, part] = [await decoded(source.bytes), await decoded(file)];
		expect(part.complaint).toBe('');
		const isIn = (time: number): boolean => time > from - 0.001 && time < to - 0.001;
		expect(part.frames).toEqual(whole.frames.filter((_, index) => isIn(whole.times[index] ?? 0)));
	});
});

describe('A part is impossible', () => {
	it.each([-0.5, 5, 99])('from second %d of five', async (from) => {
		const { film } = await opened('a key frame each second');
		expect(planTrim(film, { from, most: 2 })).toMatchObject({ impossible: 'outside', at: from });
	});

	it('if what follows is too short, and the key frames are named', async () => {
		const { film } = await opened('a key frame each second');
		expect(planTrim(film, { from: 4.5, most: 3, least: 2 })).toEqual({
			impossible: 'length',
			at: 4,
			keyFrames: [0, 1, 2, 3, 4],
		});
	});

	it('if not even one picture fits', async () => {
		const { film } = await opened('a key frame each second');
		expect(planTrim(film, { from: 0, most: 0.01 })).toMatchObject({ impossible: 'length' });
	});
});
