import type { IExecuteFunctions } from 'n8n-workflow';
import { LruMap } from './lruMap';

/** Results that are kept in a run: with more, the same is done again for an item that comes much later. */
const MOST_KEPT = 1_000;

interface Shared {
	readonly work: Promise<unknown>;
	isUnderWay: boolean;
}

/** By the context, which n8n makes anew for every try of the node. */
const KNOWN = new WeakMap<IExecuteFunctions, LruMap<string, Shared>>();

/**
 * Works once in a run for what many items share. What throws, or is not worth it, is not remembered.
 * @param name the same for the same result
 */
export async function shareInFlight<Result>(
	context: IExecuteFunctions,
	name: string,
	work: () => Promise<Result>,
	isKept: (result: Result) => boolean = () => true,
): Promise<Result> {
	const known = KNOWN.get(context) ?? new LruMap<string, Shared>(MOST_KEPT, ({ isUnderWay }) => !isUnderWay);
	KNOWN.set(context, known);
	const shared = known.get(name);
	if (shared !== undefined) return await (shared.work as Promise<Result>);
	const begun = work();
	const own: Shared = { work: begun, isUnderWay: true };
	known.set(name, own);
	let isWorthIt = false;
	try {
		const result = await begun;
		isWorthIt = isKept(result);
		return result;
	} finally {
		own.isUnderWay = false;
		if (!isWorthIt) known.delete(name);
	}
}
