import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { clientOf, edit, type Client } from './client';

/** Those of the last {@link start}. The test file closes them after each test. */
export let emulator: Emulator;
export let client: Client;

/** Real time plays no part here: scale 1, and the tests turn the clock themselves. */
export async function start(options: EmulatorOptions = {}): Promise<void> {
	emulator = await startEmulator({
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
		...options,
	});
	client = clientOf(emulator);
}

export const short = () => edit(emulator.sample('product-short.mp4'));
