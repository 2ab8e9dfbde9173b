import { sleep } from 'n8n-workflow';

/** Time as the stages see it, so that tests need no real minutes. */
export interface Clock {
	/**
	 * Milliseconds since the epoch as it was known when the process began, on a clock that never steps. For spans and
	 * deadlines: the wall clock is set back and forth by NTP, by people, and when a laptop wakes.
	 */
	now(): number;
	/** Milliseconds since the epoch by the wall clock. For dates that are shown, signed or kept beyond the process. */
	date(): number;
	/** Waits, or returns at once when the signal is aborted. Never rejects: the caller looks at the signal. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** A number in [0, 1). */
	random(): number;
}

export const systemClock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	date: () => Date.now(),
	random: () => Math.random(),
	sleep: async (ms, signal) => {
		if (signal === undefined) return await sleep(ms);
		// Older n8n versions know `sleep` without the signal: the race ends the wait there too.
		await whileWatching(signal, async (aborted) => {
			await Promise.race([sleep(ms, signal).catch(() => undefined), aborted]);
		});
	},
};

/** What has to be added to a reading of `now` to get the date, for as long as the wall clock does not step. */
export const dateOffset = (clock: Pick<Clock, 'now' | 'date'>): number => clock.date() - clock.now();

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
