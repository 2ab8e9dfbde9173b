import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { planSound } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { bytesMade } from '../realFiles';
import { bytesOf, opened, soundFileOf } from './films';
import { decoded, heard, onsets, written } from './oracles';

/** A beep each second, from the first moment on. */
const beeps = (seconds: number, name = 'beeps.m4a') =>
	bytesMade(
		name,
		[
			'-f',
			'lavfi',
			'-i',
			`aevalsrc='0.6*sin(2*PI*1000*t)*lt(mod(t,1),0.2)':s=44100:d=${seconds}`,
			'tiny.png',
		],
		...['-map', '0:a', '-c:a', 'aac', '-b:a', '64k'],
	);

async function withSound(sound: Uint8Array, stretch: { from: number; seconds?: number }) {
	const { film, bytes } = await opened('no sound');
	const planned = planSound(film, await soundFileOf(sound), stretch);
	if ('impossible' in planned) throw new Error(planned.impossible);
	return { film, bytes, file: await written(planned.plan, [bytes, sound]) };
}

/** The last packet may go on behind the film's end, which ffmpeg plays to its own end. */
const withinFilm = (at: number): boolean => at < 3.99;

const lengthOf = (plan: Plan): number =>
	plan.tracks[1]?.edits.reduce((sum, { seconds }) => sum + seconds, 0) ?? 0;

describe('Sound under a silent film', () => {
	it.each([
		[0, [0, 1, 2, 3]],
		[1, [0, 1, 2, 3]],
		[1.5, [0.5, 1.5, 2.5, 3.5]],
		[2.345, [0.655, 1.655, 2.655, 3.655]],
	])('from its second %d is heard on time', async (from, expected) => {
		const { bytes, file } = await withSound(await beeps(8), { from });
		const result = await decoded(file);
		expect(result.complaint).toBe('');
		expect(result.frames).toEqual((await decoded(bytes)).frames);
		const found = onsets(await heard(file)).filter(withinFilm);
		expect(found).toHaveLength(expected.length);
		found.forEach((onset, index) => expect(Math.abs(onset - (expected[index] ?? 0))).toBeLessThan(0.006));
	});

	it('ends early if it is shorter, and with the film if it is longer', async () => {
		const { film } = await opened('no sound');
		const lengths = [];
		for (const seconds of [2, 8]) {
			const planned = planSound(film, await soundFileOf(await beeps(seconds)), { from: 0 });
			if ('plan' in planned) lengths.push(lengthOf(planned.plan));
		}
		expect(lengths[0]).toBeCloseTo(2, 1);
		expect(lengths[1]).toBeCloseTo(4, 2);
	});

	it('ends after the seconds that are wanted', async () => {
		const { film } = await opened('no sound');
		const planned = planSound(film, await soundFileOf(await beeps(8)), { from: 1, seconds: 1.25 });
		expect('plan' in planned && lengthOf(planned.plan)).toBeCloseTo(1.25, 3);
	});

	it('takes the place of a sound that is there', async () => {
		const { film, bytes } = await opened('a key frame each second');
		const sound = await beeps(8);
		const planned = planSound(film, await soundFileOf(sound), { from: 0 });
		const file = await written((planned as { plan: Plan }).plan, [bytes, sound]);
		expect(onsets(await heard(file)).filter((at) => at < 4.99)).toHaveLength(5);
	});

	it('is impossible without sound that can be copied', async () => {
		const { film } = await opened('no sound');
		for (const name of ['no sound', 'MOV with PCM'] as const) {
			const file = await soundFileOf(await bytesOf(name));
			expect(planSound(film, file, { from: 0 })).toMatchObject({ impossible: 'noSound' });
		}
	});

	it('is left out where it has ended already', async () => {
		const { film } = await opened('no sound');
		const planned = planSound(film, await soundFileOf(await beeps(2)), { from: 3 });
		expect('plan' in planned && planned.plan.tracks).toHaveLength(1);
	});
});

describe('Sound of a trimmed film', () => {
	it('stays in time with the picture', async () => {
		const sound = await beeps(8);
		const { bytes, film } = await opened('a key frame every two seconds');
		const planned = planSound(film, await soundFileOf(sound), { from: 0.3 });
		const source = await written((planned as { plan: Plan }).plan, [bytes, sound]);
		const reopened = await opened(source);
		const piece = planTrim(reopened.film, { from: 2, most: 3 });
		const found = onsets(await heard(await written((piece as { plan: Plan }).plan, [source])));
		// Beeps of the source: at 0.7, 1.7, 2.7, …
		[0.7, 1.7, 2.7].forEach((expected, index) => expect(found[index]).toBeCloseTo(expected, 2));
	});

	it('begins late where that of the source does', async () => {
		const { film, bytes } = await opened('late sound');
		const [start] = onsets(await heard(bytes));
		const piece = planTrim(film, { from: 0, most: 2.5 });
		const [onset] = onsets(await heard(await written((piece as { plan: Plan }).plan, [bytes])));
		expect(start).toBeGreaterThan(0.69);
		expect(onset).toBeCloseTo(start ?? 0, 2);
	});
});
