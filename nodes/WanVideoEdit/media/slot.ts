import type { MediaFacts } from './facts';
import type { MediaLimit } from './limits';
import type { Shape } from './masks/shapes';

/** Source of a slot's image or video. */
export type MediaSource =
	| { readonly kind: 'url'; readonly url: string }
	/** A file of the input item: the name of its field, or the binary object that an expression returned. */
	| { readonly kind: 'file'; readonly field: unknown }
	/** A mask that this node paints. */
	| { readonly kind: 'shapes'; readonly shapes: readonly Shape[] };

/** One image or video of a request. */
export interface Slot {
	/** Its role in the mode. Several slots may share a name, e.g. reference images. */
	readonly name:
		| 'video'
		| 'referenceImage'
		| 'mask'
		| 'firstClip'
		| 'lastClip'
		| 'firstFrame'
		| 'lastFrame'
		| 'motionVideo'
		/** Not part of the request: it is put under the result. */
		| 'sound';
	/** Its name in messages: the label of its link field, or the purpose of the file. */
	readonly label: string;
	/** Counts from 1, if its parameter holds several. */
	readonly number?: number;
	readonly source: MediaSource;
	readonly limit: MediaLimit;
	/** Whether its pixels are read later: a mask that is made to fit. */
	readonly isCleaned?: boolean;
	/** `image_reference`: subject or background. */
	readonly role?: string;
}

/** Name of a slot in messages, e.g. Reference Images (2). */
export const titleOf = ({ label, number }: Slot): string =>
	number === undefined ? label : `${label} (${number})`;

/** A slot whose file was inspected. */
export interface InspectedSlot {
	readonly slot: Slot;
	/** Size of the file, if known. */
	readonly bytes: number | undefined;
	readonly facts: MediaFacts;
	/** Of a video that is split. Size and facts are then those of a piece, as far as limits concern them all. */
	readonly pieces?: readonly InspectedSlot[];
}

/** A slot whose file Alibaba Cloud can fetch. */
export interface PlacedSlot extends Slot {
	readonly url: string;
}
