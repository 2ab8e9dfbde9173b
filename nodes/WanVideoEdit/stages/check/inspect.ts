import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure, type FailureDetails } from '../../failure/failure';
import { Bytes } from '../../media/bytes';
import type { ImageFacts } from '../../media/facts';
import { inspect, type MediaFacts } from '../../media/inspect';
import { isContentAsked, isOpacityAsked, withContent } from '../../media/imageContent';
import { END_BYTES, isEnd, isEndInHeader } from '../../media/imageEnd';
import { maskColorFault, countColors, isUnpacked } from '../../media/maskColors';
import { advised, mediaViolations } from '../../media/rules';
import { type Slot, titleOf } from '../../media/slot';
import { type ForwardSource, sourceOfBytes, sourceOfChunks, sourceOfRanges } from '../../media/source';
import type { AnyMode, Checked } from '../../modes/mode';
import { type InputFile, inputFile, sizeOf } from '../../n8n/files';
import { shareInFlight } from '../../timing/shareInFlight';
import { yieldToEventLoop } from '../../timing/eventLoop';
import { Rules } from '../../rules/rules';
import { hintAtMedia } from './mediaHints';
import type { SeenSlot } from './seenSlot';
import { type LinkAccess, PartUnavailable, partsOf } from './ranges';
import { LINK_ADVICE } from '../linkPolicy';
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
		} else if (/^data:/i.test(slot.source.url)) {
			seen.push(await inspectDataUrl(slot, slot.source.url));
		}
	}
	demandGoodMedia(mode, request, seen);
	hintAtMedia(seen, request.item, context);
	return seen;
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
		const open = async () => sourceOfChunks(await file.open(), size);
		const facts = await shareInFlight(
			context,
			`header ${file.identity}`,
			async () => await inspect(await open()),
		);
		const content = async () => await contentOf(slot, facts, size, open);
		const found = await shareInFlight(context, `content ${contentChecksOf(slot)} ${file.identity}`, content);
		return { slot, file, bytes: size, ...found };
	} catch (thrown) {
		return notRead(
			slot,
			`from n8n's store (${errorCodeOf(thrown)})`,
			'n8n may have deleted it. Run the workflow again from the node that made the file.',
		);
	}
}

const arePixelsNeeded = (slot: Slot, facts: ImageFacts): boolean =>
	slot.name === 'mask' ? isUnpacked(facts.format) : isOpacityAsked(facts, slot.limit);

/** Equal for slots that check the same things in the content of a file. */
const contentChecksOf = ({ name, limit }: Slot): string =>
	`${name === 'mask'} ${limit.maxBytes} ${limit.alpha}`;

/**
 * Checks the content of an image, not only its header, if the slot requires it.
 * @param open returns the file from its beginning; not called if the header is enough
 */
async function contentOf(
	slot: Slot,
	facts: MediaFacts,
	bytes: number,
	open: () => Promise<ForwardSource>,
): Promise<Pick<SeenSlot, 'facts' | 'colors'>> {
	if (facts.kind !== 'image' || !isContentAsked(facts, bytes, slot.limit)) return { facts };
	if (slot.name === 'mask' && arePixelsNeeded(slot, facts)) {
		const colors = await countColors(await open(), facts.format, yieldToEventLoop);
		return colors.kind === 'unreadable' ? { facts: colors } : { facts, colors };
	}
	const whole = await withContent(await open(), facts, slot.limit, yieldToEventLoop);
	if (slot.name !== 'mask' || whole.kind !== 'image') return { facts: whole };
	return { facts: whole, colors: { kind: 'cannotTell', reason: `this node cannot decode ${facts.format}` } };
}

/** A system error code, e.g. ENOENT: the message may contain a path of the server. */
function errorCodeOf(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	return String(typeof code === 'string' ? code : message);
}

async function inspectDataUrl(slot: Slot, url: string): Promise<SeenSlot> {
	const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
	const facts = await inspect(sourceOfBytes(bytes));
	const content = await contentOf(slot, facts, bytes.byteLength, async () => sourceOfBytes(bytes));
	return { slot, bytes: bytes.byteLength, ...content };
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
	rules.add(mediaViolations(seen, mode.label, request.slots));
	rules.add(mode.checkFiles?.(request, seen) ?? []);
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
		if (facts.kind !== 'image' || !isContentAsked(facts, bytes, slot.limit)) return { slot, bytes, facts };
		const isHeaderEnough = !arePixelsNeeded(slot, facts) && isEndInHeader(facts.format);
		if (!arePixelsNeeded(slot, facts) && !isHeaderEnough) {
			const tail = new Bytes(await range(Math.max(0, bytes - END_BYTES), bytes - 1));
			if (isEnd(tail, facts.format)) return { slot, bytes, facts };
		}
		const whole = async () => sourceOfBytes(await range(0, bytes - 1));
		const open = async () => (isHeaderEnough ? ranged() : await whole());
		return { slot, bytes, ...(await contentOf(slot, facts, bytes, open)) };
	} catch (thrown) {
		if (!(thrown instanceof PartUnavailable)) return await Promise.reject(thrown);
		const { message: reason, httpStatus, isPassing: retryable, refusal } = thrown;
		const advice = refusal === undefined ? UNCHECKED : LINK_ADVICE[refusal];
		return notRead(slot, `(${reason})`, advice, { httpStatus, retryable });
	}
}

const UNCHECKED =
	"Check the link, or switch 'Check URL Media' off in the advanced options to leave it to Alibaba Cloud.";

const notRead = (slot: Slot, why: string, advice: string, details?: Partial<FailureDetails>): SeenSlot => ({
	slot,
	bytes: undefined,
	facts: { kind: 'unreadable', reason: why },
	refusal: (subject) => new Failure('badInput', `${subject} could not be read ${why}`, advice, details),
});
