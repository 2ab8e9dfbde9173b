import { DEFAULT_TIMEOUT_MINUTES, type Waiting } from '../form/waiting';
import type { FileHandling } from '../form/fileHandling';
import type { Output } from '../form/result';
import type { AnyMode, Checked } from '../modes/mode';
import type { SeenSlot } from '../stages/check/seenSlot';
import { inspectLinks } from '../stages/place/inspectLinks';
import type { Run } from '../stages/run';

/** An item that has passed every check. */
export interface Edit {
	readonly request: Checked<unknown>;
	/** Slots with files. */
	readonly files: readonly SeenSlot[];
	readonly handling: FileHandling;
	readonly waiting: Waiting | undefined;
	readonly output: Output;
	readonly concurrency: number;
	/** The item's edit, if this one is for a piece of its video. */
	readonly whole?: Edit;
	/**
	 * All slots of which something is known, links too. Reads them at the first call only.
	 * @throws Failure `badInput`, `stopped`
	 */
	look(run: Run): Promise<readonly SeenSlot[]>;
}

/** How long the item may wait for its task, in milliseconds. */
export const timeoutOf = ({ waiting }: Pick<Edit, 'waiting'>): number =>
	waiting?.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * 60_000;

/** Timeout (Minutes) also limits the download of a linked file, but never below this: it may be 0. */
const LEAST_FETCH_MS = 60_000;

/** How long a linked file may be read, in milliseconds. */
export const mostFetchMs = (edit: Pick<Edit, 'waiting'>): number => Math.max(timeoutOf(edit), LEAST_FETCH_MS);

/** `Edit.look` for an item. A failure is not kept: a later call tries again. */
export function lookOnce(mode: AnyMode, edit: Omit<Edit, 'look'>): Edit['look'] {
	const { request, files, handling } = edit;
	let known: Promise<readonly SeenSlot[]> | undefined;
	return async (run) => {
		known ??= inspectLinks(mode, request, files, handling, run, mostFetchMs(edit)).catch(
			async (cause: unknown) => {
				known = undefined;
				return await Promise.reject(cause);
			},
		);
		return await known;
	};
}
