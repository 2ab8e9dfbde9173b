import type { InputOf } from '../inputs/inspect';
import type { OutpaintJob } from '../request/job';
import { even, within720P } from './geometry';
import { watermark } from './overlays';
import { FPS, type RenderPlan } from './plan';
import { usedOfVace } from './repaint';

/** `video_outpainting`: extends the frame by the four scales; the edges of the video run on softly into the new area. */
export function planOutpaint(job: OutpaintJob, input: InputOf): RenderPlan {
	const video = input(job.video);
	const seconds = usedOfVace(video);
	const { top, bottom, left, right } = job.scales;
	// A scale of 1.5 adds half the width or height on its side (according to SEED's example).
	const size = within720P([video.width * (left + right - 1), video.height * (top + bottom - 1)]);
	const shrink = size[0] / (video.width * (left + right - 1));
	const inner = [even(video.width * shrink), even(video.height * shrink)] as const;
	const x = evenDown(Math.min(size[0] - inner[0], inner[0] * (left - 1)));
	const y = evenDown(Math.min(size[1] - inner[1], inner[1] * (top - 1)));
	const borders = { left: x, right: size[0] - inner[0] - x, top: y, bottom: size[1] - inner[1] - y };
	const sides = Object.entries(borders)
		.map(([side, width]) => `${side}=${width}`)
		.join(':');
	return {
		inputs: [['-t', String(seconds), '-i', video.path]],
		graph: [
			`[0:v]fps=${FPS},scale=${inner[0]}:${inner[1]}:flags=bicubic,setsar=1,format=yuv420p,split[inner][wide]`,
			`[wide]pad=${size[0]}:${size[1]}:${x}:${y},fillborders=${sides}:mode=smear,boxblur=8:2[outer]`,
			`[outer][inner]overlay=${x}:${y}[grown]`,
			`[grown]${job.watermark ? watermark(size) : 'null'}[v]`,
		],
		seconds,
		sound: false,
	};
}

const evenDown = (value: number): number => Math.max(0, Math.floor(value / 2) * 2);
