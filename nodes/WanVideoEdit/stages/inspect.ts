import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure, type FailureDetails } from '../failure/failure';
import { Rules } from '../rules/rules';
import { inspect, type MediaFacts } from '../media/inspect';
import { isBlackAndWhite, isUnpacked, type MaskColours } from '../media/maskColours';
import { type InspectedSlot, mediaViolations } from '../media/rules';
import { type Slot, titleOf } from '../media/slot';
import { sourceOfBytes, sourceOfChunks, sourceOfRanges } from '../media/source';
import type { AnyMode, Checked } from '../modes/mode';
import { bytesOf, type InputFile, inputFile, sizeOf } from '../n8n/files';
import { once } from '../n8n/once';
import { NotGiven, partsOf } from './ranges';
import type { Run } from './run';

/** A slot that has been looked at. Files come along, links may. */
export interface SeenSlot extends InspectedSlot {
	readonly file?: InputFile;
	/** Of a mask image. */
	readonly colours?: MaskColours;
	/** Where its content could not be had, told of its parameter and item. */
	readonly refusal?: (subject: string) => Failure;
}

/** Masks up to this size are decoded to look at their colours: the limit of an image (ALI-VACE). */
const MASK_MAX_BYTES = 10 * 1024 * 1024;

/**
 * Looks at the headers of all files of an item, and at the colours of a mask image.
 * @returns the slots that have files, in the order of the request
 * @throws Failure `badInput` where a file is missing or breaks a limit of its slot
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
				await lookAt(slot, inputFile(context, request.item, slot.source.field, titleOf(slot)), context),
			);
		} else if (/^data:/i.test(slot.source.url)) {
			seen.push(await lookAtDataUrl(slot, slot.source.url));
		}
	}
	demandGoodMedia(mode, request, seen);
	tellWhatWasNotSeen(seen, request.item, context);
	return seen;
}

/** A mask whose colours nothing here can read is let through, and that is said. */
export function tellWhatWasNotSeen(
	seen: readonly SeenSlot[],
	item: number,
	context: IExecuteFunctions,
): void {
	for (const { slot, colours } of seen) {
		if (colours?.kind !== 'cannotTell') continue;
		context.addExecutionHints?.({
			message: `'${titleOf(slot)}' of item ${item} was not looked at for pure black and white (${colours.reason}). Give it as PNG to have it checked.`,
			location: 'outputPane',
		});
	}
}

/** A file as its slot sees it, looked at once for all items that have it: a mask takes its time. Why it could not be had is told by `demandGoodMedia`. */
export async function lookAt(slot: Slot, file: InputFile, context: IExecuteFunctions): Promise<SeenSlot> {
	try {
		const { bytes, facts } = await once(context, `header ${file.identity}`, async () => {
			const size = await sizeOf(context, file);
			return { bytes: size, facts: await inspect(sourceOfChunks(await file.open(), size)) };
		});
		const look = async () => await coloursOf(facts, bytes, async () => await bytesOf(file));
		const colours = slot.name === 'mask' ? await once(context, `colours ${file.identity}`, look) : undefined;
		return { slot, file, bytes, facts, colours };
	} catch (thrown) {
		return notRead(
			slot,
			`from n8n's store (${wordOf(thrown)})`,
			'n8n may have deleted it. Run the workflow again from the node that made the file.',
		);
	}
}

/** @param whole fetches all bytes; not called where nothing would look at them */
async function coloursOf(
	facts: MediaFacts,
	bytes: number,
	whole: () => Promise<Uint8Array>,
): Promise<MaskColours | undefined> {
	if (facts.kind !== 'image' || bytes > MASK_MAX_BYTES) return undefined;
	return await isBlackAndWhite(isUnpacked(facts.format) ? await whole() : new Uint8Array(), facts.format);
}

/** A system's code, e.g. ENOENT, rather than its message, which may hold a path of the server. */
function wordOf(thrown: unknown): string {
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	return String(typeof code === 'string' ? code : message);
}

/** A data URL carries its bytes with it. */
async function lookAtDataUrl(slot: Slot, url: string): Promise<SeenSlot> {
	const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
	return { slot, bytes: bytes.byteLength, facts: await inspect(sourceOfBytes(bytes)) };
}

/**
 * @throws Failure `badInput` of the first file that could not be had, or with the first violation as message and all
 *   others in its description
 */
export function demandGoodMedia(mode: AnyMode, request: Checked<unknown>, seen: readonly SeenSlot[]): void {
	const rules = new Rules(request.item, mode.label);
	for (const { slot, refusal } of seen) {
		if (refusal !== undefined) throw refusal(rules.subject(titleOf(slot)));
	}
	rules.add(mediaViolations(seen, request.item, mode.label));
	rules.add(mode.checkFiles?.(request, seen) ?? []);
	for (const { slot, colours } of seen) {
		const fault = colours && colourFault(colours);
		rules.require(fault === undefined, `${rules.subject(titleOf(slot))} ${fault}`);
	}
	rules.throwIfBroken();
}

/**
 * A link as its slot sees it, by ranged requests: what is asked for is the header, not the file. Why it could not
 * be had is told by `demandGoodMedia`.
 * @throws Failure `stopped`
 */
export async function lookAtLink(slot: Slot, link: string, run: Run): Promise<SeenSlot> {
	const parts = partsOf(link, run);
	try {
		const { total: bytes } = await parts(0, 0);
		const source = sourceOfRanges(async (first, last) => (await parts(first, last)).bytes, bytes);
		const facts = await inspect(source);
		const whole = async () => (await parts(0, bytes - 1)).bytes;
		return {
			slot,
			bytes,
			facts,
			colours: slot.name === 'mask' ? await coloursOf(facts, bytes, whole) : undefined,
		};
	} catch (thrown) {
		if (!(thrown instanceof NotGiven)) return await Promise.reject(thrown);
		const { message: reason, httpStatus, isPassing: retryable } = thrown;
		return notRead(
			slot,
			`(${reason})`,
			"Check the link, or switch 'Check URL Media' off in the options to leave it to the provider.",
			{ httpStatus, retryable },
		);
	}
}

const notRead = (slot: Slot, why: string, advice: string, details?: Partial<FailureDetails>): SeenSlot => ({
	slot,
	bytes: undefined,
	facts: { kind: 'unreadable', reason: why },
	refusal: (subject) => new Failure('badInput', `${subject} could not be read ${why}`, advice, details),
});

function colourFault(colours: MaskColours): string | undefined {
	switch (colours.kind) {
		case 'yes':
			return undefined;
		case 'no':
			return colours.hasWhite
				? `has ${Number((100 * colours.share).toFixed(1))} % of pixels that are neither black nor white; a mask takes pure black and pure white only`
				: 'has no white in it; white marks what is edited';
		case 'cannotTell':
			// WEBP and TIFF are allowed (ALI-VACE), and nothing here reads their pixels: see `tellWhatWasNotSeen`.
			return undefined;
	}
}
