import { sleep } from 'n8n-workflow';

/** Time as the stages see it, so that tests need no real minutes. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
	/** Waits, or returns at once when the signal is aborted. Never rejects: the caller looks at the signal. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** A number in [0, 1). */
	random(): number;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	sleep: async (ms, signal) => {
		if (signal === undefined) return await sleep(ms);
		// Older n8n versions know `sleep` without the signal: the race ends the wait there too.
		await whileWatching(signal, async (aborted) => {
			await Promise.race([sleep(ms, signal).catch(() => undefined), aborted]);
		});
	},
};

/**
 * Runs `work` with a promise that resolves when the signal is aborted, and leaves no listener behind: a wait
 * of many polls would pile them up.
 */
export async function whileWatching<T>(
	signal: AbortSignal,
	work: (aborted: Promise<void>) => Promise<T>,
): Promise<T> {
	let onAbort = (): void => undefined;
	const aborted = new Promise<void>((resolve) => {
		onAbort = () => resolve();
		if (signal.aborted) resolve();
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		return await work(aborted);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
