import type { Clock } from './clock';

/** For how long work may keep the event loop to itself: n8n serves its editor and its webhooks on the same thread. */
const MOST_MS = 20;

/** Gives the event loop a turn wherever work on many things has kept it for some time: Stop is heard in it. */
export class Turns {
	private since: number;

	constructor(private readonly clock: Pick<Clock, 'now' | 'sleep'>) {
		this.since = clock.now();
	}

	/** To be awaited between two pieces of work that take some milliseconds at most. */
	async between(): Promise<void> {
		if (this.clock.now() - this.since < MOST_MS) return;
		await this.clock.sleep(0);
		this.since = this.clock.now();
	}
}
