import type { Subject } from '../shared/subjects';

/** Items of the run that is measured. */
export const ITEMS = 1000;

/** Most CPU time that this node may take for an item outside of HTTP, in milliseconds. */
export const BAR_MS = 3;

/** Provider seconds of a task: those that the emulator takes for Wan 2.7 without being told. */
export const SECONDS = { queue: 10, run: 120 };

/**
 * Times faster than real, over HTTP. The Qwen Cloud node takes one item after the other, for which 1,000 items of this
 * length are a day and a half.
 */
export const TIME_SCALES: Readonly<Record<Subject, number>> = { wan: 400, qwen: 1500 };

/** Items that go first, so that loading and compiling do not count. */
export const WARM_UP: Readonly<Record<Subject, number>> = { wan: 100, qwen: 100 };
