import { ensureSamples } from '../../emulator/samples/samples';
import { join } from 'node:path';
import { NODE_MODULES } from '../shared/peerPackage';
import { inOwnProcess, type Answer } from '../shared/process';
import { SUBJECTS } from '../shared/subjects';
import { MB, nameOf, takesPart, TRANSFERS, type Layout } from './cases';
import { growthOf, type Row } from './figures';
import type { Job, SampleFile } from './measured';
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
			const { direction, megabytes, layout } = one.transfer;
			const files = {
				file: await sampleFile(megabytes, layout, surroundings),
				warmUp: await sampleFile(WARM_UP_MB, layout, surroundings),
			};
			for (const subject of subjects.filter((candidate) => takesPart(candidate, one.transfer))) {
				const own = subject === 'qwen' ? { peer } : {};
				const answer = await measureOnce({ direction, services, ...files, ...own });
				report(`Round ${round}, ${subject.padEnd(4)} ${nameOf(one.transfer)}`, answer);
				if ('result' in answer) one[subject].push(answer.result);
			}
		}
	}
	return measured.map(({ transfer, wan, qwen }) => ({
		transfer,
		growth: { wan: growthOf(wan), qwen: growthOf(qwen) },
	}));
}

async function sampleFile(megabytes: number, layout: Layout, { folder }: Surroundings): Promise<SampleFile> {
	const path = join(folder, `${megabytes}-${layout}.mp4`);
	const bytes = megabytes * MB;
	await writePaddedVideo(path, join(await ensureSamples(), 'product.mp4'), bytes, layout);
	return { path, bytes };
}

async function measureOnce(job: Job): Promise<Answer<number>> {
	const options = { flags: ['--expose-gc'], nodePath: NODE_MODULES };
	return await inOwnProcess<number>(join(__dirname, 'measured.ts'), job, options).then(
		(result) => ({ result }),
		(error: Error) => ({ problem: error.message }),
	);
}
