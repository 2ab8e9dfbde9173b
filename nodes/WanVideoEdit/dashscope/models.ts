/**
 * The models that edit video, and what their hosts allow.
 *
 * Sources: SEED is the provider's guide "General video editing"; ALI-VACE, ALI-27 and ALI-RATE are
 * Alibaba Cloud's API references and rate-limit table (Model Studio help centre, 2026).
 */

/** The two families of editing models. Each has its own request body. */
export type ModelFamily = 'wan2.7-videoedit' | 'vace';

export interface FamilyFacts {
	/** Name in forms and messages. */
	readonly label: string;
	/** Model that a new node starts with: the name that SEED uses. */
	readonly defaultModel: string;
	/** Every known spelling. The first is the default. */
	readonly names: readonly string[];
	/** Create calls that the provider accepts per second and account (ALI-RATE). */
	readonly submitsPerSecond: number;
	/** Tasks that the provider processes at once per account; others wait as PENDING (ALI-RATE). */
	readonly concurrentTasks: number;
	/** What a second is charged for. Wan 2.7: ALI-27 (`usage.duration` is input + output). VACE: SEED, ALI-VACE. */
	readonly billedSeconds: 'input and output' | 'output';
}

export const FAMILIES: Readonly<Record<ModelFamily, FamilyFacts>> = {
	'wan2.7-videoedit': {
		label: 'Wan 2.7 Video Edit',
		defaultModel: 'wan2.7-videoedit',
		names: ['wan2.7-videoedit'],
		submitsPerSecond: 5,
		concurrentTasks: 5,
		billedSeconds: 'input and output',
	},
	vace: {
		label: 'Wan 2.1 VACE',
		defaultModel: 'wan2.1-vace-plus',
		// SEED and Singapore write it without the x, the Beijing API reference with it.
		names: ['wan2.1-vace-plus', 'wanx2.1-vace-plus'],
		submitsPerSecond: 2,
		concurrentTasks: 2,
		billedSeconds: 'output',
	},
};

/** GET task, list and cancel: requests per second and account, each (ALI-TASK). */
export const TASK_REQUESTS_PER_SECOND = 20;

/** Life of a task record and of a result link (SEED, ALI-TASK). */
export const RETENTION_HOURS = 24;

/** The family that a name is known to belong to; undefined for a name that is not known here. */
export const familyOf = (model: string): ModelFamily | undefined =>
	(Object.keys(FAMILIES) as ModelFamily[]).find((family) => FAMILIES[family].names.includes(model));

/**
 * The other spelling of a VACE model, or undefined where there is none.
 * The guide and the Beijing API reference disagree about the name; which host knows which is unconfirmed.
 */
export function otherSpelling(model: string): string | undefined {
	const { names } = FAMILIES.vace;
	return names.includes(model) ? names.find((name) => name !== model) : undefined;
}
