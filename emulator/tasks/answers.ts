import { randomUUID } from 'node:crypto';
import type { TaskResponse, TaskListRow } from '../../nodes/WanVideoEdit/dashscope/wire';
import { formatTime } from '../providerTime';
import type { Region } from '../options';
import type { Job } from '../request/job';
import type { TaskRecord } from './task';

/** Response to a create request (SEED, ALI-27). */
export const createAnswer = (task: TaskRecord): TaskResponse => ({
	output: { task_status: 'PENDING', task_id: task.id },
	request_id: task.requestId,
});

/** Response to a query for an unknown task: also HTTP 200 (ALI-TASK). */
export const unknownAnswer = (id: string): TaskResponse => ({
	request_id: randomUUID(),
	output: { task_id: id, task_status: 'UNKNOWN' },
});

/** Response to a query, as ALI-27 and ALI-VACE show it for each status. `link`: of the finished video. */
export function queryAnswer(task: TaskRecord, job: Job, link: string | undefined): TaskResponse {
	if (task.status === 'UNKNOWN') return unknownAnswer(task.id);
	const answer: TaskResponse = {
		request_id: randomUUID(),
		output: {
			task_id: task.id,
			task_status: task.status,
			submit_time: formatTime(task.submittedAt),
			...(task.scheduledAt !== undefined && { scheduled_time: formatTime(task.scheduledAt) }),
			...(task.endedAt !== undefined && { end_time: formatTime(task.endedAt) }),
			...task.failure,
		},
	};
	if (task.status !== 'SUCCEEDED') return answer;
	return {
		...answer,
		output: { ...answer.output, orig_prompt: job.prompt, ...rewritten(job), video_url: link },
		usage: task.usage,
	};
}

/** Only VACE is documented to return the rewritten prompt. */
function rewritten(job: Job): { actual_prompt?: string } {
	if (!job.promptExtend || job.kind === 'edit') return {};
	const text = job.prompt.replace(/[.。\s]+$/, '');
	return {
		actual_prompt: `${text}. Soft natural light, a steady camera, rich detail and a calm, cinematic mood.`,
	};
}

/** A row of the task list (ALI-TASK). The account's IDs are invented. */
export const listRow = (task: TaskRecord, region: Region): TaskListRow => ({
	api_key_id: task.keyId,
	caller_parent_id: '1000000000000001',
	caller_uid: '1000000000000001',
	gmt_create: task.submittedAt,
	...(task.scheduledAt !== undefined && { start_time: task.scheduledAt }),
	...(task.endedAt !== undefined && { end_time: task.endedAt }),
	model_name: task.model,
	region,
	request_id: task.requestId,
	status: task.status,
	task_id: task.id,
	user_api_unique_key: `apikey:v1:aigc:video-generation:video-synthesis:${task.model}`,
});
