import type { IExecuteFunctions } from 'n8n-workflow';
import { Bytes } from '../../media/bytes';
import type { ImageFacts } from '../../media/facts';
import { inspect, type MediaFacts } from '../../media/inspect';
import { isContentAsked, withContent } from '../../media/imageContent';
import { END_BYTES, isEnd, isEndInHeader } from '../../media/imageEnd';
import { maskColorFault, countColors } from '../../media/maskColors';
import { isDecoded } from '../../media/pixels/decoders';
import { advised, mediaViolations } from '../../media/rules';
import { type Slot, titleOf } from '../../media/slot';
import { type ForwardSource, sourceOfBytes, sourceOfRanges } from '../../media/source';
import type { AnyMode, Checked } from '../../modes/mode';
import { type InputFile, inputFile, sizeOf } from '../../n8n/files';
import { shareInFlight } from '../../timing/shareInFlight';
import { yieldToEventLoop } from '../../timing/eventLoop';
import { Rules } from '../../rules/rules';
import { hintAtMedia } from './mediaHints';
import { contentOf, type SeenSlot } from './seenSlot';
import { fit } from './fit';
import { isPictureFitted } from './fitPicture';
import { type LinkAccess, linkedContent, PartUnavailable, partsOf } from './ranges';
import { notInStore, unavailable } from './notRead';
import type { Run } from '../run';

/**
 * Reads the headers of all files of an item, images to their end, and counts the colors of a mask image.
 * @returns the slots that have files, in the order of the request
 * @throws Failure `badInput` if a file is missing or breaks a limit of its slot
 */
export async function inspectFiles(
	mode: AnyMode,
	request: Checked<unknown>,
	context: IExecuteFunctions,
): Promise<SeenSlot[]> {
	const seen: SeenSlot[] = [];
	for (const slot of request.slots) {
		if (slot.source.kind === 'file') {
			seen.push(
				await inspectFile(slot, inputFile(context, request.item, slot.source.field, titleOf(slot)), context),
			);
		} else if (slot.source.kind === 'url' && /^data:/i.test(slot.source.url)) {
			seen.push(await inspectDataUrl(slot, slot.source.url));
		}
	}
	const fitted = await fit(request, seen, context);
	demandGoodMedia(mode, request, fitted);
	hintAtMedia(fitted, request.item, context);
	return fitted;
}

/**
 * Inspects a file for a slot, once for all items that share it: a mask takes time. `demandGoodMedia` throws
 * if the file could not be read.
 */
export async function inspectFile(
	slot: Slot,
	file: InputFile,
	context: IExecuteFunctions,
): Promise<SeenSlot> {
	try {
		const size = await shareInFlight(
			context,
			`size ${file.identity}`,
			async () => await sizeOf(context, file),
		);
		const content = contentOf(file, size);
		const { identity, open } = content;
		const facts = await shareInFlight(
			context,
			`header ${file.identity}`,
			async () => await inspect(await open()),
		);
		const pixels = async () => await imageContentOf(slot, facts, size, open);
		const found = await shareInFlight(context, `content ${contentChecksOf(slot)} ${identity}`, pixels);
		return { slot, file, bytes: size, content, ...found };
	} catch (thrown) {
		return notInStore(slot, thrown);
	}
}

/** Whether the colors of a mask are counted. */
const arePixelsNeeded = ({ name }: Slot, { format }: ImageFacts): boolean =>
	name === 'mask' && isDecoded(format);

/** Whether `fit` reads all pixels anyway. */
const isReadLater = (slot: Slot, facts: ImageFacts): boolean =>
	slot.name === 'mask'
		? slot.isCleaned === true && isDecoded(facts.format) && slot.limit.formats.includes(facts.format)
		: isPictureFitted(facts, slot.limit);

/** Equal for slots that check the same things in the content of a file. */
const contentChecksOf = ({ name, limit, isCleaned }: Slot): string =>
	`${name === 'mask'} ${isCleaned} ${limit.maxBytes} ${limit.alpha}`;

