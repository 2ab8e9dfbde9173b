import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScaledClock } from './clock';
import { FaultList, type Fault } from './faults';
import { RateWindow } from './http/rateWindow';
import type { Endpoint, RequestRecord } from './http/requestLog';
import { buildServer } from './http/server';
import { settle, type EmulatorOptions } from './options';
import { Studio } from './render/studio';
import type { Context } from './routes/context';
import { ensureSamples } from './samples/samples';
import { BucketStore, type StoredObject } from './storage/bucketStore';
import { ResultLinks } from './storage/resultLinks';
import { Signer } from './storage/signature';
import { Uploads } from './storage/uploads';
import type { TaskRecord } from './tasks/task';
import { TaskQueue } from './tasks/taskQueue';

export { scaledClock, type Clock, type ScaledClock } from './clock';
export type { Fault, RequestFault, TaskFault } from './faults';
export type { Endpoint, ObjectBody, RequestRecord, UploadBody } from './http/requestLog';
export type { BucketOptions, EmulatorOptions, Region } from './options';
export type { StoredObject } from './storage/bucketStore';
export type { TaskRecord } from './tasks/task';

type BucketField = 'accessKeyId' | 'accessKeySecret' | 'region' | 'bucket' | 'endpoint';

/** A local DashScope that makes real videos. */
export interface Emulator {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	readonly clock: ScaledClock;
	/** Everything that it was asked, in the order of arrival. */
	readonly requests: readonly RequestRecord[];
	/** Every task that was ever accepted, in the order of acceptance. */
	readonly tasks: readonly TaskRecord[];
	/** The OSS bucket beside the API, path style. `credential` is what a person would enter to use it. */
	readonly bucket: {
		readonly credential: Readonly<Record<BucketField, string>>;
		/** By key. */
		readonly objects: ReadonlyMap<string, StoredObject>;
	};
	/** Number of recorded requests. */
	count(endpoint: Endpoint): number;
	/** URL of a sample input that the emulator serves: `sample('product.mp4')`. */
	sample(name: string): string;
	inject(fault: Fault): void;
	clearFaults(): void;
	/** Clears the record of requests, not the tasks. */
	forget(): void;
	/** Stops the server, kills running ffmpeg processes and removes the temporary folder. */
	close(): Promise<void>;
}

/** Starts a DashScope on 127.0.0.1. `onAnswer` hears of every request once it is answered. */
export async function startEmulator(
	options: EmulatorOptions = {},
	onAnswer: (record: RequestRecord) => void = () => {},
): Promise<Emulator> {
	const settings = settle(options);
	const sampleFolder = await ensureSamples();
	const home = await mkdtemp(join(tmpdir(), 'dashscope-emulator-'));
	const folders = {
		inputs: join(home, 'inputs'),
		results: join(home, 'results'),
		uploads: join(home, 'uploads'),
	};
	await Promise.all(Object.values(folders).map((folder) => mkdir(folder)));

	const closing = new AbortController();
	const signer = new Signer();
	const uploads = new Uploads(settings.clock, signer);
	const bucket = new BucketStore(settings.clock);
	const studio = new Studio(folders.results, {
		folder: folders.inputs,
		findUpload: (url, model) => uploads.find(url, model),
		signal: closing.signal,
	});
	const tasks: TaskRecord[] = [];
	const requests: RequestRecord[] = [];
	const faults = new FaultList();
	for (const fault of options.faults ?? []) faults.add(fault);
	const queue = new TaskQueue(settings, (job) => studio.make(job), tasks);

	let url = '';
	const context: Context = {
		settings,
		faults,
		rates: new RateWindow(settings.clock),
		queue,
		uploads,
		links: new ResultLinks(settings.clock, signer),
		bucket,
		requests,
		tasks,
		uploadFolder: folders.uploads,
		sampleFolder,
		url: () => url,
	};
	const app = await buildServer(context, onAnswer);
	// Loopback only: it serves files and fetches whatever it is told to.
	await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

	return {
		url,
		clock: settings.clock,
		requests,
		tasks,
		bucket: {
			credential: {
				accessKeyId: settings.bucket.accessKeyId,
				accessKeySecret: settings.bucket.accessKeySecret,
				region: settings.bucket.region,
				bucket: settings.bucket.name,
				endpoint: url,
			},
			objects: bucket.objects,
		},
		count: (endpoint) => requests.filter((request) => request.endpoint === endpoint).length,
		sample: (name) => `${url}/samples/${name}`,
		inject: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		forget: () => {
			requests.length = 0;
		},
		async close() {
			queue.close();
			closing.abort();
			await app.close();
			await studio.idle();
			await rm(home, { recursive: true, force: true });
		},
	};
}
