import type { Input, InputOf } from '../inputs/inspect';
import type { EditJob } from '../request/job';
import { cover, editSize } from './geometry';
import { insets, watermark } from './overlays';
import { FPS, numberOf, type RenderPlan } from './plan';
import { styleOf } from './styles';

/** Seconds of the input that wan2.7 uses. */
export const usedSeconds = (job: EditJob, video: Input): number =>
	Math.min(job.duration || video.seconds, video.seconds);

/** wan2.7-videoedit: restyles the whole frame, with reference images as insets. */
export function planEdit(job: EditJob, input: InputOf): RenderPlan {
	const video = input(job.video);
	const seconds = usedSeconds(job, video);
	const size = editSize(job, [video.width, video.height]);
	const count = job.references.length;
	const look = `[0:v]fps=${FPS},${cover(size)},${styleOf(job.prompt, job.seed)},format=yuv420p[styled]`;
	const mark = job.watermark ? watermark(size) : 'null';

	// `origin` keeps the sound: a silent input stays silent. `auto` always generates one.
	const kept = job.audio === 'origin';
	const sound = !kept || video.audioCodec !== undefined;
	return {
		inputs: [
			['-t', String(seconds), '-i', video.path],
			...job.references.map((link) => ['-i', input(link).path]),
		],
		graph: [
			look,
			...insets('styled', 'inset', 1, count, size),
			`[${count > 0 ? 'inset' : 'styled'}]${mark}[v]`,
			...(sound
				? [kept ? `[0:a]atrim=duration=${seconds},asetpts=PTS-STARTPTS[a]` : chord(job.prompt, seconds)]
				: []),
		],
		seconds,
		sound,
	};
}

/** A soft chord whose root depends on the prompt: clearly generated sound. */
export function chord(prompt: string, seconds: number): string {
	const root = 196 * 2 ** ((numberOf(prompt) % 12) / 12);
	const tone = (ratio: number) => `sin(2*PI*${(root * ratio).toFixed(2)}*t)`;
	const wave = `0.08*(${tone(1)}+${tone(1.25)}+${tone(1.5)})*(0.7+0.3*sin(2*PI*0.5*t))`;
	return `aevalsrc=exprs='${wave}':s=44100:d=${seconds}[a]`;
}
