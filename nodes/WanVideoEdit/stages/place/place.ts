import { Failure } from '../../failure/failure';
import type { FileHandling } from '../../form/fileHandling';
import { type PlacedSlot, titleOf } from '../../media/slot';
import type { AnyMode, Checked, Placed } from '../../modes/mode';
import { fileTypeOf } from '../../media/fileTypes';
import { dataUrlOf, INLINE_MAX_BYTES } from './inline';
import type { PlacedFile } from './placement';
import type { SeenSlot } from '../check/seenSlot';
import { linkOf } from './inspectLinks';
import type { PlaceRun } from './placements';

/**
 * Makes every file available to Alibaba Cloud. Links are sent unchanged unless the user wants n8n to download them, or
 * their content was changed to fit.
 *
 * @param seen what is known about the slots: those with files from `inspectFiles`, links from `inspectLinks`
 * @throws Failure `upload`, `badInput`, `credential`, `stopped`: no task exists yet
 */
export async function place(
	mode: AnyMode,
	request: Checked<unknown>,
	seen: readonly SeenSlot[],
	handling: FileHandling,
	run: PlaceRun,
): Promise<Placed<unknown>> {
	return await placeWith(mode, request, seen, async (one) => await placeFile(one, request, handling, run));
}

/**
 * The request with a link for every slot.
 * @param linkTo returns the link to a file
 * @throws Failure `upload` if a slot has no file and no link
 */
export async function placeWith(
	mode: AnyMode,
	request: Checked<unknown>,
	seen: readonly SeenSlot[],
	linkTo: (one: SeenSlot) => Promise<string>,
): Promise<Placed<unknown>> {
	const settings = mode.settle?.(request, seen) ?? request.settings;
	const slots: PlacedSlot[] = [];
	for (const slot of request.slots) {
		const one = seen.find((candidate) => candidate.slot === slot);
		const url = one?.file ? await linkTo(one) : linkOf(slot);
		if (url === undefined) throw new Failure('upload', `'${titleOf(slot)}' has no file`, NO_FILE);
		slots.push({ ...slot, url });
	}
	return { ...request, settings, slots };
}

const NO_FILE = 'Run the workflow again from the node that made the file.';

async function placeFile(
	seen: SeenSlot,
	request: Checked<unknown>,
	handling: FileHandling,
	run: PlaceRun,
): Promise<string> {
	const { slot, file, facts, bytes } = seen;
	if (!file || bytes === undefined) throw new Failure('upload', `'${titleOf(slot)}' has no file`, NO_FILE);
	const placed: PlacedFile = {
		file,
		bytes,
		facts,
		...fileTypeOf(facts),
		model: request.model,
		label: titleOf(slot),
		onSlow: run.started,
	};
	switch (handling.fileTransfer) {
		case 'oss':
			return await run.placements.oss(handling.ossLinkHours).place(placed);
		case 'signedUrl':
			return await run.placements.signedUrl().place(placed);
		case 'inline':
			if (slot.limit.schemes.includes('data') && bytes <= INLINE_MAX_BYTES) return await dataUrlOf(placed);
			return await run.placements.temporary().place(placed);
		case 'temporary':
			return await run.placements.temporary().place(placed);
	}
}
