import type { IExecuteFunctions } from 'n8n-workflow';
import { hundredths } from '../dashscope/billing';
import type { ResultTotals } from '../stages/resultTotals';

/** Adds hints about what the items returned: how long links work, what was billed, how to get the videos. */
export function hintAtResults(context: IExecuteFunctions, totals: ResultTotals, billsSeconds: boolean): void {
	for (const message of resultHints(totals, billsSeconds)) {
		context.addExecutionHints?.({ message, type: 'info', location: 'outputPane' });
	}
}

/** @param billsSeconds whether the operation created the tasks, rather than looked them up */
export function resultHints(
	{ links, firstExpiry, billed, billedSeconds, running, estimatedSeconds, dryRuns }: ResultTotals,
	billsSeconds: boolean,
): string[] {
	const hints: string[] = [];
	if (links > 0) {
		const which = links === 1 ? 'The link to the video expires' : 'The links to the videos expire';
		const when = firstExpiry === undefined ? 'after 24 hours' : `on ${readable(firstExpiry)}`;
		hints.push(
			`${which} ${when}. To get the ${links === 1 ? 'file' : 'files'} without paying again, use the resource Task, operation Get, with 'Download Video' on.`,
		);
	}
	if (billsSeconds && billed > 0) {
		const videos = billed === 1 ? 'this video' : `${billed} videos`;
		const estimate = estimatedSeconds ? ` The estimate was ${hundredths(estimatedSeconds)}.` : '';
		hints.push(`Alibaba Cloud bills ${inSeconds(billedSeconds)} for ${videos}.${estimate}`);
	}
	if (dryRuns > 0) {
		const videos = dryRuns === 1 ? 'this video' : `${dryRuns} videos`;
		hints.push(
			`Dry run: no task was created. Alibaba Cloud would bill about ${inSeconds(estimatedSeconds ?? 0)} for ${videos}.`,
		);
	}
	if (running > 0) {
		const which = running === 1 ? 'A task is' : `${running} tasks are`;
		hints.push(
			`${which} still running. When finished, get the ${running === 1 ? 'video' : 'videos'} with the resource Task, operation Get, within 24 hours.`,
		);
	}
	return hints;
}

const inSeconds = (seconds: number): string => {
	const rounded = hundredths(seconds);
	return `${rounded} ${rounded === 1 ? 'second' : 'seconds'}`;
};

/** E.g. `2026-01-31 at 18:05 UTC`. */
const readable = (iso: string): string => {
	const date = new Date(iso);
	if (Number.isNaN(date.getTime())) return iso;
	const [day = '', time = ''] = date.toISOString().split('T');
	return `${day} at ${time.slice(0, 5)} UTC`;
};
