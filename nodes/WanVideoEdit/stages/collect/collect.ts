import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { statusOf, billedSecondsOf, linkExpiryOf } from '../../dashscope/tasks';
import { isoFromEpoch, isoFromProvider } from '../../dashscope/time';
import { asFailure, Failure } from '../../failure/failure';
import type { Output } from '../../form/result';
import { dateOffset } from '../../timing/clock';
import { type InputFile, storedFile } from '../../n8n/files';
import { isTool } from '../../n8n/tool';
import type { SoundSource } from '../check/sound';
import { addSound } from './addSound';
import { fetchResult, videoFactsOf, whereItIs } from './fetchResult';
import type { PlaceRun } from '../place/placements';
import type { Task } from '../task';

/**
 * Builds the output item of a task. If the task is finished and the options ask for it, downloads the video and stores
 * a copy in the user's bucket.
 * @throws Failure `download` or `archive`, with link and task ID, if the video exists but one of these failed
 */
export async function collect(
	task: Task,
	output: Output,
	run: PlaceRun,
	{ sound, mask }: Extras = {},
): Promise<INodeExecutionData> {
	// An agent tool returns only JSON: a file would be dropped.
	const downloadTo = isTool(run.context) ? undefined : output.downloadTo;
	const { archiveHours } = output;
	const isWanted = downloadTo !== undefined || archiveHours !== undefined;
	const hasVideo = task.response.output?.video_url !== undefined;

	const [file, archived] = await run.limits.forTransfer(async (leave) => {
		const silent = isWanted && hasVideo ? await fetchResult(task, output, run, leave) : undefined;
		const fetched = silent && sound ? await withSound(silent, sound, task, run) : silent;
		return [
			fetched,
			fetched && archiveHours !== undefined ? await archive(fetched, task, archiveHours, run, leave) : {},
		];
	});
	const sentMask = mask && downloadTo !== undefined ? await storedMask(mask, run) : undefined;
	const binary = [
		...(file && downloadTo !== undefined ? [[downloadTo, file] as const] : []),
		...(sentMask ? [[MASK_FIELD, sentMask] as const] : []),
	];
	run.totals.add(task, file !== undefined && downloadTo !== undefined);
	return {
		// After the download, which may have fetched a fresh link.
		json: {
			...(output.includeInputFields ? inputFieldsOf(task, run) : {}),
			...(output.simplify ? simplified(task, dateOffset(run.clock)) : raw(task)),
			...archived,
			...(task.recovered && { recovered: true }),
		},
		...(binary.length > 0 ? { binary: Object.fromEntries(binary) } : {}),
		pairedItem: { item: task.item },
	};
}

/** What an item gets besides the video as it came. */
export interface Extras {
	/** The sound to put under it. */
	readonly sound?: () => Promise<SoundSource | undefined>;
	/** The mask that was sent. */
	readonly mask?: () => Promise<InputFile | undefined>;
}

/** Field of the output item for the mask that was sent. */
const MASK_FIELD = 'mask';

/** The video is paid for: without the sound, it is returned all the same. @throws Failure `stopped` */
async function withSound(
	video: IBinaryData,
	sound: () => Promise<SoundSource | undefined>,
	{ taskId }: Task,
	run: PlaceRun,
): Promise<IBinaryData> {
	const added = async () => {
		const source = await sound();
		return source === undefined ? video : await addSound(video, source, run);
	};
	return await added().catch(async (cause: unknown) => {
		if (cause instanceof Failure && cause.kind === 'stopped') return await Promise.reject(cause);
		const reason = cause instanceof Error ? cause.message : String(cause);
		run.context.addExecutionHints?.({
			message: `The video of task ${taskId} is silent: its sound could not be added (${reason}).`,
			location: 'outputPane',
		});
		return video;
	});
}

async function storedMask(
	mask: () => Promise<InputFile | undefined>,
	{ context }: PlaceRun,
): Promise<IBinaryData | undefined> {
	const file = await mask();
	if (file === undefined) return undefined;
	const { fileName, mimeType } = file.binary;
	return file.binary.id === undefined && file.binary.data === ''
		? await context.helpers.prepareBinaryData(await file.body(), fileName, mimeType)
		: file.binary;
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
