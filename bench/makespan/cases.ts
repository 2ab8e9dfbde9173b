import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';

/** Videos in a batch. */
export const ITEMS = 20;

/** Most that this node may take of the bound: `docs/performance.md` says why. */
export const BAR = 1.05;

/** What the provider allows, and how long its tasks take. */
export interface Case {
	readonly name: string;
	/** Mode of this node whose model has these limits. */
	readonly operation: 'edit' | 'repaint';
	readonly submitsPerSecond: number;
	readonly concurrentTasks: number;
	/** Provider seconds of a task: those that the emulator takes for the model without being told. */
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

/** Provider seconds that no batch can do without, if every place is taken again the moment it is free. */
export const boundOf = (one: Case): number => Math.ceil(ITEMS / one.concurrentTasks) * taskSeconds(one);
