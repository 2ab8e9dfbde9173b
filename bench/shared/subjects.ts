import { COLORS, type Series } from './barChart';

/** `wan` is the node of this package, `qwen` the Qwen Cloud node that comes with n8n. */
export const SUBJECTS = ['wan', 'qwen'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** The two nodes in plots. */
export const SERIES: Readonly<Record<Subject, Series>> = {
	wan: { label: 'This node', color: COLORS.wan },
	qwen: { label: "n8n's Qwen Cloud node", color: COLORS.qwen },
};
