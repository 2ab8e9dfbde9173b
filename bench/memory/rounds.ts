import { ensureSamples } from '../../emulator/samples/samples';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_MODULES } from '../shared/peerPackage';
import { inOwnProcess, type Answer } from '../shared/process';
import { SUBJECTS } from '../shared/subjects';
import { MB, nameOf, takesPart, type Transfer, TRANSFERS } from './cases';
import { growthOf, type Row } from './figures';
import type { Job, SampleFile } from './measured';
import { writeLargeFilm } from './largeFilm';
import { writePaddedVideo } from './paddedVideo';
import type { Services } from './services';

const WARM_UP_MB = 1;

export interface Surroundings {
	readonly services: Services;
	/** An empty folder for the input files. */
	readonly folder: string;
	/** Package folder of the built-in node; undefined to skip it. */
	readonly peer: string | undefined;
}

/**
 * Measures each transfer once per round, so that other load on the machine affects all of them equally.
 * @param report is called after every measurement
 */
export async function measureRounds(
	rounds: number,
	surroundings: Surroundings,
	report: (title: string, answer: Answer<number>) => void,
): Promise<Row[]> {
	const { services, peer } = surroundings;
	const subjects = SUBJECTS.filter((subject) => subject === 'wan' || peer !== undefined);
	const measured = TRANSFERS.map((transfer) => ({ transfer, wan: [] as number[], qwen: [] as number[] }));
	for (let round = 1; round <= rounds; round++) {
		for (const one of measured) {
			const { transfer } = one;
			const files = {
				file: await sampleFile(transfer, surroundings),
				warmUp: await sampleFile({ ...transfer, megabytes: WARM_UP_MB }, surroundings),
			};
			for (const subject of subjects.filter((candidate) => takesPart(candidate, transfer))) {
				const own = subject === 'qwen' ? { peer } : {};
				const answer = await measureOnce({ transfer, services, ...files, ...own });
				report(`Round ${round}, ${subject.padEnd(4)} ${nameOf(transfer)}`, answer);
				if ('result' in answer) one[subject].push(answer.result);
			}
		}
	}
	return measured.map(({ transfer, wan, qwen }) => ({
		transfer,
		growth: { wan: growthOf(wan), qwen: growthOf(qwen) },
	}));
}

/** Of a film that is trimmed to 10 of its 12 seconds, a little less than five sixths arrive. */
const SHARE_OF_TRIMMED = 0.8;

async function sampleFile(
	{ direction, megabytes, layout, made }: Transfer,
	{ folder }: Surroundings,
): Promise<SampleFile> {
	const bytes = megabytes * MB;
	const samples = await ensureSamples();
	if (made === 'withSound') {
		const path = join(samples, 'product.mp4');
		return { path, bytes: (await stat(path)).size, arriving: bytes };
	}
	if (direction === 'out') return { path: '', bytes: 0, arriving: bytes };
	if (made === 'trimmed') {
		const path = join(folder, `${megabytes}-film.mp4`);
		const written = await writeLargeFilm(path, join(samples, 'long.mp4'), bytes);
		return { path, bytes: written, arriving: SHARE_OF_TRIMMED * bytes };
	}
	const path = join(folder, `${megabytes}-${layout}.mp4`);
	await writePaddedVideo(path, join(samples, 'product.mp4'), bytes, layout);
	return { path, bytes, arriving: bytes };
}

async function measureOnce(job: Job): Promise<Answer<number>> {
	const options = { flags: ['--expose-gc'], nodePath: NODE_MODULES };
	return await inOwnProcess<number>(join(__dirname, 'measured.ts'), job, options).then(
		(result) => ({ result }),
		(error: Error) => ({ problem: error.message }),
	);
}
