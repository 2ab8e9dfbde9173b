import type { Clock } from './clock';

const MOST_TRIES = 3;
const PAUSE_MS = 2_000;

/**
 * Retries work that is free and may succeed the next time: three tries, with growing pauses.
 * @param mayPass whether to retry after this outcome
 * @param leastPauseMs minimum pause that an outcome asks for
 * @returns the last outcome, or undefined if the signal was aborted before there was a final one
 */
export async function retry<Outcome>(
	work: () => Promise<Outcome>,
	mayPass: (outcome: Outcome) => boolean,
	{ clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
	leastPauseMs: (outcome: Outcome) => number = () => 0,
): Promise<Outcome | undefined> {
	for (let attempt = 1; ; attempt++) {
		const outcome = await work();
		if (!mayPass(outcome)) return outcome;
		// The outcome of aborted work means nothing.
		if (signal.aborted) return undefined;
		if (attempt === MOST_TRIES) return outcome;
		await clock.sleep(Math.max(leastPauseMs(outcome), PAUSE_MS * attempt), signal);
		if (signal.aborted) return undefined;
	}
}
