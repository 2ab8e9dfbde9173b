import { cutPoints } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import { bytesOf, FILM_NAMES, opened, pathOf, soundFileOf } from './films';
import { packetsOf } from './oracles';

describe.each(FILM_NAMES)('A film with %s', (name) => {
	it('is read packet by packet as ffprobe reads it', async () => {
		const { film } = await opened(name);
		for (const [track, stream] of [
			[film.video, 'v:0'],
			[film.sound, 'a:0'],
		] as const) {
			if (track === undefined) continue;
			const packets = await packetsOf(await pathOf(name), stream);
			expect([...track.samples.offsets]).toEqual(packets.map(({ position }) => position));
			expect([...track.samples.sizes]).toEqual(packets.map(({ size }) => size));
			if (track === film.video) {
				expect([...track.samples.sync].map(Boolean)).toEqual(packets.map(({ isKey }) => isKey));
			}
		}
	});
});

describe('Cut points', () => {
	it('are the key frames of closed GOPs', async () => {
		const { film } = await opened('a key frame each second');
		expect(cutPoints(film)).toEqual([0, 1, 2, 3, 4]);
	});

	it.each(['an open GOP', 'HEVC with an open GOP'] as const)(
		'are only the beginning in a film with %s',
		async (name) => {
			const { film } = await opened(name);
			expect(film.video.samples.sync.reduce((sum, sync) => sum + sync, 0)).toBeGreaterThan(2);
			expect(cutPoints(film)).toEqual([0]);
		},
	);

	it('are all frames of a film of key frames', async () => {
		const { film } = await opened('only key frames');
		expect(cutPoints(film)).toHaveLength(60);
	});
});

describe('What is not copied is named', () => {
	it('a second sound track', async () => {
		const { film } = await opened('two sound tracks');
		expect(film.leftOut).toEqual(['another sound track']);
	});

	it('sound that MP4 cannot carry', async () => {
		const { film } = await opened('MOV with PCM');
		expect(film.leftOut).toEqual(['sound (PCM)']);
		expect(film.sound).toBeUndefined();
		expect(film.soundFacts).toEqual({ codec: 'PCM', canBeCopied: false });
	});
});

describe('The sound of a file', () => {
	it('is AAC that can be copied', async () => {
		const file = await soundFileOf(await bytesOf('MOV with AAC'));
		expect(file.soundFacts).toEqual({ codec: 'AAC', canBeCopied: true });
	});

	it('may be missing', async () => {
		expect((await soundFileOf(await bytesOf('no sound'))).soundFacts).toBeUndefined();
	});
});
