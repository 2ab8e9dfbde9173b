import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startEmulator } from '../emulator';
import type { WorkflowJson } from '../test/support/engine';
import type { DemoOptions } from './options';
import { withLongClips } from './longClips';
import { beat, follow, type StopWatching } from './progress';
import { loadExample, withSamples } from './workflow';

/** The API that creates the videos. */
export interface Service {
	readonly credential: ICredentialDataDecryptedObject;
	/** The example with inputs that the API can download; with the emulator, also a clip that is made to fit. */
	readonly workflow: WorkflowJson;
	/** Speed-up of the API's clock. */
	readonly timeScale: number;
	/** Prints the progress of the tasks from now on. */
	watch(): StopWatching;
	close(): Promise<void>;
}

/** The local DashScope: costs nothing, and creates its videos with filters. */
export async function localService({ timeScale }: DemoOptions): Promise<Service> {
	const emulator = await startEmulator({ timeScale });
	return {
		credential: { apiKey: 'sk-emulator', region: 'custom', baseUrl: emulator.url },
		workflow: withLongClips(withSamples(loadExample(), emulator.sample), emulator.sample),
		timeScale,
		watch: () => follow(emulator),
		close: async () => await emulator.close(),
	};
}

/** Alibaba Cloud. @throws Error without a key */
export function liveService({ region }: DemoOptions): Service {
	const apiKey = process.env.DASHSCOPE_API_KEY;
	if (!apiKey) throw new Error('--live needs an API key in the environment variable DASHSCOPE_API_KEY.');
	return {
		credential: { apiKey, region },
		workflow: loadExample(),
		timeScale: 1,
		watch: beat,
		close: async () => {},
	};
}
