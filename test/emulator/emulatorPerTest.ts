import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { VirtualTime } from '../support/virtualTime';
import { clientOf, edit, type Client } from './client';

/** Those of the last {@link start}. The test file closes them after each test. */
export let emulator: Emulator;
export let client: Client;

/** Time stands still until a test turns the clock. */
export async function start(options: EmulatorOptions = {}): Promise<void> {
	emulator = await startEmulator({
		clock: new VirtualTime(Date.now()),
		render: 'sample',
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
		...options,
	});
	client = clientOf(emulator);
}

export const short = () => edit(emulator.sample('product-short.mp4'));
