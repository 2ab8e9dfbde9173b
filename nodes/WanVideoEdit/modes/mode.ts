import type { INodeProperties } from 'n8n-workflow';
import type { ModelFamily } from '../dashscope/models';
import type { CreateTaskBody } from '../dashscope/wire';
import type { ItemParameters } from '../form/parameters';
import type { Violation } from '../rules/rules';
import type { InspectedSlot } from '../media/slot';
import type { PlacedSlot, Slot } from '../media/slot';

/** What one item asks for, as it was read from the form. */
export interface Draft<Settings> {
	readonly item: number;
	readonly model: string;
	readonly prompt: string | undefined;
	/** In the order in which the request names them. */
	readonly slots: readonly Slot[];
	readonly settings: Settings;
	/** Set by the person only. */
	readonly promptExtend?: boolean;
	readonly seed?: number;
	readonly watermark?: boolean;
}

declare const checkedBrand: unique symbol;

/** A draft that keeps every rule. Only `stages/check/check.ts` makes one. */
export type Checked<Settings> = Draft<Settings> & { readonly [checkedBrand]: true };

/** A checked request whose media can be fetched. Only `stages/place/place.ts` makes one. */
export type Placed<Settings> = Omit<Checked<Settings>, 'slots'> & { readonly slots: readonly PlacedSlot[] };

/** What Alibaba Cloud repeats of a request when its task has ended, beside the prompt. Undefined where it is not known. */
export interface Echo {
	/** Seconds of the input video that are used: `usage.input_video_duration`. */
	readonly inputSeconds?: number;
	/** E.g. 720P: `usage.SR`. */
	readonly resolution?: string;
}

/**
 * An edit mode: what its form shows, what it reads from it, which rules it has and which body it sends.
 * Everything about a mode stands in its one file; `modes/index.ts` lists them.
 */
export interface Mode<Settings> {
	/** Value of the parameter `operation`. */
	readonly operation: string;
	/** Name in the list of operations. */
	readonly label: string;
	/** Sentence in the node panel. */
	readonly action: string;
	readonly description: string;
	readonly family: ModelFamily;
	/** The mode's own fields, in the order of the form; when they show is stated once, in `modes/form.ts`. */
	readonly fields: readonly INodeProperties[];
	/** The mode's entries of the 'Options' collection. */
	readonly options: readonly INodeProperties[];

	/** The mode's slots and settings, as they stand in the form. @throws Failure `badInput` on a wrong type or an empty required field */
	read(parameters: ItemParameters): Pick<Draft<Settings>, 'slots' | 'settings'>;
	/** The rules that are this mode's alone. What every mode has is checked in `stages/check/check.ts`. */
	check(draft: Draft<Settings>): Violation[];
	/** The mode's own rules about files that were looked at; those of all modes stand in `media/rules.ts`. */
	checkFiles?(draft: Draft<Settings>, files: readonly InspectedSlot[]): Violation[];
	/** What an answer about the finished task repeats of the request. Without it, nothing but the prompt. */
	echo?(draft: Draft<Settings>, files: readonly InspectedSlot[]): Echo;
	/** The body of the create call: only what the mode supports and the person set. */
	body(request: Placed<Settings>): CreateTaskBody;
}

/** Any of the modes, for code that treats them alike. */
export type AnyMode = Mode<unknown>;
