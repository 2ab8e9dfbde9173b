import { errorOf, startWan, type Wan } from '../../support/wan';
import { decoded } from '../../unit/media/film/oracles';
import { randomFilm } from '../../unit/media/film/randomFilm';
import { paidOrPlaced } from './fromFiles';

/** Each takes seconds: a few in every run, more with WAN_FILMS=50. */
const FILMS = Number(process.env.WAN_FILMS ?? 4);

describe('A random film of 11 to 14 seconds, split by the node and joined again', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan({ binaryDataMode: 'filesystem', render: 'echo' });
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.forget());

	it.each(Array.from({ length: FILMS }, (_, seed) => [seed]))(
		'is the same where every piece comes back as it was sent, or is refused before anything is sent (%d)',
		async (seed) => {
			const content = await randomFilm(seed, { size: '320x240', least: 11 });
			const video = { data: content.toString('base64'), fileName: 'random.mp4', mimeType: 'video/mp4' };
			const parameters = {
				...{
					operation: seed % 2 === 0 ? 'edit' : 'repaint',
					prompt: 'Clay',
					options: { ifTooLong: 'split' },
				},
				...{ videoInput: 'binary', videoField: 'video' },
			};
			const run = await wan.run(parameters, { files: { video } });
			if (run.status === 'error') {
				expect(errorOf(run).message).toMatch(/^'Video' cannot be (split|cut): /);
				expect(paidOrPlaced(wan)).toEqual([]);
				return;
			}
			const [item] = wan.items(run);
			const [source, result] = [
				await decoded(content),
				await decoded(await wan.engine.readBinary(item?.binary?.data as never)),
			];
			const pieces = item?.json.pieces as Array<{ to: number }>;
			expect(pieces.length).toBeGreaterThan(1);
			expect(result.complaint).toBe('');
			expect(result.frames).toEqual(source.frames);
			// Late sound goes on behind the last picture, where the last piece ends.
			const end = (source.times[0] ?? 0) + (pieces[pieces.length - 1]?.to ?? 0);
			const heard = source.soundTimes.filter((time) => time < end);
			expect(Math.abs(result.sound.length - heard.length)).toBeLessThanOrEqual(2);
		},
	);
});
