import type { MediaFacts } from './facts';
import type { MediaLimit } from './limits';

/** Where a slot's picture or film comes from. */
export type MediaSource =
	| { readonly kind: 'url'; readonly url: string }
	/** A file of the input item: the name of its field, or the binary object that an expression gave. */
	| { readonly kind: 'file'; readonly field: unknown };

/** One picture or film of a request. */
export interface Slot {
	/** What it is to the mode. Several slots may share a name, e.g. reference images. */
	readonly name:
		| 'video'
		| 'referenceImage'
		| 'mask'
		| 'firstClip'
		| 'lastClip'
		| 'firstFrame'
		| 'lastFrame'
		| 'motionVideo';
	/** Its name in messages: the parameter of its link, or what the file is for. */
	readonly label: string;
	/** From 1, where its parameter holds several. */
	readonly number?: number;
	readonly source: MediaSource;
	readonly limit: MediaLimit;
	/** `image_reference`: subject or background. */
	readonly role?: string;
}

/** What messages call a slot, e.g. Reference Images (2). */
export const titleOf = ({ label, number }: Slot): string =>
	number === undefined ? label : `${label} (${number})`;

/** A slot whose file was looked at. */
export interface InspectedSlot {
	readonly slot: Slot;
	/** Of the file, where known. */
	readonly bytes: number | undefined;
	readonly facts: MediaFacts;
}

/** A slot whose file the provider can fetch. */
export interface PlacedSlot extends Slot {
	readonly url: string;
}
