import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { Rules } from '../rules/rules';
import { inspect } from '../media/inspect';
import { isBlackAndWhite, type MaskColours } from '../media/maskColours';
import { type InspectedSlot, mediaViolations } from '../media/rules';
import type { Slot } from '../media/slot';
import { sourceOfBytes, sourceOfChunks, sourceOfRanges } from '../media/source';
import type { AnyMode, Checked } from '../modes/mode';
import { bytesOf, type InputFile, inputFile, sizeOf } from '../n8n/files';
import type { Run } from './run';

/** A slot that has been looked at. Files come along, links may. */
export interface SeenSlot extends InspectedSlot {
	readonly file?: InputFile;
	/** Of a mask image. */
	readonly colours?: MaskColours;
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
			seen.push(await lookAt(slot, inputFile(context, request.item, slot.source.field, slot.label), context));
		} else if (/^data:/i.test(slot.source.url)) {
			seen.push(await lookAtDataUrl(slot, slot.source.url));
		}
	}
	demandGoodMedia(mode, request, seen);
	tellWhatWasNotSeen(seen, request.item, context);
	return seen;
}

/** A mask whose colours nothing here can read is let through, and that is said. */
function tellWhatWasNotSeen(seen: readonly SeenSlot[], item: number, context: IExecuteFunctions): void {
	for (const { slot, colours } of seen) {
		if (colours?.kind !== 'cannotTell') continue;
		context.addExecutionHints?.({
			message: `'${slot.label}' of item ${item} was not looked at for pure black and white (${colours.reason}). Give it as PNG to have it checked.`,
			location: 'outputPane',
		});
	}
}

/** A file as its slot sees it. */
export async function lookAt(slot: Slot, file: InputFile, context: IExecuteFunctions): Promise<SeenSlot> {
	const bytes = await sizeOf(context, file);
	const source = sourceOfChunks(await file.open(), bytes);
	try {
		const facts = await inspect(source);
		const isSmallImage = facts.kind === 'image' && bytes <= MASK_MAX_BYTES;
		const colours =
			slot.name === 'mask' && isSmallImage
				? await isBlackAndWhite(await bytesOf(file), facts.format)
				: undefined;
		return { slot, file, bytes, facts, colours };
	} finally {
		await source.close();
	}
}

/** A data URL carries its bytes with it. */
async function lookAtDataUrl(slot: Slot, url: string): Promise<SeenSlot> {
	const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
	return { slot, bytes: bytes.byteLength, facts: await inspect(sourceOfBytes(bytes)) };
}

/** @throws Failure `badInput` with the first violation as message and all others in its description */
export function demandGoodMedia(mode: AnyMode, request: Checked<unknown>, seen: readonly SeenSlot[]): void {
	const rules = new Rules(request.item, mode.label);
	rules.add(mediaViolations(seen, request.item, mode.label));
	rules.add(mode.checkFiles?.(request, seen) ?? []);
	for (const { slot, colours } of seen) {
		const fault = colours && colourFault(colours);
		rules.require(fault === undefined, `${rules.subject(slot.label)} ${fault}`);
	}
	rules.throwIfBroken();
}

/**
 * A link as its slot sees it, by ranged requests: what is asked for is the header, not the file. A host that
 * does not answer with ranges is told so as unreadable.
 */
export async function lookAtLink(slot: Slot, link: string, run: Run): Promise<InspectedSlot> {
	const probe = await fetchRange(link, 0, 0, run);
	const bytes = probe === undefined ? undefined : probe.total;
	if (bytes === undefined) {
		return { slot, bytes: undefined, facts: { kind: 'unreadable', reason: 'its host gives no parts of it' } };
	}
	const source = sourceOfRanges(
		async (first, last) => (await fetchRange(link, first, last, run))?.bytes ?? new Uint8Array(),
		bytes,
	);
	try {
		return { slot, bytes, facts: await inspect(source) };
	} finally {
		await source.close();
	}
}

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

const TIMEOUT_MS = 30_000;

async function fetchRange(
	link: string,
	first: number,
	last: number,
	{ context, signal }: Run,
): Promise<{ bytes: Uint8Array; total: number } | undefined> {
	const options: IHttpRequestOptions = {
		method: 'GET',
		url: link,
		headers: { Range: `bytes=${first}-${last}` },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		abortSignal: signal,
		timeout: TIMEOUT_MS,
	};
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequest(options)) as {
			statusCode: number;
			headers: Record<string, string | undefined>;
			body: AsyncIterable<Uint8Array> & { destroy(): unknown };
		};
		const [, total] = /^bytes \d+-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
		if (statusCode !== 206 || total === undefined) {
			// A whole file may be on its way: it is not wanted.
			body.destroy();
			return undefined;
		}
		const chunks: Uint8Array[] = [];
		for await (const chunk of body) chunks.push(chunk);
		return { bytes: Buffer.concat(chunks), total: Number(total) };
	} catch {
		return undefined;
	}
}
