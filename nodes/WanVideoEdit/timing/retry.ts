import type { Clock } from './clock';

const MOST_TRIES = 3;
const PAUSE_MS = 2_000;

/**
 * Does again what costs nothing and may work the next time: three tries, with longer pauses.
 * @param mayPass whether an outcome is worth another try
 * @param leastPauseMs how long an outcome asks to wait at least
 * @returns the last outcome, or undefined where the signal was aborted before there was one that counts
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
		// What was cut by the abort says nothing.
		if (signal.aborted) return undefined;
		if (attempt === MOST_TRIES) return outcome;
		await clock.sleep(Math.max(leastPauseMs(outcome), PAUSE_MS * attempt), signal);
		if (signal.aborted) return undefined;
	}
}
