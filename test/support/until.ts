import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so; a test that waits in vain ends with its own time-out. */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}
