import { Failure } from '../failure/failure';
import type { Slot } from '../media/slot';
import { type InputFile, storedFile } from '../n8n/files';
import { fetchIntoStore } from './download';
import type { Run } from './run';

/**
 * Fetches a link through n8n into its store, for links that the provider cannot reach. What cannot be fetched
 * here stays a bad link: `oss://` links and data URLs are left alone by the caller.
 * @throws Failure `badInput`, `stopped`
 */
export async function rehost(slot: Slot, link: string, item: number, run: Run): Promise<InputFile> {
	const result = await fetchIntoStore(link, { fileName: 'rehosted', what: 'a linked file' }, run);
	if (result.kind === 'file') return storedFile(run.context, result.file);
	throw new Failure(
		'badInput',
		`'${slot.label}' of item ${item} could not be fetched (${result.reason})`,
		"Check the link, or switch 'Rehost URLs' off in the options to let the provider fetch it.",
		{ httpStatus: result.httpStatus, retryable: result.isPassing },
	);
}
