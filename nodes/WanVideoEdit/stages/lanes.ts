/** How many items may be placed ahead of the task that they wait for: files are uploaded while others render. */
const AHEAD = 2;

/** Downloads at a time: more of them share the same line. */
const TRANSFERS = 4;

/** Lets at most so many in at a time, in the order in which they came. */
export class Lane {
	private readonly waiting: Array<() => void> = [];

	constructor(private free: number) {}

	/** Resolves when there is room, with the way out. */
	async enter(): Promise<() => void> {
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

	async within<Done>(work: () => Promise<Done>): Promise<Done> {
		const leave = await this.enter();
		return await work().finally(leave);
	}
}

/** The places that the items of a run share. */
export class Lanes {
	private readonly ahead = new Lane(AHEAD);
	private readonly tasks: Lane;
	private readonly transfers = new Lane(TRANSFERS);

	/**
	 * @param tasks how many tasks are in flight at once
	 * @param onFailure is told of a failure before the next one gets the place: it may be a reason to create no more
	 */
	constructor(
		tasks: number,
		private readonly onFailure: () => void = () => undefined,
	) {
		this.tasks = new Lane(tasks);
	}

	/** Prepares while earlier tasks run, then works on a task of its own as soon as there is a place for it. */
	async forTask<Ready, Done>(
		prepare: () => Promise<Ready>,
		work: (ready: Ready) => Promise<Done>,
	): Promise<Done> {
		const overtake = await this.ahead.enter();
		try {
			const ready = await this.noting(prepare());
			const leave = await this.tasks.enter();
			overtake();
			return await this.noting(work(ready)).finally(leave);
		} finally {
			overtake();
		}
	}

	private async noting<Done>(work: Promise<Done>): Promise<Done> {
		return await work.catch(async (cause: unknown) => {
			this.onFailure();
			return await Promise.reject(cause);
		});
	}

	/** Moves a finished video. Its task is over, so the next one has begun already. */
	async forTransfer<Done>(work: () => Promise<Done>): Promise<Done> {
		return await this.transfers.within(work);
	}
}
