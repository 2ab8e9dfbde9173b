/** Items of the run that is measured. */
export const ITEMS = 10_000;

/** Most milliseconds for which the event loop may stand at a stretch while the node is at work. */
export const LOOP_BAR_MS = 100;

/** Most milliseconds from Stop to the end of the node. */
export const STOP_BAR_MS = 1000;

/** Most CPU milliseconds an item. */
export const CPU_BAR_MS = 3;

/** What is done with the items. */
export const OPERATIONS = ['edit', 'get', 'getMany'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** When Stop is pressed, in milliseconds since the node began: among the checks, and among the tasks. */
export const STOPS = { early: 1_000, late: 8_000 } as const;
