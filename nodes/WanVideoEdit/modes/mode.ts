import type { INodeProperties } from 'n8n-workflow';
import type { ModelFamily } from '../dashscope/models';
import type { CreateTaskBody } from '../dashscope/wire';
import type { Fitting } from '../form/fitting';
import type { ItemParameters } from '../form/parameters';
import type { Sound } from '../form/sound';
import type { Violation } from '../rules/rules';
import type { Piece } from '../media/piece';
import type { InspectedSlot } from '../media/slot';
import type { PlacedSlot, Slot } from '../media/slot';

/** The request of one item, as read from the form. */
export interface Draft<Settings> {
	readonly item: number;
	readonly model: string;
	readonly prompt: string | undefined;
	/** In the order of the request. */
	readonly slots: readonly Slot[];
	readonly settings: Settings;
	readonly fitting: Fitting;
	/** The sound to put under the result. Undefined for none. */
	readonly sound?: Sound;
	/** Undefined unless the user has set it; the same for the next two. */
	readonly promptExtend?: boolean;
	readonly seed?: number;
	readonly watermark?: boolean;
	/** Of a video that is split: what this request edits. */
	readonly piece?: Piece;
}

declare const checkedBrand: unique symbol;

/** A draft that has passed every rule. Only `stages/check/check.ts` makes one. */
export type Checked<Settings> = Draft<Settings> & { readonly [checkedBrand]: true };

/** A checked request whose media Alibaba Cloud can fetch. Only `stages/place/place.ts` makes one. */
export type Placed<Settings> = Omit<Checked<Settings>, 'slots'> & { readonly slots: readonly PlacedSlot[] };

/** Values of the request that a finished task repeats, besides the prompt. Undefined if not known. */
export interface Echo {
	/** Seconds of the input video that are edited: `usage.input_video_duration`. */
	readonly inputSeconds?: number;
	/** E.g. 720P: `usage.SR`. */
	readonly resolution?: string;
}

/**
 * An edit mode: its form, how it reads the form, its rules and its request body.
 * Everything about a mode is in its one file; `modes/index.ts` lists them.
 */
export interface Mode<Settings> {
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** Name in the list of operations. */
	readonly label: string;
	/** Sentence in the node panel. */
	readonly action: string;
	readonly description: string;
	/** What it does and what it needs, for an agent that fills in the form: whole sentences, with limits. */
	readonly toolDescription: string;
	readonly family: ModelFamily;
	/** Whether Alibaba Cloud recommends not to rewrite the prompt (ALI-VACE). */
	readonly isPromptLiteral: boolean;
	/** Whether a video that is too long can be edited in pieces, whose results are joined. */
	readonly joinsResults?: true;
	/** The mode's own fields, in the order of the form. `run/properties.ts` adds the resource and the operation to their display conditions. */
	readonly fields: readonly INodeProperties[];
	/** The mode's own entries in the 'Options' collection, by use. */
	readonly options: readonly INodeProperties[];

	/** Reads the mode's slots and settings from the form. @throws Failure `badInput` on a wrong type or an empty required field */
	read(parameters: ItemParameters): Pick<Draft<Settings>, 'slots' | 'settings'>;
	/** The mode's own rules. `stages/check/check.ts` checks those of all modes. */
	check(draft: Draft<Settings>): Violation[];
	/** The mode's own rules about inspected files. Those of all modes are in `media/rules.ts`. */
	checkFiles?(draft: Draft<Settings>, files: readonly InspectedSlot[]): Violation[];
	/** Slots whose facts the settings depend on: links in them are read too. */
	needsFactsOf?(draft: Draft<Settings>): ReadonlyArray<Slot['name']>;
	/** The settings with values that depend on the inspected files. */
	settle?(draft: Draft<Settings>, files: readonly InspectedSlot[]): Settings;
	/** Values of the request that a finished task repeats. Without it, only the prompt is known. */
	echo?(draft: Draft<Settings>, files: readonly InspectedSlot[]): Echo;
	/**
	 * Seconds that Alibaba Cloud bills for one task of the request with these files, as they are sent: the most possible
	 * where a length is not known, never 0. An item of several tasks is the sum of theirs.
	 */
	billedSeconds(draft: Draft<Settings>, files: readonly InspectedSlot[]): number;
	/** The body of the create call: only values that the mode supports and the user has set. */
	body(request: Placed<Settings>): CreateTaskBody;
}

/** Any of the modes, for code that treats them alike. */
export type AnyMode = Mode<unknown>;
