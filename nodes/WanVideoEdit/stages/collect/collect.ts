import type { IBinaryData, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { stoppedFailure } from '../../failure/stopped';
import type { Output } from '../../form/result';
import type { InputFile } from '../../n8n/files';
import { inStore } from '../../n8n/madeFile';
import { isTool } from '../../n8n/tool';
import type { SoundSource } from '../check/sound';
import { addSound } from './addSound';
import { archive } from './archive';
import { fetchResult, videoFactsOf, whereItIs } from './fetchResult';
import { jsonOf } from './outputJson';
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
	const sent = mask && downloadTo !== undefined ? await storedMask(mask, task, run) : undefined;
	const binary = [
		...(file && downloadTo !== undefined ? [[downloadTo, file] as const] : []),
		...(sent ? [[MASK_FIELD, sent] as const] : []),
	];
	run.totals.add(task, file !== undefined && downloadTo !== undefined);
	return {
		// After the download, which may have fetched a fresh link.
		json: { ...jsonOf(task, output, run), ...archived, ...(task.recovered && { recovered: true }) },
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
export const MASK_FIELD = 'mask';

/** The video is paid for: without the sound, it is returned all the same. @throws Failure `stopped` */
async function withSound(
	video: IBinaryData,
	sound: () => Promise<SoundSource | undefined>,
	task: Task,
	run: PlaceRun,
): Promise<IBinaryData> {
	const added = async () => {
		const source = await sound();
		return source === undefined ? video : await addSound(video, source, run);
	};
	return await added().catch((cause: unknown) => {
		demandNoStop(
			run,
			task,
			`while sound was being added to the video of task ${task.taskId}, ${whereItIs(task)}`,
		);
		run.context.addExecutionHints?.(silentHint(task.taskId, cause));
		return video;
	});
}

/** @param cause why the sound could not be added */
export const silentHint = (taskId: string, cause: unknown): NodeExecutionHint =>
	hint(`The video of task ${taskId} is silent: its sound could not be added`, cause);

/** The video is paid for: without the mask, it is returned all the same. @throws Failure `stopped` */
export async function storedMask(
	mask: () => Promise<InputFile | undefined>,
	task: Task,
	run: PlaceRun,
): Promise<IBinaryData | undefined> {
	const stored = async () => {
		const file = await mask();
		return file && (await inStore(run.context, file));
	};
	return await stored().catch((cause: unknown) => {
		demandNoStop(run, task, `while the mask of task ${task.taskId} was being read`);
		run.context.addExecutionHints?.(hint(`The mask of task ${task.taskId} could not be returned`, cause));
		return undefined;
	});
}

const hint = (what: string, cause: unknown): NodeExecutionHint => ({
	message: `${what} (${cause instanceof Error ? cause.message : String(cause)}).`,
	location: 'outputPane',
});

/** A Stop is no reason to go on without something. @throws Failure `stopped` */
function demandNoStop({ signal }: PlaceRun, task: Task, when: string): void {
	if (signal.aborted) throw stoppedFailure(when).with(videoFactsOf(task));
}
