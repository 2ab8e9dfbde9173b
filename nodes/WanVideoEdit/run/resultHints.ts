import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { billedSecondsOf, linkExpiryOf } from '../dashscope/tasks';
import type { TaskResponse } from '../dashscope/wire';

/** Adds hints about what the items returned: how long links work, what was billed, how to get the videos. */
export function hintAtResults(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	billsSeconds: boolean,
): void {
	for (const message of resultHints(items, billsSeconds)) {
		context.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
	}
}

/** @param billsSeconds whether the operation created the tasks, rather than looked them up */
export function resultHints(items: readonly INodeExecutionData[], billsSeconds: boolean): string[] {
	const results = items.map(({ json, binary }) => ({ ...resultOf(json), hasFile: binary !== undefined }));
	const links = results.filter(({ videoUrl, hasFile }) => videoUrl !== undefined && !hasFile);
	const billed = results.flatMap(({ billedSeconds }) => billedSeconds ?? []);
	const running = results.filter(({ status }) => status === 'PENDING' || status === 'RUNNING');
	const hints: string[] = [];
	if (links.length > 0) {
		const [expiry] = links.flatMap(({ expiresAt }) => expiresAt ?? []).sort();
		const which = links.length === 1 ? 'The link to the video expires' : 'The links to the videos expire';
		const when = expiry === undefined ? 'after 24 hours' : `on ${readable(expiry)}`;
		hints.push(
			`${which} ${when}. To get the ${links.length === 1 ? 'file' : 'files'} without paying again, use the resource Task, operation Get, with 'Download Video' on.`,
		);
	}
	if (billsSeconds && billed.length > 0) {
		const sum = Number(billed.reduce((total, seconds) => total + seconds, 0).toFixed(2));
		const videos = billed.length === 1 ? 'this video' : `${billed.length} videos`;
		hints.push(`Alibaba Cloud bills ${sum} ${sum === 1 ? 'second' : 'seconds'} for ${videos}.`);
	}
	if (running.length > 0) {
		const which = running.length === 1 ? 'A task is' : `${running.length} tasks are`;
		hints.push(
			`${which} still running. When finished, get the ${running.length === 1 ? 'video' : 'videos'} with the resource Task, operation Get, within 24 hours.`,
		);
	}
	return hints;
}

/** The facts of a result, simplified or not. */
function resultOf(json: IDataObject) {
	const { output } = json as TaskResponse;
	const { usage } = json as TaskResponse;
	return {
		status: json.status ?? output?.task_status,
		videoUrl: json.videoUrl ?? output?.video_url ?? undefined,
		expiresAt: (json.videoUrlExpiresAt as string | null | undefined) ?? linkExpiryOf(json as TaskResponse),
		billedSeconds: (json.billedSeconds as number | null | undefined) ?? billedSecondsOf(usage),
	};
}

/** E.g. `2026-01-31 at 18:05 UTC`. */
const readable = (iso: string): string => {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return iso;
	const [day = '', time = ''] = date.toISOString().split('T');
	return `${day} at ${time.slice(0, 5)} UTC`;
};
