import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import {
	chunksOf,
	planCopy,
	planSound,
	planTrim,
	readFilm,
	readSoundFile,
} from '../../nodes/WanVideoEdit/media/film';
import type { Plan } from '../../nodes/WanVideoEdit/media/film/plan/plan';
import { sourceOfChunks } from '../../nodes/WanVideoEdit/media/source';
import { STORE_CHUNK } from '../../nodes/WanVideoEdit/n8n/files';
import { answerJob } from '../shared/process';
import { collectGarbage, watchGrowth } from '../shared/residentMemory';
import type { FilmCase } from './cases';

export interface Job {
	readonly work: FilmCase['work'];
	readonly input: string;
	readonly sound: string;
	readonly output: string;
}

export interface Measured {
	readonly milliseconds: number;
	readonly growth: number;
}

/** As n8n's store gives a file to the node: forwards only, in chunks of this size. */
const open = async (file: string) =>
	sourceOfChunks(createReadStream(file, { highWaterMark: STORE_CHUNK }), statSync(file).size);

async function planFor({ work, input, sound }: Job): Promise<Plan> {
	const film = await readFilm(await open(input));
	if (work === 'copy') return planCopy(film);
	const planned =
		work === 'trim'
			? planTrim(film, { from: 0, most: 5 })
			: planSound(film, await readSoundFile(await open(sound)), { from: 0 });
	if ('impossible' in planned) throw new Error(planned.impossible);
	return planned.plan;
}

answerJob(async (job: Job): Promise<Measured> => {
	await collectGarbage();
	const end = watchGrowth();
	const startedAt = performance.now();
	const chunks = chunksOf(
		await planFor(job),
		async (index) => await open(index === 0 ? job.input : job.sound),
	);
	await pipeline(chunks, createWriteStream(job.output));
	return { milliseconds: performance.now() - startedAt, growth: end() };
});
