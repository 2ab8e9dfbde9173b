import type { TextToVideoJob } from '../request/job';
import { chord } from './edit';
import { watermark } from './overlays';
import type { RenderPlan } from './plan';
import { scenery, sceneryInput, sun } from './scenery';

/** Text-to-video, for public clients: a sun crosses a landscape in the colors of the prompt. */
export function planTextToVideo(job: TextToVideoJob): RenderPlan {
	return {
		inputs: [sceneryInput(job.prompt, job.size)],
		graph: [
			`[0:v]${scenery(job.size)}[land]`,
			...sun('land', 'day', job.size, job.duration),
			`[day]format=yuv420p,${job.watermark ? watermark(job.size) : 'null'}[v]`,
			...(job.audio ? [chord(job.prompt, job.duration)] : []),
		],
		seconds: job.duration,
		sound: job.audio,
	};
}
