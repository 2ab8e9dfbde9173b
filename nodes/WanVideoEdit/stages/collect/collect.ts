import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { statusOf, billedSecondsOf, linkExpiryOf } from '../../dashscope/tasks';
import { isoFromEpoch, isoFromProvider } from '../../dashscope/time';
import { asFailure, Failure } from '../../failure/failure';
import type { Output } from '../../form/result';
import { dateOffset } from '../../timing/clock';
import { storedFile } from '../../n8n/files';
import { isTool } from '../../n8n/tool';
import { fetchResult, videoFactsOf, whereItIs } from './fetchResult';
import type { PlaceRun } from '../place/placements';
import type { Task } from '../task';

/**
 * Builds the output item of a task. If the task is finished and the options ask for it, downloads the video and stores
 * a copy in the user's bucket.
 * @throws Failure `download` or `archive`, with link and task ID, if the video exists but one of these failed
 */
export async function collect(task: Task, output: Output, run: PlaceRun): Promise<INodeExecutionData> {
	// An agent tool returns only JSON: a file would be dropped.
	const downloadTo = isTool(run.context) ? undefined : output.downloadTo;
	const { archiveHours } = output;
	const isWanted = downloadTo !== undefined || archiveHours !== undefined;
	const hasVideo = task.response.output?.video_url !== undefined;

	const [file, archived] = await run.limits.forTransfer(async (leave) => {
		const fetched = isWanted && hasVideo ? await fetchResult(task, output, run, leave) : undefined;
		return [
			fetched,
			fetched && archiveHours !== undefined ? await archive(fetched, task, archiveHours, run, leave) : {},
		];
	});
	run.results.push({ task, hasFile: file !== undefined && downloadTo !== undefined });
	return {
		// After the download, which may have fetched a fresh link.
		json: {
			...(output.includeInputFields ? inputFieldsOf(task, run) : {}),
			...(output.simplify ? simplified(task, dateOffset(run.clock)) : raw(task)),
			...archived,
			...(task.recovered && { recovered: true }),
		},
		...(file && downloadTo !== undefined ? { binary: { [downloadTo]: file } } : {}),
		pairedItem: { item: task.item },
	};
}

/** The fields of the input item, without the key by which n8n tells a failed item. */
function inputFieldsOf({ item }: Task, { context }: PlaceRun): IDataObject {
	const fields = Object.entries(context.getInputData()[item]?.json ?? {});
	return Object.fromEntries(fields.filter(([name]) => name !== 'error'));
}

/** Stores the video in the user's bucket. Returns its permanent address, and a signed link that expires. */
async function archive(
	file: IBinaryData,
	task: Task,
	hours: number,
	run: PlaceRun,
	onSlow: () => void,
): Promise<IDataObject> {
	const kept = run.placements
		.oss(hours)
		.keep(storedFile(run.context, file), file.fileName ?? 'video.mp4', onSlow);
	return await kept.then(
		(links) => ({ ...links }),
		async (cause: unknown) => await Promise.reject(archiveFailure(task, asFailure(cause))),
	);
}

const archiveFailure = (task: Task, { message, description, details }: Failure): Failure =>
	new Failure(
		'archive',
		'The finished video could not be stored in the OSS bucket',
		[`${message}.`, description, `The video is paid for and ${whereItIs(task)}.`].filter(Boolean).join(' '),
		{ ...videoFactsOf(task), code: details.code, httpStatus: details.httpStatus },
	);

/** Alibaba Cloud's unchanged response, plus the fields that it lacks. */
const raw = (task: Task): IDataObject => ({
	...(task.response as IDataObject),
	operation: task.operation,
	model: task.model,
	videoUrlExpiresAt: linkExpiryOf(task.response),
});

/** At most ten fields, what the next node needs first. Times in ISO 8601 in UTC, `null` where Alibaba Cloud returned nothing. */
function simplified(task: Task, offset: number): IDataObject {
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
