/** The other side of all transfers, in a process of its own: only n8n with the node in it is to be measured. */
import { startEmulator } from '../../emulator';
import { startVideoHost } from './videoHost';

export interface Services {
	/** Address of the emulator: a whole DashScope, with its upload storage. */
	readonly dashScope: string;
	/** Address of the host whose videos have any size. */
	readonly videoHost: string;
}

async function main(): Promise<void> {
	// Nothing is rendered: the tasks stay in the queue until all is measured.
	const emulator = await startEmulator({ runSeconds: { queue: 86_400 } });
	const host = await startVideoHost();
	process.once('disconnect', () => void Promise.all([emulator.close(), host.close()]));
	process.send?.({ dashScope: emulator.url, videoHost: host.url } satisfies Services);
}

void main();
