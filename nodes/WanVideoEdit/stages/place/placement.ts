import type { Failure } from '../../failure/failure';
import type { MediaFacts } from '../../media/inspect';
import type { InputFile } from '../../n8n/files';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { DashScope } from '../../dashscope/client';
import type { Clock } from '../../timing/clock';
import type { FileType } from '../../media/fileTypes';

/** What a way to the provider needs of an execution. */
export interface PlacingRun {
	readonly context: IExecuteFunctions;
	readonly client: DashScope;
	readonly clock: Clock;
	/** Of transfers: real time, also where the other clock is a faster one. */
	readonly lineClock: Clock;
	/** Aborted when the run is stopped, or ended by an item. */
	readonly signal: AbortSignal;
}

/** A file that is to be put where the provider can fetch it, with extension and type of its content. */
export interface PlacedFile extends FileType {
	readonly file: InputFile;
	readonly bytes: number;
	readonly facts: MediaFacts;
	/** Model of the task that will use it: temporary storage binds files to one. */
	readonly model: string;
	/** For messages. */
	readonly label: string;
	readonly item: number;
	/** Called when its upload is so slow that nobody else should wait for it. May be called more than once. */
	readonly onSlow?: () => void;
}

/** Why a file could not be placed, told of whichever item asks: items that share a file share its upload. */
export type Refusal = (subject: string) => Failure;

/** A way in which files reach the provider. */
export interface Placement {
	/** The link under which the provider can fetch the file. @throws Failure `upload`, `badInput`, `credential`, `stopped` */
	place(file: PlacedFile): Promise<string>;
}
