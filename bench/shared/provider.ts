import { join } from 'node:path';
import { scaledClock, type EmulatorOptions, type ScaledClock } from '../../emulator';
import { nextMessage, startProcess } from './process';

/** Options of an emulator that can be sent to another process. Its time always has a scale. */
type ProviderOptions = Omit<EmulatorOptions, 'clock'> & { readonly timeScale: number };

/** The address of an emulator, and its time scale. */
export interface Provider {
	readonly url: string;
	readonly timeScale: number;
}

export interface RunningProvider extends Provider {
	close(): Promise<void>;
}

/**
 * An emulator in a separate process: only n8n with the node is to be measured. Its tasks end at their
 * nominal time, all with the same video: rendering would take longer than the tasks at a high time scale.
 */
export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
	const child = startProcess(join(__dirname, 'emulatorProcess.ts'));
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.send({ render: 'sample', fetchInputs: false, ...options } satisfies EmulatorOptions);
	const url = await nextMessage<string>(child);
	return {
		url,
		timeScale: options.timeScale,
		async close() {
			if (child.connected) child.disconnect();
			await gone;
		},
	};
}

/** The emulator's time in another process: it has the same time and scale. */
export async function clockOf({ url, timeScale }: Provider): Promise<ScaledClock> {
	const clock = scaledClock(timeScale);
	const { now } = await stateOf(url);
	clock.advance(Math.max(0, now - clock.now()));
	return clock;
}

interface State {
	/** Emulator time, epoch milliseconds. */
	readonly now: number;
	/** Requests by endpoint. */
	readonly counts: Readonly<Record<string, number>>;
	readonly tasks: ReadonlyArray<{ readonly status: string }>;
}

export async function stateOf(url: string): Promise<State> {
	const response = await fetch(`${url}/emulator/state`);
	return (await response.json()) as State;
}