/**
 * Checks the content of an image, not only its header, if the slot requires it.
 * @param open returns the file from its beginning; not called if the header is enough
 */
async function imageContentOf(
	slot: Slot,
	facts: MediaFacts,
	bytes: number,
	open: () => Promise<ForwardSource>,
): Promise<Pick<SeenSlot, 'facts' | 'colors'>> {
	if (facts.kind !== 'image' || isReadLater(slot, facts)) return { facts };
	if (!isContentAsked(facts, bytes, slot.limit)) return { facts };
	if (arePixelsNeeded(slot, facts)) {
		const colors = await countColors(await open(), facts.format, yieldToEventLoop);
		return colors.kind === 'unreadable' ? { facts: colors } : { facts, colors };
	}
	const whole = await withContent(await open(), facts);
	if (slot.name !== 'mask' || whole.kind !== 'image') return { facts: whole };
	return { facts: whole, colors: { kind: 'cannotTell', reason: `this node cannot decode ${facts.format}` } };
}

async function inspectDataUrl(slot: Slot, url: string): Promise<SeenSlot> {
	const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
	const facts = await inspect(sourceOfBytes(bytes));
	const content = await imageContentOf(slot, facts, bytes.byteLength, async () => sourceOfBytes(bytes));
	const { byteLength: size } = bytes;
	const open = async () => sourceOfBytes(bytes);
	return { slot, bytes: size, content: { identity: url, open }, ...content };
}

/**
 * @throws Failure `badInput` for the first file that could not be read, or with the first violation as
 *   message and all others in its description
 */
export function demandGoodMedia(mode: AnyMode, request: Checked<unknown>, seen: readonly SeenSlot[]): void {
	const rules = new Rules(mode.label);
	for (const { slot, refusal } of seen) {
		if (refusal !== undefined) throw refusal(rules.subject(titleOf(slot)));
	}
	for (const { slot, fault } of seen) if (fault) rules.add([advised(slot, fault, mode.label)]);
	const read = seen.filter(({ fault }) => fault === undefined);
	rules.add(mediaViolations(read, mode.label, request.slots));
	rules.add(mode.checkFiles?.(request, read) ?? []);
	for (const { slot, colors } of seen) {
		const fault = colors?.kind === 'counted' ? maskColorFault(colors.counts) : undefined;
		if (fault) rules.add([advised(slot, fault, mode.label)]);
	}
	rules.throwIfBroken();
}

/**
 * Inspects a link for a slot by range requests: the header, for an image also the end, and the whole file
 * only if its pixels matter. `demandGoodMedia` throws if the file could not be read.
 * @throws Failure `stopped`
 */
export async function inspectLink(slot: Slot, link: string, access: LinkAccess, run: Run): Promise<SeenSlot> {
	const parts = partsOf(link, access, run);
	try {
		const { total: bytes } = await parts(0, 0);
		const range = async (first: number, last: number) => (await parts(first, last)).bytes;
		const ranged = () => sourceOfRanges(range, bytes);
		const facts = await inspect(ranged());
		const content = linkedContent(link, bytes, access, run);
		if (facts.kind !== 'image' || !isContentAsked(facts, bytes, slot.limit))
			return { slot, bytes, facts, content };
		if (isReadLater(slot, facts)) return { slot, bytes, facts, content };
		const isHeaderEnough = !arePixelsNeeded(slot, facts) && isEndInHeader(facts.format);
		if (!arePixelsNeeded(slot, facts) && !isHeaderEnough) {
			const tail = new Bytes(await range(Math.max(0, bytes - END_BYTES), bytes - 1));
			if (isEnd(tail, facts.format)) return { slot, bytes, facts, content };
		}
		const whole = async () => sourceOfBytes(await range(0, bytes - 1));
		const open = async () => (isHeaderEnough ? ranged() : await whole());
		return { slot, bytes, content, ...(await imageContentOf(slot, facts, bytes, open)) };
	} catch (thrown) {
		if (!(thrown instanceof PartUnavailable)) return await Promise.reject(thrown);
		return unavailable(slot, thrown);
	}
}
