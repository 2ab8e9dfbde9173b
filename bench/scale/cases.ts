/** Items of the run that is measured. */
export const ITEMS = 10_000;

/** Most milliseconds for which the event loop may stand at a stretch while the node is at work. */
export const STRETCH_BAR_MS = 100;

/** Most milliseconds from Stop to the end of the node. */
export const STOP_BAR_MS = 1000;

/** Most CPU milliseconds an item. */
export const CPU_BAR_MS = 3;

/** What is done with the items. */
export const OPERATIONS = ['edit', 'get', 'getMany'] as const;
export type OperationName = (typeof OPERATIONS)[number];

export const LABELS: Readonly<Record<OperationName, string>> = {
	edit: 'Video → Edit',
	get: 'Task → Get',
	getMany: 'Task → Get Many',
};

/**
 * When Stop is pressed, in real milliseconds since the node began. The first is among the checks; by the second they
 * are done on any machine, and tasks are under way.
 */
export const STOPS = [1_000, 30_000] as const;
