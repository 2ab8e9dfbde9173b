/**
 * Does the work for every thing, at most `limit` at a time and begun in order, and gives the results in that
 * order. Rejects with the first rejection: `work` is expected to put what goes wrong into its result.
 */
export async function overlapping<Thing, Result>(
	things: readonly Thing[],
	limit: number,
	work: (thing: Thing, index: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const waiting = things.entries();
	const worker = async (): Promise<void> => {
		// All workers draw from the one iterator.
		for (const [index, thing] of waiting) results[index] = await work(thing, index);
	};
	await Promise.all(Array.from({ length: Math.min(limit, things.length) }, worker));
	return results;
}
