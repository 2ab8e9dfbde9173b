import { createHash } from 'node:crypto';
import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { DownloadContext } from '../inputs/download';
import { fetchInputs } from '../inputs/fetchInputs';
import type { InputOf } from '../inputs/inspect';
import { probe } from '../media/probe';
import { ffmpeg } from '../media/tools';
import type { Job, Link } from '../request/job';
import type { Rendered } from '../tasks/task';
import { planEdit } from './edit';
import { planEditRegion } from './editRegion';
import { planExtend } from './extend';
import { planImageReference } from './imageReference';
import { planOutpaint } from './outpaint';
import { FPS, type RenderPlan } from './plan';
import { planRepaint } from './repaint';
import { planTextToVideo } from './textToVideo';
import { usageOf } from './usage';

/** Downloads the inputs of jobs and renders their videos. Equal jobs with equal files are rendered once. */
export class Studio {
	private readonly made = new Map<string, Promise<Rendered>>();
	private readonly busy = new Set<Promise<unknown>>();

	constructor(
		/** Folder for the results. */
		private readonly folder: string,
		private readonly inputs: DownloadContext,
		/** Whether a job with an input video returns it as it is. */
		private readonly isEcho = false,
	) {}

	/** Throws a `TaskFailure` if an input cannot be downloaded or breaks a limit. */
	make(job: Job): Promise<Rendered> {
		const work = this.fetchAndRender(job);
		this.busy.add(work);
		const forget = () => void this.busy.delete(work);
		work.then(forget, forget);
		return work;
	}

	/** Resolves when nothing is being rendered. */
	async idle(): Promise<void> {
		await Promise.allSettled(this.busy);
	}

	private async fetchAndRender(job: Job): Promise<Rendered> {
		const input = await fetchInputs(job, this.inputs);
		const key = fingerprint(job, input);
		const known = this.made.get(key);
		if (known) return known;
		const making = this.render(key, job, input);
		this.made.set(key, making);
		making.catch(() => this.made.delete(key));
		return making;
	}

	private async render(key: string, job: Job, input: InputOf): Promise<Rendered> {
		const { signal } = this.inputs;
		const path = join(this.folder, `${key.slice(0, 24)}.mp4`);
		const unfinished = `${path}.part`;
		if (this.isEcho && 'video' in job) {
			await copyFile(input(job.video).path, unfinished);
		} else {
			const plan = await planOf(job, input, signal);
			await ffmpeg([...argumentsOf(plan), '-f', 'mp4', unfinished], signal);
		}
		await rename(unfinished, path);
		return { path, usage: usageOf(job, input, await probe(path, signal)) };
	}
}

/** Equal for two jobs with the same video: links are compared by content. */
function fingerprint(job: Job, input: InputOf): string {
	const text = JSON.stringify(job, (_name, value: unknown) => {
		const isLink = typeof value === 'object' && value !== null && 'url' in value && 'limit' in value;
		return isLink ? input(value as Link).sha256 : value;
	});
	return createHash('sha256').update(text).digest('hex');
}

function planOf(job: Job, input: InputOf, signal: AbortSignal): RenderPlan | Promise<RenderPlan> {
	switch (job.kind) {
		case 'edit':
			return planEdit(job, input);
		case 'image_reference':
			return planImageReference(job, input, signal);
		case 'video_repainting':
			return planRepaint(job, input);
		case 'video_edit':
			return planEditRegion(job, input, signal);
		case 'video_extension':
			return planExtend(job, input);
		case 'video_outpainting':
			return planOutpaint(job, input);
		case 'text_to_video':
			return planTextToVideo(job);
	}
}

/** H.264, 30 fps, MP4 that plays while it loads (SEED). */
function argumentsOf({ inputs, graph, seconds, sound }: RenderPlan): string[] {
	return [
		...['-y', '-filter_complex_threads', '1', ...inputs.flat()],
		...['-filter_complex', graph.join(';'), '-map', '[v]', ...(sound ? ['-map', '[a]'] : [])],
		...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', '-r', String(FPS)],
		...(sound ? ['-c:a', 'aac', '-b:a', '96k'] : []),
		...['-threads', '2', '-t', seconds.toFixed(3), '-movflags', '+faststart'],
	];
}
