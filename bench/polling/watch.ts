/** The result of polling one task. */
export interface Watched {
	/** Seconds from the task's end to the poll that saw it; undefined if the client gave up before. */
	readonly lag: number | undefined;
	readonly polls: number;
}

/** Figures for many tasks. */
export interface Figures {
	/** Mean seconds of the tasks that were not lost; undefined if all were lost. */
	readonly lag: number | undefined;
	/** Mean number, for all tasks. */
	readonly polls: number;
	/** Share of the tasks whose end was not seen. */
	readonly lost: number;
}

/** @param polls seconds after the creation of the task */
export function watch(polls: Iterable<number>, taskSeconds: number): Watched {
	let count = 0;
	for (const at of polls) {
		count++;
		if (at >= taskSeconds) return { lag: at - taskSeconds, polls: count };
	}
	return { lag: undefined, polls: count };
}

export function figuresOf(watched: readonly Watched[]): Figures {
	const lags = watched.flatMap(({ lag }) => lag ?? []);
	return {
		lag: lags.length === 0 ? undefined : mean(lags),
		polls: mean(watched.map(({ polls }) => polls)),
		lost: 1 - lags.length / watched.length,
	};
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
