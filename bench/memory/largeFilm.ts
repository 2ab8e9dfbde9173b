import { open, readFile } from 'node:fs/promises';
import { chunksOf, planCopy, readFilm, sizeOf } from '../../nodes/WanVideoEdit/media/film';
import type { Plan } from '../../nodes/WanVideoEdit/media/film/plan/plan';
import { sourceOfBytes, sourceOfChunks } from '../../nodes/WanVideoEdit/media/source';

const ZEROS = Buffer.alloc(64 * 1024);

/** A film of about that many bytes, by its plan: the header of the sample, and frames of zeros. It can be copied, not played. */
async function planOf(sample: string, bytes: number): Promise<Plan> {
	const { tracks, ...plan } = planCopy(await readFilm(sourceOfBytes(await readFile(sample))));
	const [video] = tracks;
	if (!video) throw new Error(`${sample} has no video`);
	const { count } = video.samples;
	const size = Math.ceil(bytes / count);
	const samples = {
		...video.samples,
		sizes: new Uint32Array(count).fill(size),
		offsets: Float64Array.from({ length: count }, (_, sample) => sample * size),
	};
	return { ...plan, tracks: [{ ...video, samples }] };
}

/** Its chunks and its exact size. */
export async function largeFilm(sample: string, bytes: number) {
	const plan = await planOf(sample, bytes);
	const zeros = async function* () {
		for (;;) yield ZEROS;
	};
	return { bytes: sizeOf(plan), chunks: () => chunksOf(plan, async () => sourceOfChunks(zeros())) };
}

/** Writes it. The frames are a hole in the file and take no space on disk. @returns its size in bytes */
export async function writeLargeFilm(path: string, sample: string, bytes: number): Promise<number> {
	const film = await largeFilm(sample, bytes);
	const file = await open(path, 'w');
	try {
		const { value: header } = await film.chunks().next();
		if (header) await file.write(header);
		await file.truncate(film.bytes);
	} finally {
		await file.close();
	}
	return film.bytes;
}
