import { spreadOf, type Spread } from '../shared/spread';
import type { Subject } from '../shared/subjects';
import { MB, type Transfer } from './cases';

/** A row of the table. A subject is missing if it was not measured or failed. */
export interface Row {
	readonly transfer: Transfer;
	/** Growth of resident memory in megabytes. */
	readonly growth: Readonly<Partial<Record<Subject, Spread>>>;
}

/** @param bytes one number per run */
export const growthOf = (bytes: readonly number[]): Spread | undefined =>
	spreadOf(bytes.map((value) => value / MB));

/** How many times as much memory the built-in node needs. */
export function ratioOf({ growth: { wan, qwen } }: Row): number | undefined {
	return wan && qwen ? qwen.median / wan.median : undefined;
}
