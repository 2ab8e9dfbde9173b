/** Items in the measured run. */
export const ITEMS = 10_000;

/** Maximum milliseconds for which the node may block the event loop. */
export const STRETCH_BAR_MS = 100;

/** Maximum milliseconds from Stop to the end of the node. */
export const STOP_BAR_MS = 1000;

/** Maximum CPU milliseconds per item. */
export const CPU_BAR_MS = 3;

/** Operations to run for the items. */
export const OPERATIONS = ['edit', 'get', 'getMany'] as const;
export type OperationName = (typeof OPERATIONS)[number];

export const LABELS: Readonly<Record<OperationName, string>> = {
	edit: 'Video → Edit',
	get: 'Task → Get',
	getMany: 'Task → Get Many',
};

/**
 * When Stop is clicked, in real milliseconds since the node started. The first is during the checks; by the
 * second, they are done on any machine, and tasks are in flight.
 */
export const STOPS = [1_000, 30_000] as const;
