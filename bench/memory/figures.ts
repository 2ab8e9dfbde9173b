import { MB, type Subject, type Transfer } from './cases';

/** Growth of resident memory in megabytes, over some runs. */
export interface Growth {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

/** A line of the table. A subject is missing where it does not take part, or could not do it. */
export interface Row {
	readonly transfer: Transfer;
	readonly growth: Readonly<Partial<Record<Subject, Growth>>>;
}

/** @param bytes one number a run, at least one */
export function growthOf(bytes: readonly number[]): Growth | undefined {
	const sorted = bytes.map((value) => value / MB).sort((one, other) => one - other);
	const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
	if (least === undefined || middle === undefined || most === undefined) return undefined;
	return { median: middle, least, most };
}

/** How many times as much memory the built-in node takes. */
export function ratioOf({ growth: { wan, qwen } }: Row): number | undefined {
	return wan && qwen ? qwen.median / wan.median : undefined;
}
