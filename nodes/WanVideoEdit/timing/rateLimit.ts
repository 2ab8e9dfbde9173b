import { type Clock, whileWatching } from './clock';

/** Room for what the network moves together: requests arrive a little closer than they left. */
const MARGIN = 0.02;

/** Share by which a gap grows at random, so that several n8n workers do not keep step. */
const JITTER = 0.1;

/**
 * Lets requests out at a rate, in the order of asking: a token bucket that holds one token. The provider counts
 * every second of an account, bursts within one included (ALI-RATE), so there is nothing to save up for.
 */
export class RateLimit {
	private readonly gapMs: number;
	private nextAt = -Infinity;
	private latest: Promise<void> = Promise.resolve();

	constructor(perSecond: number) {
		this.gapMs = 1000 / perSecond;
	}

	/** Waits for the next token, or until the signal is aborted: the caller looks at the signal. */
	async admit(clock: Clock, signal = new AbortController().signal): Promise<void> {
		// A signal of its own, since each one bears a handful of listeners only.
		const own = AbortSignal.any([signal]);
		const turn = this.latest.then(async () => await this.take(clock, own));
		this.latest = turn;
		// Who is stopped does not wait for those before him.
		await whileWatching(own, async (aborted) => await Promise.race([turn, aborted]));
	}

	private async take(clock: Clock, signal: AbortSignal): Promise<void> {
		const gap = this.gapMs * (1 + MARGIN + JITTER * clock.random());
		// Never more than a gap: a clock that is set back must not stall everyone.
		const wait = Math.min(this.nextAt - clock.now(), gap);
		if (wait > 0 && !signal.aborted) await clock.sleep(wait, signal);
		// Who was stopped takes no token.
		if (!signal.aborted) this.nextAt = clock.now() + gap;
	}
}
