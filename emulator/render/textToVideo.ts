import type { TextToVideoJob } from '../request/job';
import { chord } from './edit';
import { watermark } from './overlays';
import { FPS, numberOf, type RenderPlan } from './plan';

/** Text-to-video, for public clients: a moving test pattern in the prompt's colors. */
export function planTextToVideo(job: TextToVideoJob): RenderPlan {
	const [width, height] = job.size;
	const turn = numberOf(job.prompt) % 360;
	return {
		inputs: [['-f', 'lavfi', '-i', `testsrc2=s=${width}x${height}:r=${FPS}:d=${job.duration}`]],
		graph: [
			`[0:v]hue=h=${turn},format=yuv420p,${job.watermark ? watermark(job.size) : 'null'}[v]`,
			...(job.audio ? [chord(job.prompt, job.duration)] : []),
		],
		seconds: job.duration,
		sound: job.audio,
	};
}
