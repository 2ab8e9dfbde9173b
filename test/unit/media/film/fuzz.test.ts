import { Unreadable } from '../../../../nodes/WanVideoEdit/media/facts';
import { planCopy } from '../../../../nodes/WanVideoEdit/media/film/plan/planCopy';
import { planJoin } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planPieces } from '../../../../nodes/WanVideoEdit/media/film/plan/planPieces';
import { planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { readFilm } from '../../../../nodes/WanVideoEdit/media/film/read/readFilm';
import { sourceOfBytes } from '../../../../nodes/WanVideoEdit/media/source';
import { bytesMade } from '../realFiles';
import { dice, mutant } from '../mutants';
import { written } from './oracles';

const MUTANTS = 150;

/** A film of half a second, its header in front. */
const small = (name: string, ...args: string[]): Promise<Buffer> =>
	bytesMade(
		name,
		[
			...['-f', 'lavfi', '-i', 'testsrc2=s=64x48:r=10:d=1'],
			...['-f', 'lavfi', '-i', 'sine=d=1:r=8000', 'tiny.png'],
		],
		...['-map', '0:v', '-map', '1:a', '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '4'],
		...['-c:a', 'aac', ...args],
	);

/** All that can be done with a film. */
async function plansOf(bytes: Buffer): Promise<Plan[]> {
	const film = await readFilm(sourceOfBytes(bytes));
	const plans = [planCopy(film)];
	for (const planned of [
		planTrim(film, { from: 0.3, most: 0.5 }),
		planJoin([film, film], { file: film, stretches: [{ from: 0 }] }),
	]) {
		if ('plan' in planned) plans.push(planned.plan);
	}
	const pieces = planPieces(film, { least: 0.1, most: 0.6 });
	if (!('impossible' in pieces)) plans.push(...pieces.map(({ plan }) => plan));
	return plans;
}

describe.each([
	['MP4', 'small.mp4', ['-movflags', '+faststart']],
	['fragments', 'small-fragments.mp4', ['-movflags', 'frag_keyframe+empty_moov']],
	['MOV', 'small.mov', ['-movflags', '+faststart']],
])(`${MUTANTS} films (%s) with mutated headers`, (_, name, args) => {
	it('are refused as unreadable, or written in a way that can be read again', async () => {
		const original = await small(name, ...args);
		const roll = dice(20_261_127);
		const headerEnd = name.includes('fragments') ? original.length : original.indexOf('mdat') + 4;
		let refused = 0;
		for (let number = 0; number < MUTANTS; number += 1) {
			const header = mutant(original.subarray(0, headerEnd), roll);
			const bytes = Buffer.concat([header, original.subarray(headerEnd)]);
			try {
				for (const plan of await plansOf(bytes)) {
					const file = await written(plan, [bytes, bytes, bytes]);
					const again = await readFilm(sourceOfBytes(file));
					expect(again.video.samples.count).toBe(plan.tracks[0]?.samples.count);
				}
			} catch (cause) {
				if (!(cause instanceof Unreadable)) throw new Error(`mutant ${number}`, { cause });
				refused += 1;
			}
		}
		// Otherwise, the mutants would be too wild or too tame to prove anything.
		expect(refused).toBeGreaterThan(MUTANTS / 20);
		expect(refused).toBeLessThan((MUTANTS * 19) / 20);
	});
});
