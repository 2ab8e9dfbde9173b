import {
	hundredths,
	inputAndOutput,
	VACE_SECONDS,
	wholeSeconds,
} from '../../nodes/WanVideoEdit/dashscope/billing';
import type { TaskUsage } from '../../nodes/WanVideoEdit/dashscope/wire';
import type { InputOf } from '../inputs/inspect';
import type { MediaFacts } from '../media/probe';
import type { Job, Link } from '../request/job';
import { usedSeconds } from './edit';
import { usedOfVace } from './repaint';

/**
 * The billing data of a finished task, in seconds (ALI-27, ALI-VACE). A result with an input video counts as long as that
 * is, as in ALI-27's example of 5.02 s: at 30 fps, no result is exactly so long.
 */
export function usageOf(job: Job, input: InputOf, result: MediaFacts): TaskUsage & { size?: string } {
	const output = hundredths(result.seconds);
	const vace = (seconds: number) => ({
		video_duration: wholeSeconds(seconds),
		video_ratio: 'standard',
		video_count: 1,
	});
	const asLongAs = (video: Link) => vace(usedOfVace(input(video)));
	switch (job.kind) {
		case 'edit': {
			const used = usedSeconds(job, input(job.video));
			return {
				duration: inputAndOutput(used),
				input_video_duration: hundredths(used),
				output_video_duration: hundredths(used),
				video_count: 1,
				SR: job.resolution === '720P' ? 720 : 1080,
			};
		}
		case 'text_to_video':
			return {
				duration: output,
				input_video_duration: 0,
				output_video_duration: output,
				video_count: 1,
				SR: Math.min(...job.size) > 720 ? 1080 : 720,
				size: job.size.join('*'),
			};
		case 'video_repainting':
		case 'video_edit':
		case 'video_outpainting':
			return asLongAs(job.video);
		case 'image_reference':
		case 'video_extension':
			return vace(VACE_SECONDS);
	}
}
