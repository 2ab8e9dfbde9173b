import { ensureSamples } from '../../emulator/samples/samples';
import { join } from 'node:path';
import { MB, nameOf, SUBJECTS, takesPart, TRANSFERS, type Layout } from './cases';
import { growthOf, type Row } from './figures';
import type { Job, Outcome, SampleFile } from './measured';
import { writePaddedVideo } from './paddedVideo';
import { nextMessage, startProcess } from './process';
import type { Services } from './services';

const WARM_UP_MB = 1;

/** What the built-in node, which lies outside of this repository, requires besides its own files. */
const NODE_MODULES = join(__dirname, '..', '..', 'node_modules');

export interface Surroundings {
	readonly services: Services;
	/** An empty folder for the files that go in. */
	readonly folder: string;
	/** Package folder of the built-in node; it is left out without. */
	readonly peer: string | undefined;
}

/**
 * Measures all transfers, each once a round, so that what else the machine does falls upon all of them alike.
 * @param report is told of every measurement as it ends
 */
export async function measureRounds(
	rounds: number,
	surroundings: Surroundings,
	report: (title: string, outcome: Outcome) => void,
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
				const outcome = await measureOnce({ direction, services, ...files, ...own });
				report(`Round ${round}, ${subject.padEnd(4)} ${nameOf(one.transfer)}`, outcome);
				if ('growth' in outcome) one[subject].push(outcome.growth);
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

async function measureOnce(job: Job): Promise<Outcome> {
	const child = startProcess('measured.ts', { flags: ['--expose-gc'], nodePath: NODE_MODULES });
	child.send(job);
	try {
		return await nextMessage<Outcome>(child);
	} catch (error) {
		return { problem: (error as Error).message };
	}
}
