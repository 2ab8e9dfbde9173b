/** Calls a function once, at its first use. Failures are not kept: a later call tries again. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
	let known: Promise<Result> | undefined;
	return async () => {
		known ??= work().catch(async (cause: unknown) => {
			known = undefined;
			return await Promise.reject(cause);
		});
		return await known;
	};
}
