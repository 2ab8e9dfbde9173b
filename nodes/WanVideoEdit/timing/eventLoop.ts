import { sleep } from 'n8n-workflow';
import type { Clock } from './clock';

/** Lets the event loop do what waits for it: timers, sockets, Stop. For work that takes long on the one thread of n8n. */
export const yieldToEventLoop = async (): Promise<void> => await sleep(0);

/** For how long work may keep the event loop to itself: n8n serves its editor and its webhooks on the same thread. */
const MOST_MS = 20;

/** Gives the event loop a turn wherever work on many things has kept it for some time: Stop is heard in it. */
export class EventLoopYield {
	private since: number;

	constructor(private readonly clock: Pick<Clock, 'now' | 'sleep'>) {
		this.since = clock.now();
	}

	/** To be awaited between two pieces of work that take some milliseconds at most. */
	async yieldIfDue(): Promise<void> {
		if (this.clock.now() - this.since < MOST_MS) return;
		await this.clock.sleep(0);
		this.since = this.clock.now();
	}
}
