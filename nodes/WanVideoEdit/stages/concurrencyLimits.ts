/**
 * How many items may be on their way to a task of their own, ahead of those that have one: files are uploaded while
 * others render. An item that has not begun costs next to nothing, however many there are.
 */
export const AHEAD = 2;

/** How much of an operation is under way at once. */
export interface Concurrency {
	/** Tasks in flight. */
	readonly tasks: number;
	/** Items at their beginning. */
	readonly starts: number;
}

/** Downloads at a time: more of them share the same line. */
const TRANSFERS = 4;

/** Lets at most so many in at a time, in the order in which they came. */
export class ConcurrencyLimit {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Resolves when there is room, with the way out. */
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

	/** @param work may leave before it is done */
	async run<Done>(work: (leave: () => void) => Promise<Done>): Promise<Done> {
		const leave = await this.acquire();
		return await work(leave).finally(leave);
	}
}

/** The places that the items of a run share. */
export class ConcurrencyLimits {
	private readonly starts: ConcurrencyLimit;
	private readonly tasks: ConcurrencyLimit;
	private readonly transfers = new ConcurrencyLimit(TRANSFERS);

	/**
	 * @param tasks how many tasks are in flight at once
	 * @param onFailure is called before the next one gets the place of what failed: it may be a reason to create no more
	 * @param starts how many items may be at their beginning at once
	 */
	constructor(
		tasks: number,
		private readonly onFailure: () => void = () => undefined,
		starts = AHEAD,
	) {
		this.tasks = new ConcurrencyLimit(tasks);
		this.starts = new ConcurrencyLimit(starts);
	}

	/** Resolves when the next item may begin, with what lets another one begin after it. */
	async start(): Promise<() => void> {
		return await this.starts.acquire();
	}

	/**
	 * Prepares while earlier tasks run, then works on a task of its own as soon as there is a place for it.
	 * @param started is called when the next item may begin
	 */
	async forTask<Ready, Done>(
		prepare: () => Promise<Ready>,
		work: (ready: Ready) => Promise<Done>,
		started: () => void,
	): Promise<Done> {
		try {
			const ready = await this.noting(prepare());
			const leave = await this.tasks.acquire();
			started();
			return await this.noting(work(ready)).finally(leave);
		} finally {
			started();
		}
	}

	private async noting<Done>(work: Promise<Done>): Promise<Done> {
		return await work.catch(async (cause: unknown) => {
			this.onFailure();
			return await Promise.reject(cause);
		});
	}

	/**
	 * Moves a finished video. Its task is over, so the next one has begun already.
	 * @param work is given what lets another transfer begin beside it: nobody waits for a slow host of somebody else
	 */
	async forTransfer<Done>(work: (leave: () => void) => Promise<Done>): Promise<Done> {
		return await this.transfers.run(work);
	}
}
