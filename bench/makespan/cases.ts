import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';

/** Videos in a batch. */
export const ITEMS = 20;

/** Maximum time of this node, as a multiple of the bound: see `docs/performance.md`. */
export const BAR = 1.05;

/** The limits of the API, and how long its tasks take. */
export interface Case {
	readonly name: string;
	/** The mode of this node whose model has these limits. */
	readonly operation: 'edit' | 'repaint';
	readonly submitsPerSecond: number;
	readonly concurrentTasks: number;
	/** API seconds of a task: the emulator's defaults for the model. */
	readonly seconds: { readonly queue: number; readonly run: number };
}

const limitsOf = ({ submitsPerSecond, concurrentTasks }: (typeof FAMILIES)['vace']) => ({
	name: `${submitsPerSecond} a second, ${concurrentTasks} at once`,
	submitsPerSecond,
	concurrentTasks,
});

export const CASES: readonly Case[] = [
	{ ...limitsOf(FAMILIES.vace), operation: 'repaint', seconds: { queue: 5, run: 180 } },
	{ ...limitsOf(FAMILIES['wan2.7-videoedit']), operation: 'edit', seconds: { queue: 10, run: 120 } },
];

export const taskSeconds = ({ seconds: { queue, run } }: Case): number => queue + run;

/** The minimum API seconds for a batch, if every slot is reused at once. */
export const boundOf = (one: Case): number => Math.ceil(ITEMS / one.concurrentTasks) * taskSeconds(one);
