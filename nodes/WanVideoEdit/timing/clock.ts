import { sleep } from 'n8n-workflow';

/** The time as the stages see it, so that tests need no real minutes. */
export interface Clock {
	/**
	 * Milliseconds since the epoch as of the start of the process, on a monotonic clock. For durations and
	 * deadlines: NTP, users, and laptops that wake up change the wall clock.
	 */
	now(): number;
	/**
	 * Milliseconds since the epoch by the wall clock. For dates that are shown, signed or stored beyond the
	 * process.
	 */
	date(): number;
	/** Waits, or returns at once when the signal is aborted. Never rejects: the caller checks the signal. */
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
		// `sleep` of older n8n versions takes no signal: there, the race ends the wait.
		await whileWatching(signal, async (aborted) => {
			await Promise.race([sleep(ms, signal).catch(() => undefined), aborted]);
		});
	},
};

/** Add it to a value of `now` to get the date. Valid as long as the wall clock is not changed. */
export const dateOffset = (clock: Pick<Clock, 'now' | 'date'>): number => clock.date() - clock.now();

/**
 * Runs `work` with a promise that resolves when the signal is aborted, and removes its listener afterward:
 * many polls would otherwise accumulate them.
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
