/** How one task was watched. */
export interface Watched {
	/** Seconds from the task's end to the look that saw it; undefined where the client gave up before. */
	readonly lag: number | undefined;
	readonly looks: number;
}

/** Over many tasks. */
export interface Figures {
	/** Mean seconds, of the tasks that were not lost; undefined where all were. */
	readonly lag: number | undefined;
	/** Mean number, of all tasks. */
	readonly looks: number;
	/** Share of the tasks whose end was not seen. */
	readonly lost: number;
}

/** @param looks seconds after the submit */
export function watch(looks: Iterable<number>, taskSeconds: number): Watched {
	let count = 0;
	for (const at of looks) {
		count++;
		if (at >= taskSeconds) return { lag: at - taskSeconds, looks: count };
	}
	return { lag: undefined, looks: count };
}

export function figuresOf(watched: readonly Watched[]): Figures {
	const lags = watched.flatMap(({ lag }) => lag ?? []);
	return {
		lag: lags.length === 0 ? undefined : mean(lags),
		looks: mean(watched.map(({ looks }) => looks)),
		lost: 1 - lags.length / watched.length,
	};
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
