import { Unreadable } from '../../../../nodes/WanVideoEdit/media/facts';
import type { Film, Track } from '../../../../nodes/WanVideoEdit/media/film/film';
import { planCopy } from '../../../../nodes/WanVideoEdit/media/film/plan/planCopy';
import { planJoin } from '../../../../nodes/WanVideoEdit/media/film/plan/planJoin';
import { planTrim } from '../../../../nodes/WanVideoEdit/media/film/plan/planTrim';
import type { Plan } from '../../../../nodes/WanVideoEdit/media/film/plan/plan';
import { readFilm } from '../../../../nodes/WanVideoEdit/media/film/read/readFilm';
import { chunksOf, sizeOf } from '../../../../nodes/WanVideoEdit/media/film/write/chunksOf';
import {
	type ForwardSource,
	sourceOfBytes,
	sourceOfRanges,
} from '../../../../nodes/WanVideoEdit/media/source';
import { stream, watched } from '../watchedSource';
import { opened } from './films';
import { decoded, written } from './oracles';

describe('Writing a film', () => {
	it('reads each source once, forwards, skips what is not needed, and closes it', async () => {
		const { film, bytes } = await opened('a key frame each second');
		const piece = planTrim(film, { from: 2, most: 1 }) as { plan: Plan };
		const { source, watch } = watched(stream(bytes, 1013));
		const file = await written(piece.plan, [bytes], () => source);
		expect(watch.closed).toBe(true);
		expect(watch.bytesRead).toBeLessThan(file.length);
		expect(file).toEqual(await written(piece.plan, [bytes]));
	});

	it('opens the films of a join one after the other, and closes each before the next ones end', async () => {
		const { film, bytes } = await opened('a key frame each second');
		const plan = (planJoin([film, film, film]) as { plan: Plan }).plan;
		const events: string[] = [];
		const open = async (index: number): Promise<ForwardSource> => {
			events.push(`open ${index}`);
			const source = sourceOfBytes(bytes);
			return Object.defineProperties(Object.create(source), {
				position: { get: () => source.position },
				close: { value: async () => void events.push(`close ${index}`) },
			}) as ForwardSource;
		};
		for await (const chunk of chunksOf(plan, open)) expect(chunk.length).toBeGreaterThan(0);
		expect(events.slice(0, 5)).toEqual(['open 0', 'close 0', 'open 1', 'close 1', 'open 2']);
	});

	it('closes its sources when the reader of the new film stops', async () => {
		const { film, bytes } = await opened('a key frame each second');
		const { source, watch } = watched(stream(bytes, 1013));
		let count = 0;
		for await (const chunk of chunksOf(planCopy(film), async () => source)) {
			count += chunk.length > 0 ? 1 : 0;
			if (count === 2) break;
		}
		expect(watch.closed).toBe(true);
	});

	it.each([1, 1000, 20_000])(
		'fails where a source ends %d bytes early, and never writes a short sample',
		async (less) => {
			const { film, bytes } = await opened('the header in front');
			const cut = bytes.subarray(0, bytes.length - less);
			await expect(written(planCopy(film), [cut])).rejects.toThrow(new Unreadable('it is cut off'));
		},
	);

	it('keeps the order of a source whose sound stands behind its pictures', async () => {
		const { film, bytes } = await opened('a key frame each second');
		const { sound } = film;
		if (sound === undefined) throw new Error('no sound');
		// All of the sound once more, behind the file.
		const { offsets, sizes, count } = sound.samples;
		const packets = Array.from({ length: count }, (_, index) => {
			const start = offsets[index] ?? 0;
			return bytes.subarray(start, start + (sizes[index] ?? 0));
		});
		let at = bytes.length;
		const moved = Float64Array.from(sizes, (size) => (at += size) - size);
		const source = Buffer.concat([bytes, ...packets]);
		const other: Film = { ...film, sound: { ...sound, samples: { ...sound.samples, offsets: moved } } };
		const file = await written(planCopy(other), [source], (all) => stream(all, 4096));
		const [expected, result] = [await decoded(bytes), await decoded(file)];
		expect(result).toEqual({ ...expected, times: result.times, soundTimes: result.soundTimes });
	});
});

describe('A film of more than 4 GiB', () => {
	const large = (track: Track): Track => {
		const { count } = track.samples;
		const sizes = new Uint32Array(count).fill(50_000_000);
		const offsets = Float64Array.from(sizes, (size, index) => size * index + 1000);
		return { ...track, samples: { ...track.samples, sizes, offsets } };
	};

	it('has positions of 64 bits, and its size is known before', async () => {
		const { film } = await opened('no sound');
		const plan = planCopy({ ...film, video: large(film.video) });
		const size = sizeOf(plan);
		expect(size).toBeGreaterThan(6_000_000_000);
		const opening = async (): Promise<ForwardSource> => sourceOfBytes(new Uint8Array(0));
		const { value } = await chunksOf(plan, opening).next();
		const header = value ?? new Uint8Array(0);
		expect(size - header.length).toBe(film.video.samples.count * 50_000_000);
		expect(Buffer.from(header).includes('co64')).toBe(true);
		// Read again: all samples lie within the file, up to its last byte.
		const ranges = sourceOfRanges(async (first, last) => header.subarray(first, last + 1), size);
		const { samples } = (await readFilm(ranges)).video;
		expect(samples.offsets[0]).toBe(header.length);
		expect((samples.offsets[samples.count - 1] ?? 0) + 50_000_000).toBe(size);
	});
});
