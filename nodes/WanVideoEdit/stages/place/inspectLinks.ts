import type { FileHandling } from '../../form/fileHandling';
import { Failure } from '../../failure/failure';
import { type Slot, titleOf } from '../../media/slot';
import type { AnyMode, Checked } from '../../modes/mode';
import { CHECK_MS } from '../../n8n/transferLimits';
import { itemName, withNotes } from '../../text/itemName';
import { fit } from '../check/fit';
import { demandGoodMedia, inspectFile, inspectLink } from '../check/inspect';
import { hintAtMedia } from '../check/mediaHints';
import type { LinkAccess } from '../check/ranges';
import type { SeenSlot } from '../check/seenSlot';
import { demandReachable, policyOfLinks } from '../linkPolicy';
import type { Run } from '../run';
import { rehost } from './rehost';

/** Why links are looked at, besides what the request itself needs. */
export interface LinkNeeds {
	/** What the item is billed depends on the length of its video. */
	readonly length?: boolean;
	/** All of them are checked, for a dry run. */
	readonly all?: boolean;
	/** They will be looked at again: none is downloaded for good, and no hint is given. */
	readonly isPreview?: boolean;
}

/**
 * Looks at links as far as something needs their facts, downloads them if the user wants that, and makes them and the
 * masks that depend on them fit. Before the first byte is uploaded.
 *
 * @param files slots with files, from `inspectFiles`
 * @param withinMs timeout for each link
 * @returns all slots of which something is known
 * @throws Failure `badInput`, `stopped`: no task exists yet
 */
export async function inspectLinks(
	mode: AnyMode,
	request: Checked<unknown>,
	files: readonly SeenSlot[],
	handling: FileHandling,
	run: Run,
	withinMs = Infinity,
	needs: LinkNeeds = {},
): Promise<readonly SeenSlot[]> {
	const webLinks = request.slots.flatMap((slot) => {
		const link = linkOf(slot);
		return link !== undefined && isWebLink(link) ? [{ slot, link }] : [];
	});
	if (!handling.rehostUrls) {
		for (const { slot, link } of webLinks) demandReachable(slot, link, run.client.baseUrl);
	}
	const needed = neededFacts(mode, request);
	const seen: SeenSlot[] = [];
	for (const { slot, link } of webLinks) {
		const access = linkAccess(handling, run, withinMs);
		if (handling.rehostUrls && !needs.isPreview) {
			const fetched = await rehost(mode, slot, link, access, run, mostBytesOf(request, slot));
			seen.push(
				'kind' in fetched
					? { slot, bytes: undefined, facts: fetched }
					: await inspectFile(slot, fetched, run.context),
			);
		} else {
			const isNeeded = handling.checkUrlMedia || needed(slot);
			if (!isNeeded && !needs.all && !(needs.length && slot.name === 'video')) continue;
			const checkMs = Math.min(withinMs, CHECK_MS);
			const one = await inspectLink(slot, link, { ...access, withinMs: checkMs }, run);
			if (isNeeded || one.refusal === undefined) seen.push(one);
			else if (!needs.isPreview) hintAtUnread(mode, one, request.item, run);
		}
	}
	if (seen.length === 0) {
		demandMasks(request, files);
		return files;
	}
	const fitted = await fit(request, [...files, ...seen], run.context);
	demandGoodMedia(mode, request, fitted);
	demandMasks(request, fitted);
	if (needs.isPreview) return fitted;
	const known = new Set(files);
	hintAtMedia(
		fitted.filter((one) => !known.has(one)),
		request.item,
		run.context,
	);
	return fitted;
}

/** Alibaba Cloud may be able to read what n8n cannot, so only the price is in doubt. */
function hintAtUnread({ label }: AnyMode, { slot, refusal }: SeenSlot, item: number, { context }: Run): void {
	const name = itemName(item, context.getInputData().length);
	const { message = '' } = refusal?.(withNotes(`'${titleOf(slot)}'`, name)) ?? {};
	const counts = slot.name === 'video' ? `: its length counts as the most that ${label} takes` : '';
	context.addExecutionHints?.({ message: `${message}${counts}.`, location: 'outputPane' });
}

/**
 * A mask that is painted needs the size of the video.
 * @throws Failure `badInput` if n8n cannot read it
 */
function demandMasks({ slots }: Checked<unknown>, seen: readonly SeenSlot[]): void {
	const unpainted = slots.find(
		(slot) => slot.source.kind === 'shapes' && !seen.some((one) => one.slot === slot),
	);
	if (unpainted === undefined) return;
	throw new Failure(
		'badInput',
		`'${titleOf(unpainted)}' needs the size of the video, and n8n can read http and https links only`,
		"Use such a link or a file as the video, or set 'Mask' to Image.",
	);
}

/** What is cut becomes smaller: its size counts afterward. */
const mostBytesOf = ({ fitting }: Checked<unknown>, { limit }: Slot): number =>
	fitting.ifTooLong !== 'refuse' && limit.seconds !== undefined ? LARGEST_UNCUT : limit.maxBytes;

/** Bytes of a video to download for cutting: minutes of a phone. */
const LARGEST_UNCUT = 1024 * 1024 * 1024;

/** How n8n may read the links of an item. */
export const linkAccess = (handling: FileHandling, run: Run, withinMs: number): LinkAccess => ({
	reach: policyOfLinks(handling.allowPrivateHosts, run.client.baseUrl),
	withinMs,
	onSlow: run.started,
});

/** The slots whose facts something depends on, besides the limits of the slots themselves. */
function neededFacts(mode: AnyMode, request: Checked<unknown>): (slot: Slot) => boolean {
	const ofMode = mode.needsFactsOf?.(request) ?? [];
	const { fitting, sound, slots } = request;
	const paintsMask = slots.some(({ source }) => source.kind === 'shapes');
	return ({ name, limit }) =>
		ofMode.includes(name) ||
		(fitting.ifTooLong !== 'refuse' && limit.seconds !== undefined) ||
		(name === 'video' && (paintsMask || sound?.kind === 'original'));
}

export const linkOf = ({ source }: Slot): string | undefined =>
	source.kind === 'url' ? source.url : undefined;

/** `oss://` links to temporary storage cannot be downloaded, and data URLs have been checked already. */
export const isWebLink = (link: string): boolean => /^https?:/i.test(link);
