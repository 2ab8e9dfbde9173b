import { VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Input, InputOf } from '../inputs/inspect';
import type { RepaintJob } from '../request/job';
import { colorOf, dye, shadesOf, type Rgb } from './colors';
import { within720P } from './geometry';
import { insets, watermark } from './overlays';
import { FPS, type RenderPlan } from './plan';

/** Seconds that VACE uses of a video: the rest is cut off (ALI-VACE). */
export const usedOfVace = (video: Input): number => Math.min(video.seconds, VACE_MEDIA.video.seconds.max);

/** What each condition leaves of the picture, in the colors of the prompt. */
function look(control: RepaintJob['control'], color: Rgb): string {
	switch (control) {
		case 'depth':
			return shadesOf(color, 8);
		case 'scribble':
			return 'edgedetect=low=0.05:high=0.14,negate';
		case 'posebody':
			return `${dye(color, 0.7)},hue=h=150:s=1.6`;
		case 'posebodyface':
			return 'hue=h=220:s=1.4,unsharp=9:9:1.5:3:3:0';
	}
}

/** Share of the original that is visible at full strength. */
const MOST_OF_ORIGINAL = 0.45;

/** `video_repainting`: restyles the whole frame; a high strength stays closer to the original. */
export function planRepaint(job: RepaintJob, input: InputOf): RenderPlan {
	const video = input(job.video);
	const size = within720P([video.width, video.height]);
	const seconds = usedOfVace(video);
	const opacity = (MOST_OF_ORIGINAL * job.strength).toFixed(3);
	return {
		inputs: [
			['-t', String(seconds), '-i', video.path],
			...(job.subject ? [['-i', input(job.subject).path]] : []),
		],
		graph: [
			`[0:v]fps=${FPS},scale=${size[0]}:${size[1]}:flags=bicubic,setsar=1,format=yuv420p,split[kept][raw]`,
			`[raw]${look(job.control, colorOf(job.prompt))},format=yuv420p[painted]`,
			`[kept][painted]blend=all_mode=normal:all_opacity=${opacity}[blended]`,
			...insets('blended', 'inset', 1, job.subject ? 1 : 0, size),
			`[${job.subject ? 'inset' : 'blended'}]${job.watermark ? watermark(size) : 'null'}[v]`,
		],
		seconds,
		sound: false,
	};
}
