import type { IDataObject } from 'n8n-workflow';
import { billedSecondsOf, linkExpiryOf, statusOf } from '../../dashscope/tasks';
import { isoFromEpoch, isoFromProvider } from '../../dashscope/time';
import type { Output } from '../../form/result';
import { dateOffset } from '../../timing/clock';
import type { Run } from '../run';
import type { Task } from '../task';

/** The fields of a task's output item. */
export const jsonOf = (task: Task, { simplify, includeInputFields }: Output, run: Run): IDataObject => ({
	...(includeInputFields ? inputFieldsOf(task, run) : {}),
	...(simplify ? simplified(task, dateOffset(run.clock)) : raw(task)),
});

/** The fields of the input item, without the key by which n8n tells a failed item. */
export function inputFieldsOf({ item }: Pick<Task, 'item'>, { context }: Pick<Run, 'context'>): IDataObject {
	const fields = Object.entries(context.getInputData()[item]?.json ?? {});
	return Object.fromEntries(fields.filter(([name]) => name !== 'error'));
}

/** Alibaba Cloud's unchanged response, plus the fields that it lacks. */
export const raw = (task: Task): IDataObject => ({
	...(task.response as IDataObject),
	operation: task.operation,
	model: task.model,
	videoUrlExpiresAt: linkExpiryOf(task.response),
});

/** At most ten fields, what the next node needs first. Times in ISO 8601 in UTC, `null` where Alibaba Cloud returned nothing. */
export function simplified(task: Task, offset: number): IDataObject {
	const { taskId, status, operation, model, response } = task;
	const { output = {} } = response;
	const head = { taskId, status, operation, model };
	const submittedAt =
		isoFromProvider(output.submit_time) ??
		isoFromEpoch(task.submittedAt === null ? undefined : task.submittedAt + offset);
	const finishedAt = isoFromProvider(output.end_time);
	switch (statusOf(status ?? undefined)) {
		case 'SUCCEEDED':
			return {
				videoUrl: output.video_url ?? null,
				videoUrlExpiresAt: linkExpiryOf(response),
				...head,
				prompt: output.actual_prompt ?? output.orig_prompt ?? null,
				billedSeconds: billedSecondsOf(response.usage),
				submittedAt,
				finishedAt,
			};
		case 'FAILED':
			return { ...head, code: output.code ?? null, message: output.message ?? null, submittedAt, finishedAt };
		default:
			return { ...head, submittedAt };
	}
}
