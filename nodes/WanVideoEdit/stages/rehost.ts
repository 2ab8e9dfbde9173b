import { Failure } from '../failure/failure';
import { megabytes } from '../media/measures';
import { makeSmaller } from '../media/rules';
import { type Slot, titleOf } from '../media/slot';
import type { AnyMode } from '../modes/mode';
import { type InputFile, storedFile } from '../n8n/files';
import { once } from '../n8n/once';
import { type Download, fetchIntoStore } from './download';
import type { Run } from './run';

/**
 * Fetches a link through n8n into its store, for links that the provider cannot reach. What cannot be fetched
 * here stays a bad link: `oss://` links and data URLs are left alone by the caller. Items of a run that have the
 * same link get the same file.
 * @throws Failure `badInput`, `stopped`
 */
export async function rehost(
	mode: AnyMode,
	slot: Slot,
	link: string,
	item: number,
	run: Run,
): Promise<InputFile> {
	const { maxBytes } = slot.limit;
	const wanted = { fileName: 'rehosted', what: 'a linked file', maxBytes };
	const fetching = async () => await fetchIntoStore(link, wanted, run);
	const result = await once(run.context, `link ${maxBytes} ${link}`, fetching, isInStore);
	if (result.kind === 'file') return storedFile(run.context, result.file);
	const subject = `'${titleOf(slot)}' of item ${item}`;
	if (result.tooLarge !== undefined) {
		throw new Failure(
			'badInput',
			`${subject} is ${megabytes(result.tooLarge)} large; ${mode.label} takes up to ${megabytes(maxBytes)}`,
			makeSmaller(slot.limit),
		);
	}
	throw new Failure(
		'badInput',
		`${subject} could not be fetched (${result.reason})`,
		"Check the link, or switch 'Rehost URLs' off in the options to let the provider fetch it.",
		{ httpStatus: result.httpStatus, retryable: result.isPassing },
	);
}

/** What did not work may work for the next item. In n8n's memory mode the file itself would be kept to the end of the run. */
const isInStore = (result: Download): boolean => result.kind === 'file' && result.file.id !== undefined;
