import type { IBinaryData } from 'n8n-workflow';
import { Failure } from '../../failure/failure';
import type { FileHandling } from '../../form/fileHandling';
import { fileTypeOf } from '../../media/fileTypes';
import { inspect, type MediaFacts } from '../../media/inspect';
import { titleOf } from '../../media/slot';
import { sourceOfChunks } from '../../media/source';
import type { AnyMode, Checked } from '../../modes/mode';
import type { InputFile } from '../../n8n/files';
import type { SeenSlot } from '../check/seenSlot';
import { linkAccess, linkOf } from '../place/inspectLinks';
import { rehost } from '../place/rehost';
import type { Run } from '../run';

/** How the mask of an item may be read. */
export interface MaskAccess {
	readonly mode: AnyMode;
	readonly handling: FileHandling;
	/** Milliseconds for the download of a linked mask. */
	readonly withinMs: number;
}

/**
 * The mask that was sent: the file as it was made to fit, or the content of a link that was sent as it is.
 * @returns undefined if the item has no mask
 * @throws Failure `badInput` if the link cannot be read, `stopped`
 */
export async function sentMask(
	{ slots }: Checked<unknown>,
	seen: readonly SeenSlot[],
	{ mode, handling, withinMs }: MaskAccess,
	run: Run,
): Promise<InputFile | undefined> {
	const slot = slots.find(({ name }) => name === 'mask');
	if (slot === undefined) return undefined;
	const file = seen.find((one) => one.slot === slot)?.file;
	if (file !== undefined) return file;
	const fetched = await rehost(mode, slot, linkOf(slot) ?? '', linkAccess(handling, run, withinMs), run);
	const facts =
		'kind' in fetched ? fetched : await inspect(sourceOfChunks(await fetched.open(), fetched.bytes));
	if ('kind' in fetched || facts.kind === 'other' || facts.kind === 'unreadable') {
		const what = 'reason' in facts ? facts.reason : `it is ${facts.format}`;
		throw new Failure('badInput', `'${titleOf(slot)}' no longer leads to a mask: ${what}`);
	}
	return { ...fetched, binary: named(fetched.binary, facts) };
}

/** The type comes from the content, whatever its host said. */
function named(binary: IBinaryData, facts: MediaFacts): IBinaryData {
	const { extension, mimeType } = fileTypeOf(facts);
	const fileType = facts.kind === 'image' ? 'image' : 'video';
	return { ...binary, fileName: `mask.${extension}`, fileExtension: extension, mimeType, fileType };
}
