import type { IExecuteFunctions } from 'n8n-workflow';

/** By the context, which n8n makes anew for every try of the node. */
const KNOWN = new WeakMap<IExecuteFunctions, Map<string, Promise<unknown>>>();

/**
 * Works once in a run for what many items share. What throws, or is not worth it, is not remembered.
 * @param name the same for the same result
 */
export async function once<Result>(
	context: IExecuteFunctions,
	name: string,
	work: () => Promise<Result>,
	isKept: (result: Result) => boolean = () => true,
): Promise<Result> {
	const known = KNOWN.get(context) ?? new Map<string, Promise<unknown>>();
	KNOWN.set(context, known);
	const shared = known.get(name) as Promise<Result> | undefined;
	if (shared !== undefined) return await shared;
	const begun = work();
	known.set(name, begun);
	let isWorthIt = false;
	try {
		const result = await begun;
		isWorthIt = isKept(result);
		return result;
	} finally {
		if (!isWorthIt) known.delete(name);
	}
}
