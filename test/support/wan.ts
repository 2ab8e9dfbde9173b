/** A local DashScope and an embedded n8n with the node in it, both on one virtual clock. */
import { IdleTime } from './idleTime';
import { startEngine, type Engine, type RunOptions } from './engine';
import { line, type NodeSketch } from './workflow';
import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IRun,
} from 'n8n-workflow';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureSamples } from '../../emulator/samples/samples';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { WanVideoEdit } from '../../nodes/WanVideoEdit/WanVideoEdit.node';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { execute } from '../../nodes/WanVideoEdit/run/execute';

export const KEY = 'sk-emulator';
const NODE = 'Wan';

export interface Wan {
	readonly emulator: Emulator;
	readonly engine: Engine;
	/** The credential that leads to the emulator. */
	readonly credential: IDataObject;
	/** Runs a workflow of a trigger and the node. */
	run(parameters: IDataObject, options?: WanRunOptions): Promise<IRun>;
	/** The same, for runs that are to be stopped. */
	start(parameters: IDataObject, options?: WanRunOptions): ReturnType<Engine['start']>;
	/** Json of the items that left the node; output 1 is the error output. */
	json(run: IRun, output?: number): IDataObject[];
	items(run: IRun, output?: number): INodeExecutionData[];
	close(): Promise<void>;
}

export interface WanRunOptions extends Omit<RunOptions, 'items' | 'credentials'> {
	/** Json of the input items; one empty item without. */
	readonly inputs?: IDataObject[];
	/** Files of each item, by field name. */
	readonly files?: IBinaryKeyData;
	/** Settings of the node: onError, retryOnFail … */
	readonly node?: Partial<NodeSketch>;
	/** An error is what n8n throws for a credential that it cannot read. */
	readonly credential?: IDataObject | Error;
	readonly ossCredential?: IDataObject | Error;
}

/** The node with another clock, everything else as n8n loads it. `onLog` gets its warnings in place of n8n's log. */
export class ClockedWanVideoEdit extends WanVideoEdit {
	constructor(clock: Clock, onLog?: (line: string) => void) {
		super();
		this.execute = async function (this: IExecuteFunctions) {
			return [await execute(onLog ? loggingTo(this, onLog) : this, clock)];
		};
	}
}

const loggingTo = (context: IExecuteFunctions, onLog: (line: string) => void): IExecuteFunctions =>
	Object.create(context, {
		logger: { value: Object.assign(Object.create(context.logger), { info: onLog, warn: onLog }) as unknown },
	}) as IExecuteFunctions;

/** The emulator's clock as the node takes it: its sleep ends quietly on Stop. */
export const clockOf = (emulator: Pick<Emulator, 'clock'>): Clock => ({
	now: () => emulator.clock.now(),
	date: () => emulator.clock.now(),
	sleep: async (ms, signal) => await emulator.clock.sleep(ms, signal).catch(() => undefined),
	random: () => Math.random(),
});

/** @param options of the emulator; by default time is virtual, and a sample stands in for every video */
export async function startWan(
	options: EmulatorOptions & {
		binaryDataMode?: 'filesystem' | 'default';
		/** Address of n8n, with a slash at its end. */
		instanceUrl?: string;
		onLog?: (line: string) => void;
	} = {},
): Promise<Wan> {
	const emulator = await startEmulator({
		clock: new IdleTime(),
		render: 'sample',
		...options,
	});
	const engine = await startEngine({
		packageDir: process.cwd(),
		binaryDataMode: options.binaryDataMode,
		instanceUrl: options.instanceUrl,
		sleep: async (ms, signal) => await emulator.clock.sleep(ms, signal),
		replace: { wanVideoEdit: new ClockedWanVideoEdit(clockOf(emulator), options.onLog) },
	}).catch(async (cause: unknown) => {
		// Otherwise its server keeps the test process alive.
		await emulator.close();
		throw cause;
	});
	const credential = { apiKey: KEY, region: 'custom', baseUrl: emulator.url };

	const start: Wan['start'] = (parameters, { inputs = [{}], files, node, ...runOptions } = {}) =>
		engine.start(
			line({
				name: NODE,
				type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
				credentials: {
					wanDashScopeApi: { id: '1', name: 'Emulator' },
					...(runOptions.ossCredential ? { wanOssApi: { id: '2', name: 'Bucket' } } : {}),
				},
				parameters: parameters as NodeSketch['parameters'],
				...node,
			}),
			{
				...runOptions,
				items: inputs.map((json) => ({ json, ...(files ? { binary: files } : {}) })),
				credentials: {
					wanDashScopeApi: runOptions.credential ?? credential,
					...(runOptions.ossCredential ? { wanOssApi: runOptions.ossCredential } : {}),
				} as RunOptions['credentials'],
			},
		);
	const items: Wan['items'] = (run, output = 0) => engine.output(run, NODE, output);
	return {
		emulator,
		engine,
		credential,
		start,
		run: async (parameters, runOptions) => await start(parameters, runOptions).finished,
		items,
		json: (run, output) => items(run, output).map(({ json }) => json),
		async close() {
			await engine.close();
			await emulator.close();
		},
	};
}

/** The error that ended a run, with the facts in its context. */
export function errorOf(run: IRun): { message: string; description: string; context: IDataObject } {
	const { error } = run.data.resultData;
	if (error === undefined) throw new Error(`The run ended with ${run.status} and no error`);
	return error as unknown as { message: string; description: string; context: IDataObject };
}

/** A sample of the emulator, as the file of an item. */
export async function fileOf(name: string, mimeType = 'application/octet-stream'): Promise<IBinaryData> {
	const bytes = await readFile(path.join(await ensureSamples(), name));
	return { data: bytes.toString('base64'), mimeType, fileName: name };
}

/** Resource locator values as the editor saves them. */
export const model = (value: string) => ({ __rl: true, mode: 'id', value });

/** Parameters of each mode with small inputs of the emulator, and the shortest request that it takes. */
export const requestsOf = (emulator: Emulator): Record<string, IDataObject> => {
	const video = emulator.sample('product-short.mp4');
	return {
		edit: { operation: 'edit', videoUrl: video, prompt: 'Make it clay', resolution: '720P' },
		imageReference: {
			operation: 'imageReference',
			prompt: 'The bottle stands in the sun',
			referenceImages: {
				image: [
					{ url: emulator.sample('subject.png'), role: 'obj' },
					{ url: emulator.sample('background.png'), role: 'bg' },
				],
			},
		},
		repaint: { operation: 'repaint', videoUrl: video, prompt: 'An old engraving' },
		editRegion: {
			operation: 'editRegion',
			videoUrl: video,
			maskUrl: emulator.sample('mask-short.png'),
			prompt: 'A lion instead of the bottle',
		},
		extend: {
			operation: 'extend',
			prompt: 'The camera moves on',
			startUrl: emulator.sample('clip.mp4'),
		},
		outpaint: {
			operation: 'outpaint',
			videoUrl: video,
			prompt: 'A wide table',
			topScale: 1,
			bottomScale: 1,
		},
	};
};
