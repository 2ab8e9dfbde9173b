import { billedSecondsOf, linkExpiryOf } from '../dashscope/tasks';
import type { Task } from './task';

/** What the items of a run returned, added up item by item: for thousands at once, that takes long. */
export class ResultTotals {
	/** Videos that are returned as a link only. */
	links = 0;
	/** When the first of these links expires, in ISO 8601. Undefined if that is not known. */
	firstExpiry: string | undefined;
	/** Videos whose billed seconds are known. */
	billed = 0;
	/** Their billed seconds. */
	billedSeconds = 0;
	/** Tasks that had not ended. */
	running = 0;
	/** Seconds that the items were estimated to be billed. Undefined if one of them was not estimated. */
	estimatedSeconds: number | undefined = 0;
	/** Items of which nothing was created, on purpose. */
	dryRuns = 0;

	/** @param hasFile whether the video is there as a file */
	add({ status, response }: Pick<Task, 'status' | 'response'>, hasFile: boolean): void {
		if (response.output?.video_url !== undefined && !hasFile) {
			this.links += 1;
			const expiry = linkExpiryOf(response) ?? undefined;
			if (expiry !== undefined && !(this.firstExpiry !== undefined && this.firstExpiry <= expiry)) {
				this.firstExpiry = expiry;
			}
		}
		const seconds = billedSecondsOf(response.usage);
		if (seconds !== null) {
			this.billed += 1;
			this.billedSeconds += seconds;
		}
		if (status === 'PENDING' || status === 'RUNNING') this.running += 1;
	}

	/** @param seconds undefined if nobody asked what the item would be billed */
	addEstimate(seconds: number | undefined): void {
		const { estimatedSeconds: sum } = this;
		this.estimatedSeconds = sum === undefined || seconds === undefined ? undefined : sum + seconds;
	}

	addDryRun(seconds: number): void {
		this.dryRuns += 1;
		this.addEstimate(seconds);
	}
}
