import { promisify } from 'node:util';

/**
 * Makes every `setTimeout` of this process that many times shorter. That is all the time which n8n's Qwen Cloud node
 * knows: it sleeps 15 s between two polls and looks at no clock, so it polls a provider whose time runs `scale`
 * times faster just as it would poll the real one. No line of the node is changed.
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
