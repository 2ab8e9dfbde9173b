import { VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Input, InputOf } from '../inputs/inspect';
import type { RepaintJob } from '../request/job';
import { within720P } from './geometry';
import { insets, watermark } from './overlays';
import { FPS, still, type RenderPlan } from './plan';
import { colorOf } from './styles';

/** Seconds that VACE uses of a video: the rest is cut off (ALI-VACE). */
export const usedOfVace = (video: Input): number => Math.min(video.seconds, VACE_MEDIA.video.seconds.max);

/** What each condition keeps of the frame; the prompt's color tints it. */
function look(control: RepaintJob['control'], tint: string): string {
	const channel = (at: number) => (parseInt(tint.slice(at, at + 2), 16) / 255 - 0.5).toFixed(2);
	const balance = `colorbalance=rm=${channel(2)}:gm=${channel(4)}:bm=${channel(6)}`;
	switch (control) {
		case 'depth':
			return `gblur=sigma=5,hue=s=0,eq=contrast=1.3,format=gbrp,${balance}`;
		case 'scribble':
			return 'edgedetect=low=0.05:high=0.14,negate';
		case 'posebody':
			return `gblur=sigma=8,hue=h=150:s=1.8,format=gbrp,${balance}`;
		case 'posebodyface':
			return `hue=h=220:s=1.4,unsharp=9:9:2,format=gbrp,${balance}`;
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
			...(job.subject ? [still(input(job.subject).path)] : []),
		],
		graph: [
			`[0:v]fps=${FPS},scale=${size[0]}:${size[1]}:flags=bicubic,setsar=1,split[original][raw]`,
			`[raw]${look(job.control, colorOf(job.prompt))},format=yuv420p[painted]`,
			`[original]format=yuv420p[kept]`,
			`[kept][painted]blend=all_mode=normal:all_opacity=${opacity}[blended]`,
			...insets('blended', 'inset', 1, job.subject ? 1 : 0, size),
			`[${job.subject ? 'inset' : 'blended'}]${job.watermark ? watermark(size) : 'null'}[v]`,
		],
		seconds,
		sound: false,
	};
}
