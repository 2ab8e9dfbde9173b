import { type Clock, whileWatching } from './clock';

/** Tolerance for network delays: requests may arrive slightly closer together than they were sent. */
const MARGIN = 0.02;

/** Share by which a gap grows at random, so that several n8n workers do not stay in step. */
const JITTER = 0.1;

/**
 * Admits requests at a rate, first come, first served: a token bucket of size one. Alibaba Cloud limits
 * every second, including bursts within it (ALI-RATE), so tokens cannot be saved.
 */
export class RateLimit {
	private readonly gapMs: number;
	private nextAt = -Infinity;
	private latest: Promise<void> = Promise.resolve();

	constructor(perSecond: number) {
		this.gapMs = 1000 / perSecond;
	}

	/** Waits for the next token, or until the signal is aborted: the caller checks the signal. */
	async admit(clock: Clock, signal = new AbortController().signal): Promise<void> {
		// A signal of its own: Node.js warns above a handful of listeners on one.
		const own = AbortSignal.any([signal]);
		const turn = this.latest.then(async () => await this.take(clock, own));
		this.latest = turn;
		// A stopped caller does not wait for those before it.
		await whileWatching(own, async (aborted) => await Promise.race([turn, aborted]));
	}

	private async take(clock: Clock, signal: AbortSignal): Promise<void> {
		const gap = this.gapMs * (1 + MARGIN + JITTER * clock.random());
		// Never longer than one gap: a clock that is set back must not block everyone.
		const wait = Math.min(this.nextAt - clock.now(), gap);
		if (wait > 0 && !signal.aborted) await clock.sleep(wait, signal);
		// A stopped caller uses no token.
		if (!signal.aborted) this.nextAt = clock.now() + gap;
	}
}
