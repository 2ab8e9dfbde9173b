/**
 * Waits until a condition is true; otherwise, the test ends by its own timeout. Checked in every turn of the
 * event loop: virtual time passes after a few idle ones, and a test that reacts to the condition must not be
 * late.
 */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise(setImmediate);
}
