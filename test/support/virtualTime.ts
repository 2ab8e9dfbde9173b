import type { ScaledClock } from '../../emulator';

/**
 * Turns of Node's event loop after which everything that needs no time is done; a request takes three at
 * most.
 */
const TURNS = 4;

interface Sleeper {
	readonly due: number;
	readonly wake: () => void;
}

/** Why some work does not end. */
export class NeverEnds extends Error {}

/**
 * Time for node and emulator, which stands still while anything is in progress and otherwise jumps to the
 * next sleeper. Equal work always runs in the same way.
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

	/** Lets time pass until the work is done. @throws NeverEnds if that takes longer than `limitMs` */
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

	/** Jumps to the sleeper that wakes first. */
	protected wakeNext(): void {
		const next = this.next();
		if (next) this.goTo(next);
	}

	/** The earliest of the sleepers that wake first. */
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
