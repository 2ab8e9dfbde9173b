import type { IExecuteFunctions } from 'n8n-workflow';
import { billedSecondsOf } from '../dashscope/tasks';
import type { Result } from '../stages/run';

/** Adds hints about what the items returned: how long links work, what was billed, how to get the videos. */
export function hintAtResults(
	context: IExecuteFunctions,
	results: readonly Result[],
	billsSeconds: boolean,
): void {
	for (const message of resultHints(results, billsSeconds)) {
		context.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
	}
}

/** @param billsSeconds whether the operation created the tasks, rather than looked them up */
export function resultHints(results: readonly Result[], billsSeconds: boolean): string[] {
	const links = results.filter(
		({ task, hasFile }) => task.response.output?.video_url !== undefined && !hasFile,
	);
	const billed = results.flatMap(({ task }) => billedSecondsOf(task.response.usage) ?? []);
	const running = results.filter(({ task: { status } }) => status === 'PENDING' || status === 'RUNNING');
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

/** E.g. `2026-01-31 at 18:05 UTC`. */
const readable = (iso: string): string => {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return iso;
	const [day = '', time = ''] = date.toISOString().split('T');
	return `${day} at ${time.slice(0, 5)} UTC`;
};
