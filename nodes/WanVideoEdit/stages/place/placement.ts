import type { Failure } from '../../failure/failure';
import type { MediaFacts } from '../../media/inspect';
import type { InputFile } from '../../n8n/files';
import type { FileType } from '../../media/fileTypes';

/** A file to make available to Alibaba Cloud, with the extension and type of its content. */
export interface PlacedFile extends FileType {
	readonly file: InputFile;
	readonly bytes: number;
	readonly facts: MediaFacts;
	/** Model of the task that will use it: temporary storage binds files to one. */
	readonly model: string;
	/** For messages. */
	readonly label: string;
	/** Called when the upload is too slow for others to wait for it. May be called more than once. */
	readonly onSlow?: () => void;
}

/**
 * Why a file could not be placed. Takes the parameter and item to name in the message: items that share a
 * file share its upload.
 */
export type Refusal = (subject: string) => Failure;

/** A way to make files available to Alibaba Cloud. */
export interface Placement {
	/**
	 * Returns the link from which Alibaba Cloud can download the file. @throws Failure `upload`, `badInput`,
	 * `credential`, `stopped`
	 */
	place(file: PlacedFile): Promise<string>;
}
