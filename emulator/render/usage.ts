import type { TaskUsage } from '../../nodes/WanVideoEdit/dashscope/wire';
import type { InputOf } from '../inputs/inspect';
import type { MediaFacts } from '../media/probe';
import type { Job } from '../request/job';
import { usedSeconds } from './edit';

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** The billing data of a finished task, measured on its files (ALI-27, ALI-VACE). Seconds. */
export function usageOf(job: Job, input: InputOf, result: MediaFacts): TaskUsage & { size?: string } {
	const output = hundredths(result.seconds);
	switch (job.kind) {
		case 'edit': {
			const used = hundredths(usedSeconds(job, input(job.video)));
			return {
				duration: hundredths(used + output),
				input_video_duration: used,
				output_video_duration: output,
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
		case 'image_reference':
		case 'video_repainting':
		case 'video_edit':
		case 'video_extension':
		case 'video_outpainting':
			// Documented as an integer.
			return { video_duration: Math.max(1, Math.round(output)), video_ratio: 'standard', video_count: 1 };
	}
}
