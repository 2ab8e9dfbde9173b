/**
 * The models that edit video, and what their hosts allow.
 *
 * Sources: SEED is Alibaba Cloud's guide "General video editing"; ALI-VACE, ALI-27 and ALI-RATE are its API
 * references and rate-limit table (Model Studio Help Center, 2026).
 */

/** The two families of editing models. Each has its own request body. */
export type ModelFamily = 'wan2.7-videoedit' | 'vace';

export interface FamilyFacts {
	/** Name in forms and messages. */
	readonly label: string;
	/** Model of a new node: the name that SEED uses. */
	readonly defaultModel: string;
	/** Every known spelling. The first is the default. */
	readonly names: readonly string[];
	/** Create requests that Alibaba Cloud accepts per second and account (ALI-RATE). */
	readonly submitsPerSecond: number;
	/** Tasks that Alibaba Cloud processes concurrently per account; others wait as PENDING (ALI-RATE). */
	readonly concurrentTasks: number;
	/** How long a task usually takes, in minutes (ALI-27, ALI-VACE). */
	readonly usualMinutes: readonly [from: number, to: number];
	/** What is billed per second. Wan 2.7: ALI-27 (`usage.duration` is input + output). VACE: SEED, ALI-VACE. */
	readonly billedSeconds: 'input and output' | 'output';
}

export const FAMILIES: Readonly<Record<ModelFamily, FamilyFacts>> = {
	'wan2.7-videoedit': {
		label: 'Wan 2.7 Video Edit',
		defaultModel: 'wan2.7-videoedit',
		names: ['wan2.7-videoedit'],
		submitsPerSecond: 5,
		concurrentTasks: 5,
		usualMinutes: [1, 5],
		billedSeconds: 'input and output',
	},
	vace: {
		label: 'Wan 2.1 VACE',
		defaultModel: 'wan2.1-vace-plus',
		// SEED and Singapore write it without the x, the Beijing API reference with it.
		names: ['wan2.1-vace-plus', 'wanx2.1-vace-plus'],
		submitsPerSecond: 2,
		concurrentTasks: 2,
		usualMinutes: [5, 10],
		billedSeconds: 'output',
	},
};

/** Maximum requests per second and account for each of query, list and cancel (ALI-TASK). */
export const TASK_REQUESTS_PER_SECOND = 20;

/** How long a task record and a result link are kept (SEED, ALI-TASK). */
export const RETENTION_HOURS = 24;

/** The family that a name belongs to; undefined for an unknown name. */
export const familyOf = (model: string): ModelFamily | undefined =>
	(Object.keys(FAMILIES) as ModelFamily[]).find((family) => FAMILIES[family].names.includes(model));

/**
 * The other spelling of a VACE model, or undefined if there is none. Alibaba Cloud's guide and its Beijing
 * API reference use different names; it is not confirmed which host knows which.
 */
export function otherSpelling(model: string): string | undefined {
	const { names } = FAMILIES.vace;
	return names.includes(model) ? names.find((name) => name !== model) : undefined;
}
