/** A figure over several runs. */
export interface Spread {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

/** Undefined if there was no run. */
export function spreadOf(values: readonly number[]): Spread | undefined {
	const sorted = [...values].sort((one, other) => one - other);
	const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
	if (least === undefined || middle === undefined || most === undefined) return undefined;
	return { median: middle, least, most };
}
