import { sleep } from 'n8n-workflow';
import type { Clock } from './clock';

/** Lets the event loop handle timers, sockets and Stop. For long work on n8n's single thread. */
export const yieldToEventLoop = async (): Promise<void> => await sleep(0);

/** How long work may block the event loop: n8n serves its editor and webhooks on the same thread. */
const MOST_MS = 20;

/**
 * Yields to the event loop whenever work on many things has blocked it for some time, so that Stop takes
 * effect.
 */
export class EventLoopYield {
	private since: number;

	constructor(private readonly clock: Pick<Clock, 'now' | 'sleep'>) {
		this.since = clock.now();
	}

	/** Await it between two steps that take a few milliseconds at most. */
	async yieldIfDue(): Promise<void> {
		if (this.clock.now() - this.since < MOST_MS) return;
		await this.clock.sleep(0);
		this.since = this.clock.now();
	}
}
