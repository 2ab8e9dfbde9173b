import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScaledClock } from './clock';
import type { Fault } from './faults/fault';
import { FaultList } from './faults/faultList';
import { FaultSchedule } from './faults/faultSchedule';
import { dispatch, type DirectAnswer, type DirectRequest } from './http/dispatch';
import { RateWindow } from './http/rateWindow';
import type { Endpoint, RequestRecord } from './http/requestLog';
import { buildServer } from './http/server';
import { settle, type EmulatorOptions } from './options';
import { SampleStudio } from './render/sampleStudio';
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
export type { Fault, FaultyEndpoint, RequestFault, TaskFault } from './faults/fault';
export type { FaultScheduleOptions } from './faults/faultSchedule';
export type { DirectAnswer, DirectRequest } from './http/dispatch';
export type { Endpoint, ObjectBody, RequestRecord, UploadBody } from './http/requestLog';
export type { BucketOptions, EmulatorOptions, Region } from './options';
export type { StoredObject } from './storage/bucketStore';
export type { TaskRecord } from './tasks/task';

type BucketField = 'accessKeyId' | 'accessKeySecret' | 'region' | 'bucket' | 'endpoint';

/** A local DashScope that creates actual videos. */
export interface Emulator {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** The client's time. The API's is ahead of it by `clockSkewMs`. */
	readonly clock: ScaledClock;
	/** All recorded requests, in order of arrival. */
	readonly requests: readonly RequestRecord[];
	/** All accepted tasks, in order of acceptance. */
	readonly tasks: readonly TaskRecord[];
	/** The OSS bucket next to the API, path style. `credential` is what a user would enter to use it. */
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
	/** Also ends the fault schedule. */
	clearFaults(): void;
	/** Sends a request without a socket. Rejects with ECONNRESET if a fault closes the connection. */
	dispatch(request: DirectRequest): Promise<DirectAnswer>;
	/** Clears the recorded requests, but not the tasks. */
	forget(): void;
	/** Stops the server, kills running ffmpeg processes and removes the temporary folder. */
	close(): Promise<void>;
}

/** Address of an emulator that does not listen; the name is reserved and never exists (RFC 2606). */
const NOWHERE = 'http://emulator.invalid';

/** Starts a DashScope on 127.0.0.1. `onAnswer` is called for every request when its response has been sent. */
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

	let url = NOWHERE;
	const publicUrl = () => options.publicUrl ?? url;
	const closing = new AbortController();
	const signer = new Signer();
	const uploads = new Uploads(settings.clock, signer);
	const bucket = new BucketStore(settings.clock);
	const inputs = {
		folder: folders.inputs,
		findUpload: (url: string, model: string) => uploads.find(url, model),
		addressOf: (link: string) =>
			link.startsWith(`${publicUrl()}/`) ? url + link.slice(publicUrl().length) : link,
		signal: closing.signal,
	};
	const studio =
		options.render === 'sample'
			? await SampleStudio.open(sampleFolder, options.fetchInputs === false ? undefined : inputs)
			: new Studio(folders.results, inputs, options.render === 'echo');
	const tasks: TaskRecord[] = [];
	const requests: RequestRecord[] = [];
	const faults = new FaultList(options.faultSchedule && new FaultSchedule(options.faultSchedule));
	for (const fault of options.faults ?? []) faults.add(fault);
	const queue = new TaskQueue(settings, (job) => studio.make(job), tasks);

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
		publicUrl,
	};
	const app = await buildServer(context, onAnswer);
	// Loopback only: it serves files and downloads any link it gets.
	if (options.listen !== false) {
		await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
		url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
	}

	return {
		url,
		clock: settings.clientClock,
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
		sample: (name) => `${publicUrl()}/samples/${name}`,
		inject: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		dispatch: async (request) => await dispatch(app, request),
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
