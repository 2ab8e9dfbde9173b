import type { Subject } from '../shared/subjects';

/** Items in the measured run. */
export const ITEMS = 1000;

/** Maximum CPU time of this node per item without HTTP, in milliseconds. */
export const BAR_MS = 3;

/** API seconds of a task: the emulator's defaults for Wan 2.7. */
export const SECONDS = { queue: 10, run: 120 };

/**
 * Speed-up of the clock with HTTP. The Qwen Cloud node processes one item after the other: 1,000 items of
 * this length take a day and a half.
 */
export const TIME_SCALES: Readonly<Record<Subject, number>> = { wan: 400, qwen: 1500 };

/** Warm-up items, so that loading and compiling do not count. */
export const WARM_UP: Readonly<Record<Subject, number>> = { wan: 100, qwen: 100 };
