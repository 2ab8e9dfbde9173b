/** The remote side of all transfers, in a separate process: only n8n with the node is to be measured. */
import { startEmulator } from '../../emulator';
import { startVideoHost } from './videoHost';

export interface Services {
	/** Address of the emulator: a complete DashScope, with its upload storage. */
	readonly dashScope: string;
	/** Address of the host with videos of any size. */
	readonly videoHost: string;
}

async function main(): Promise<void> {
	// Nothing is rendered: the tasks stay in the queue until all measurements are done.
	const emulator = await startEmulator({ runSeconds: { queue: 86_400 } });
	const host = await startVideoHost();
	process.once('disconnect', () => void Promise.all([emulator.close(), host.close()]));
	process.send?.({ dashScope: emulator.url, videoHost: host.url } satisfies Services);
}

void main();
