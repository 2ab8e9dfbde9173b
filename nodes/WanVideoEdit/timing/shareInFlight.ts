import type { IExecuteFunctions } from 'n8n-workflow';
import { LruMap } from './lruMap';

/**
 * Maximum number of results kept per run: beyond it, work may be repeated for an item that comes much later.
 */
const MOST_KEPT = 1_000;

interface Shared {
	readonly work: Promise<unknown>;
	isUnderWay: boolean;
}

/** By context: n8n creates a new one for every try of the node. */
const KNOWN = new WeakMap<IExecuteFunctions, LruMap<string, Shared>>();

/**
 * Runs work once per run for all items that share its result. Errors and unwanted results are not kept.
 * @param name equal for equal results
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
