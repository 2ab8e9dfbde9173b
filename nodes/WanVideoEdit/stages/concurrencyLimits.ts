/**
 * How many items may prepare their task ahead of those that have one: files are uploaded while other videos render. An
 * item that has not started takes almost no memory.
 */
export const AHEAD = 2;

/** How much of an operation runs concurrently. */
export interface Concurrency {
	/** Tasks in flight. */
	readonly tasks: number;
	/** Items that are preparing. */
	readonly starts: number;
}

/** Concurrent downloads: more would only share the same bandwidth. */
const TRANSFERS = 4;

/** A counting semaphore, first come, first served. */
export class ConcurrencyLimit {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Resolves when a slot is free, with the function that releases it. */
	async acquire(): Promise<() => void> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((admit) => this.waiting.push(admit));
		let inside = true;
		return () => {
			if (!inside) return;
			inside = false;
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		};
	}

	/** @param work may release its slot before it is done */
	async run<Done>(work: (leave: () => void) => Promise<Done>): Promise<Done> {
		const leave = await this.acquire();
		return await work(leave).finally(leave);
	}
}

/** What happens on the way to a task. */
export interface TaskEvents {
	started(): void;
	onFailure?(): void;
}

/** The slots that the items of a run share. */
export class ConcurrencyLimits {
	private readonly starts: ConcurrencyLimit;
	private readonly tasks: ConcurrencyLimit;
	private readonly transfers = new ConcurrencyLimit(TRANSFERS);

	/**
	 * @param tasks maximum number of tasks in flight
	 * @param onFailure is called before the slot of a failed item is released: the failure may be a reason to create no more
	 * @param starts maximum number of items that are preparing
	 */
	constructor(
		tasks: number,
		private readonly onFailure: () => void = () => undefined,
		starts = AHEAD,
	) {
		this.tasks = new ConcurrencyLimit(tasks);
		this.starts = new ConcurrencyLimit(starts);
	}

	/** Resolves when the next item may start, with the function that lets another one start after it. */
	async start(): Promise<() => void> {
		return await this.starts.acquire();
	}

	/**
	 * Prepares while earlier tasks run, then creates and awaits a task as soon as a slot is free.
	 * @param events `started` is called when the next item may start, `onFailure` before the slot is released
	 */
	async forTask<Ready, Done>(
		prepare: () => Promise<Ready>,
		work: (ready: Ready) => Promise<Done>,
		{ started, onFailure }: TaskEvents,
	): Promise<Done> {
		const noting = async <Part>(part: Promise<Part>): Promise<Part> =>
			await part.catch(async (cause: unknown) => {
				onFailure?.();
				this.onFailure();
				return await Promise.reject(cause);
			});
		try {
			const ready = await noting(prepare());
			const leave = await this.tasks.acquire();
			started();
			return await noting(work(ready)).finally(leave);
		} finally {
			started();
		}
	}

	/**
	 * Transfers a finished video. Its task has ended, so the next one has already started.
	 * @param work receives a function that lets another transfer start beside it: nobody waits for another item's slow host
	 */
	async forTransfer<Done>(work: (leave: () => void) => Promise<Done>): Promise<Done> {
		return await this.transfers.run(work);
	}
}
