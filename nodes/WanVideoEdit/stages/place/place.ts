import { Failure } from '../../failure/failure';
import type { FileHandling } from '../../form/fileHandling';
import { type PlacedSlot, type Slot, titleOf } from '../../media/slot';
import type { AnyMode, Checked, Placed } from '../../modes/mode';
import { CHECK_MS } from '../../n8n/transferLimits';
import { fileTypeOf } from '../../media/fileTypes';
import { dataUrlOf, INLINE_MAX_BYTES } from './inline';
import type { PlacedFile } from './placement';
import { demandGoodMedia, inspectFile, inspectLink } from '../check/inspect';
import type { SeenSlot } from '../check/seenSlot';
import { hintAtMedia } from '../check/mediaHints';
import { demandReachable, policyOfLinks } from '../linkPolicy';
import { rehost } from './rehost';
import type { PlaceRun } from './placements';

/**
 * Makes every file available to Alibaba Cloud. Links are sent unchanged unless the user wants n8n to
 * download them. Links that are to be checked are checked here, before the first byte is uploaded.
 *
 * @param files slots with files, from `inspectFiles`
 * @param withinMs timeout for each link
 * @throws Failure `upload`, `badInput`, `credential`, `stopped`: no task exists yet
 */
export async function place(
	mode: AnyMode,
	request: Checked<unknown>,
	files: readonly SeenSlot[],
	handling: FileHandling,
	run: PlaceRun,
	withinMs = Infinity,
): Promise<Placed<unknown>> {
	const seen = [...files];
	const reach = policyOfLinks(handling.allowPrivateHosts, run.client.baseUrl);
	// `oss://` links to temporary storage cannot be downloaded, and data URLs have been checked already.
	const webLinks = request.slots.flatMap((slot) => {
		const link = linkOf(slot);
		return link !== undefined && /^https?:/i.test(link) ? [{ slot, link }] : [];
	});
	if (!handling.rehostUrls) {
		for (const { slot, link } of webLinks) demandReachable(slot, link, run.client.baseUrl);
	}
	const needed = mode.needsFactsOf?.(request) ?? [];
	for (const { slot, link } of webLinks) {
		const access = { reach, withinMs, onSlow: run.started };
		if (handling.rehostUrls) {
			const fetched = await rehost(mode, slot, link, access, run);
			seen.push(
				'kind' in fetched
					? { slot, bytes: undefined, facts: fetched }
					: await inspectFile(slot, fetched, run.context),
			);
		} else if (handling.checkUrlMedia || needed.includes(slot.name)) {
			const checkMs = Math.min(withinMs, CHECK_MS);
			seen.push(await inspectLink(slot, link, { ...access, withinMs: checkMs }, run));
		}
	}
	if (seen.length > files.length) demandGoodMedia(mode, request, seen);
	hintAtMedia(seen.slice(files.length), request.item, run.context);
	const settings = mode.settle?.(request, seen) ?? request.settings;

	const slots: PlacedSlot[] = [];
	for (const slot of request.slots) {
		const one = seen.find((candidate) => candidate.slot === slot);
		const url = one?.file ? await placeFile(one, request, handling, run) : linkOf(slot);
		if (url === undefined) throw new Failure('upload', `'${titleOf(slot)}' has no file`, NO_FILE);
		slots.push({ ...slot, url });
	}
	return { ...request, settings, slots };
}

const NO_FILE = 'Run the workflow again from the node that made the file.';

const linkOf = ({ source }: Slot): string | undefined => (source.kind === 'url' ? source.url : undefined);

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
