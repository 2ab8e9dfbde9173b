import type { Failure } from '../../failure/failure';
import type { MaskColors } from '../../media/maskColors';
import type { InspectedSlot } from '../../media/slot';
import type { InputFile } from '../../n8n/files';

/** A slot that has been looked at. Files come along, links may. */
export interface SeenSlot extends InspectedSlot {
	readonly file?: InputFile;
	/** Of a mask image. */
	readonly colors?: MaskColors;
	/** Where its content could not be had, told of its parameter and item. */
	readonly refusal?: (subject: string) => Failure;
}
