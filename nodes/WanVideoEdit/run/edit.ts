import { DEFAULT_TIMEOUT_MINUTES, type Waiting } from '../form/waiting';
import type { FileHandling } from '../form/fileHandling';
import type { Output } from '../form/result';
import type { Checked } from '../modes/mode';
import type { SeenSlot } from '../stages/check/seenSlot';

/** An item that has passed every check. */
export interface Edit {
	readonly request: Checked<unknown>;
	readonly files: readonly SeenSlot[];
	readonly handling: FileHandling;
	readonly waiting: Waiting | undefined;
	readonly output: Output;
	readonly concurrency: number;
}

/** How long the item may wait for its task, in milliseconds. */
export const timeoutOf = ({ waiting }: Edit): number =>
	waiting?.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * 60_000;
