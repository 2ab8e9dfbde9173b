import type { Failure } from '../../failure/failure';
import type { MaskColors } from '../../media/maskColors';
import type { InspectedSlot } from '../../media/slot';
import type { InputFile } from '../../n8n/files';

/** A slot whose content has been inspected. It always has its file if it has one; links may be missing. */
export interface SeenSlot extends InspectedSlot {
	readonly file?: InputFile;
	/** Of a mask image. */
	readonly colors?: MaskColors;
	/** Set if the content could not be read. Takes the parameter and item to name in the message. */
	readonly refusal?: (subject: string) => Failure;
}
