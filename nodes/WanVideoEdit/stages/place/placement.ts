import type { Failure } from '../../failure/failure';
import type { MediaFacts } from '../../media/inspect';
import type { InputFile } from '../../n8n/files';
import type { FileType } from '../../media/fileTypes';

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
