import type { Clock } from '../clock';

/** Admits n requests in any second of API time. Rejected requests do not count. */
export class RateWindow {
	private readonly passed = new Map<string, number[]>();

	constructor(private readonly clock: Clock) {}

	/** False if there were too many within a second. */
	pass(name: string, perSecond: number): boolean {
		const now = this.clock.now();
		const recent = (this.passed.get(name) ?? []).filter((at) => at > now - 1000);
		const free = recent.length < perSecond;
		if (free) recent.push(now);
		this.passed.set(name, recent);
		return free;
	}
}
