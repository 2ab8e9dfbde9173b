/**
 * Waits until something is so; a test that waits in vain ends with its own time-out. Checked in every turn of the event loop:
 * virtual time passes after some quiet ones, and a test that acts on what it saw must not come too late.
 */
export async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise(setImmediate);
}
