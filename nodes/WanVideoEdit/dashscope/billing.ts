/**
 * How Alibaba Cloud counts the seconds that it bills for a finished video. Sources: ALI-27 (`usage.duration` is input +
 * output, each to the hundredth: 10.04 = 5.02 + 5.02), SEED and ALI-VACE (`usage.video_duration` is the output, an
 * integer).
 */

/** To the hundredth of a second. */
export const hundredths = (seconds: number): number => Math.round(seconds * 100) / 100;

/** Seconds of input and output together, where the output is as long as the input. */
export const inputAndOutput = (seconds: number): number => hundredths(2 * hundredths(seconds));

/** A video of 3 s may be a frame longer, as its container says: 49 frames at 16 fps are 3.0625 s. */
const FRAME = 0.1;

/**
 * Whole seconds of an output. No page says how Alibaba Cloud rounds; up is the most that it can be.
 * @returns at least 1
 */
export const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds - FRAME));

/** Seconds of every video that VACE makes without an input video, and the most that it makes with one (ALI-VACE). */
export const VACE_SECONDS = 5;
