import type { Clock } from '../../emulator';
import { promisify } from 'node:util';

/**
 * Shortens every `setTimeout` of this process by a factor. n8n's Qwen Cloud node uses no other time: it
 * sleeps 15 s between two polls and reads no clock, so it polls an API whose time runs `scale` times faster
 * just as it would poll the real one. The node's code is unchanged.
 */
export function scaleTimers(scale: number): void {
	const real = globalThis.setTimeout;
	const scaled = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
		real(run, ms / scale, ...args);
	globalThis.setTimeout = Object.assign(scaled, {
		__promisify__: real.__promisify__,
		[promisify.custom]: async (ms = 0, value?: unknown) =>
			await new Promise((resolve) => real(resolve, ms / scale, value)),
	}) as typeof setTimeout;
}

/** Makes every `setTimeout` of this process use another clock. */
export function sleepBy(clock: Pick<Clock, 'sleep'>): void {
	const sleeping = new WeakMap<object, AbortController>();
	const sleep = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
		const handle = {};
		const stop = new AbortController();
		sleeping.set(handle, stop);
		clock.sleep(ms, stop.signal).then(
			() => run(...args),
			() => undefined,
		);
		return handle;
	};
	globalThis.setTimeout = sleep as unknown as typeof setTimeout;
	globalThis.clearTimeout = (handle) => {
		if (typeof handle === 'object') sleeping.get(handle)?.abort();
	};
}
