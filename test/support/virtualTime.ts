import type { ScaledClock } from '../../emulator';

/** Turns of Node's event loop in which everything that needs no time comes to rest; a request takes three at most. */
const TURNS = 4;

interface Sleeper {
	readonly due: number;
	readonly wake: () => void;
}

/** Why a piece of work does not come to an end. */
export class NeverEnds extends Error {}

/**
 * Time for node and emulator alike, which stands still while anything is under way and jumps to the next sleeper
 * when nothing is. The same work takes the same course each time.
 */
export class VirtualTime implements ScaledClock {
	private readonly sleepers = new Set<Sleeper>();

	constructor(private time: number) {}

	now(): number {
		return this.time;
	}

	/** Rejects with the signal's reason when it is aborted. */
	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const settle = (finish: () => void) => {
				this.sleepers.delete(sleeper);
				signal?.removeEventListener('abort', abort);
				finish();
			};
			const abort = () => settle(() => reject(signal?.reason));
			const sleeper = { due: this.time + Math.max(ms, 0), wake: () => settle(resolve) };
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', abort);
		});
	}

	advance(ms: number): void {
		const until = this.time + ms;
		for (let next = this.next(); next && next.due <= until; next = this.next()) this.goTo(next);
		this.time = until;
	}

	/** Lets time pass until the work is done. @throws NeverEnds where that takes longer than `limitMs` of it */
	async passUntil<Done>(work: Promise<Done>, limitMs: number): Promise<Done> {
		const end = this.time + limitMs;
		let isDone = false;
		const note = () => (isDone = true);
		work.then(note, note);
		for (;;) {
			for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
			if (isDone) return await work;
			const next = this.next();
			if (!next) throw new NeverEnds('nothing is under way and nobody sleeps, yet the work is not done');
			if (next.due > end) throw new NeverEnds(`the work is not done after ${limitMs / 1000} s`);
			this.goTo(next);
		}
	}

	/** Whether anybody sleeps. */
	protected get isWaitedFor(): boolean {
		return this.sleepers.size > 0;
	}

	/** Jumps to the sleeper who wakes first. */
	protected wakeNext(): void {
		const next = this.next();
		if (next) this.goTo(next);
	}

	/** The one that fell asleep first of those that wake first. */
	private next(): Sleeper | undefined {
		let first: Sleeper | undefined;
		for (const sleeper of this.sleepers) if (!first || sleeper.due < first.due) first = sleeper;
		return first;
	}

	private goTo({ due, wake }: Sleeper): void {
		this.time = Math.max(this.time, due);
		wake();
	}
}
