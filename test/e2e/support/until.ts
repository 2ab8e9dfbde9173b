import { setTimeout as sleep } from 'node:timers/promises';

/** @throws Error when it does not come true in time */
export async function until(
	what: string,
	isSo: () => boolean | Promise<boolean>,
	timeoutMs = 120_000,
): Promise<void> {
	const deadline = Date.now() + timeoutMs;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`Waited in vain for: ${what}`);
		await sleep(100);
	}
}
