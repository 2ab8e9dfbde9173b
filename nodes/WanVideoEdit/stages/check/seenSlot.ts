import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../failure/failure';
import type { Fault } from '../../media/fault';
import type { MaskColors } from '../../media/maskColors';
import type { InspectedSlot } from '../../media/slot';
import { type ForwardSource, sourceOfChunks } from '../../media/source';
import type { InputFile } from '../../n8n/files';

/** Node's `Readable`, or a buffer. */
type Stream = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** The content of a slot, wherever it is. */
export interface Content {
	/** Equal for equal content, e.g. the link. */
	readonly identity: string;
	/**
	 * From its start, again at each call.
	 * @param reading `sparse` if only a few bytes in many places are read
	 */
	open(reading?: 'sparse'): Promise<ForwardSource>;
	/** Any stream of Node.js: see `Making.stream`. */
	stream?(): Promise<Stream>;
}

/** Of a file in n8n's store. @param bytes its size, if it was counted */
export const contentOf = (file: InputFile, bytes = file.bytes): Content => ({
	identity: file.identity,
	open: async () => sourceOfChunks(await file.open(), bytes),
	stream: file.body,
});

/** A slot whose content has been inspected. It always has its file if it has one; links may be missing. */
export interface SeenSlot extends InspectedSlot {
	/** The file to send. Undefined for a link that is sent as it is. */
	readonly file?: InputFile;
	/** To change it, or to take its sound. */
	readonly content?: Content;
	/** Of a mask image. */
	readonly colors?: MaskColors;
	/** Set if the content could not be read. Takes the parameter and item to name in the message. */
	readonly refusal?: (subject: string) => Failure;
	/** Set if it was changed to fit. */
	readonly fitted?: Fitted;
	/** Of a video that is split, in order: two or more. Each is placed in its stead. */
	readonly pieces?: readonly SeenSlot[];
	/** Why it could not be changed to fit. */
	readonly fault?: Fault;
}

/** How a file was changed to fit its slot. */
export interface Fitted {
	/** The slot before. */
	readonly from: SeenSlot;
	/** What was changed, as ends of sentences about the file. None where nothing is lost. */
	readonly changes: readonly string[];
	/** The part of a video that is used, in seconds of it. */
	readonly part?: { readonly from: number; readonly to: number };
}
