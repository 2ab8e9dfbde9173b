import type { Clock } from '../timing/clock';
import type { TransferLimits } from './transferLimits';
import { retry } from '../timing/retry';

interface Trying {
	readonly clock: Clock;
	readonly lineClock: Clock;
	readonly signal: AbortSignal;
}

/**
 * Retries a transfer that failed for a temporary reason. All tries share one deadline.
 * @param limits of all tries together
 * @param work one try, with its limits
 * @returns the last outcome, or undefined if the signal was aborted before there was one
 */
export async function retryTransfer<Outcome>(
	limits: TransferLimits,
	run: Trying,
	work: (limits: TransferLimits) => Promise<Outcome>,
	mayPass: (outcome: Outcome) => boolean,
): Promise<Outcome | undefined> {
	const { lineClock } = run;
	const begun = lineClock.now();
	const leftMs = () => Math.max(0, Math.ceil(limits.deadlineMs - (lineClock.now() - begun)));
	return await retry(
		async () => await work({ ...limits, deadlineMs: leftMs() }),
		(outcome) => mayPass(outcome) && leftMs() > 0,
		run,
	);
}
