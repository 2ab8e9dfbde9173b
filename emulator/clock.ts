/** A clock with the API's time. The emulator and the client under test can share one. */
export interface Clock {
	/** Epoch milliseconds, API time. */
	now(): number;
	/** Waits for milliseconds of API time. Rejects with the signal's reason when it is aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface ScaledClock extends Clock {
	/** Advances the time by milliseconds and wakes every sleeper that is due. */
	advance(ms: number): void;
}

/** Maximum delay of a Node.js timer; longer ones would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A clock that runs `scale` times faster than real time, from now on. */
export function scaledClock(scale: number): ScaledClock {
	if (!(scale > 0)) throw new RangeError(`The time scale must be above 0, not ${scale}`);
	const epoch = Date.now();
	const started = performance.now();
	let jumped = 0;
	const sleepers = new Set<() => void>();

	const now = () => epoch + jumped + (performance.now() - started) * scale;

	async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		const due = now() + ms;
		await new Promise<void>((resolve, reject) => {
			let timer: NodeJS.Timeout;
			const settle = (finish: () => void) => {
				clearTimeout(timer);
				sleepers.delete(look);
				signal?.removeEventListener('abort', abort);
				finish();
			};
			const abort = () => settle(() => reject(signal?.reason));
			const look = () => {
				clearTimeout(timer);
				const left = (due - now()) / scale;
				if (left <= 0) settle(resolve);
				else timer = setTimeout(look, Math.min(Math.ceil(left), LONGEST_TIMER_MS));
			};
			sleepers.add(look);
			signal?.addEventListener('abort', abort);
			look();
		});
	}

	return {
		now: () => Math.floor(now()),
		sleep,
		advance(ms) {
			jumped += ms;
			for (const look of [...sleepers]) look();
		},
	};
}

/** The same clock, `aheadMs` ahead. */
export const skewed = (clock: Clock, aheadMs: number): Clock => ({
	now: () => clock.now() + aheadMs,
	sleep: async (ms, signal) => await clock.sleep(ms, signal),
});
