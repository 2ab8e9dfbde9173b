import { join } from 'node:path';
import type { DownloadContext } from '../inputs/download';
import { fetchInputs } from '../inputs/fetchInputs';
import type { Input } from '../inputs/inspect';
import { probe } from '../media/probe';
import type { Job } from '../request/job';
import type { Rendered } from '../tasks/task';
import { usageOf } from './usage';

const SAMPLE = 'product-short.mp4';

/** Measured once for all emulators of a process. */
let measured: Promise<Input> | undefined;

async function measure(path: string): Promise<Input> {
	return { path, sha256: '', ...(await probe(path)) };
}

/** Returns the same sample video for every job. Nothing is rendered, so it takes no time. */
export class SampleStudio {
	private constructor(
		private readonly sample: Input,
		private readonly inputs: DownloadContext | undefined,
	) {}

	/**
	 * @param inputs undefined: they are neither downloaded nor inspected, and billed as if each were the
	 *   sample
	 */
	static async open(sampleFolder: string, inputs: DownloadContext | undefined): Promise<SampleStudio> {
		measured ??= measure(join(sampleFolder, SAMPLE));
		return new SampleStudio(await measured, inputs);
	}

	/** Throws a `TaskFailure` if an input cannot be downloaded or breaks a limit. */
	async make(job: Job): Promise<Rendered> {
		const { path } = this.sample;
		const input = this.inputs ? await fetchInputs(job, this.inputs) : () => this.sample;
		return { path, usage: usageOf(job, input, this.sample) };
	}

	async idle(): Promise<void> {}
}
