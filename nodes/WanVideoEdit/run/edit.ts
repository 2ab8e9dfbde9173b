import { DEFAULT_TIMEOUT_MINUTES, type Waiting } from '../form/waiting';
import type { FileHandling } from '../form/fileHandling';
import type { Output } from '../form/result';
import type { AnyMode, Checked } from '../modes/mode';
import type { SeenSlot } from '../stages/check/seenSlot';
import { inspectLinks, type LinkNeeds } from '../stages/place/inspectLinks';
import type { Run } from '../stages/run';
import type { Budget } from '../stages/submit/budget';

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
	/** Whether nothing is created: see `dryRun`. */
	readonly isDryRun: boolean;
	/** What the item may be billed: for all of its tasks. */
	readonly budget: Budget;
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
	const needs = needsOf(edit);
	let known: Promise<readonly SeenSlot[]> | undefined;
	return async (run) => {
		known ??= inspectLinks(mode, request, files, handling, run, mostFetchMs(edit), needs).catch(
			async (cause: unknown) => {
				known = undefined;
				return await Promise.reject(cause);
			},
		);
		return await known;
	};
}

/**
 * Like `Edit.look`, but links that n8n is to download are only read as far as their facts need, and again later: a price
 * is asked for all items at once, whose files would fill n8n's store.
 */
export const lookForPrice = async (mode: AnyMode, edit: Edit, run: Run): Promise<readonly SeenSlot[]> =>
	edit.handling.rehostUrls && edit.whole === undefined
		? await inspectLinks(mode, edit.request, edit.files, edit.handling, run, mostFetchMs(edit), {
				...needsOf(edit),
				isPreview: true,
			})
		: await edit.look(run);

const needsOf = ({ isDryRun, budget }: Pick<Edit, 'isDryRun' | 'budget'>): LinkNeeds => ({
	length: budget.limit !== undefined,
	all: isDryRun,
});
