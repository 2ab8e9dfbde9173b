// cspell:ignore Iemulatorbucket
import type { ModelFamily } from '../nodes/WanVideoEdit/dashscope/models';
import { FAMILIES, TASK_REQUESTS_PER_SECOND } from '../nodes/WanVideoEdit/dashscope/models';
import { scaledClock, skewed, type Clock, type ScaledClock } from './clock';
import type { Fault } from './faults/fault';
import type { FaultScheduleOptions } from './faults/faultSchedule';

export type Region = 'cn-beijing' | 'ap-southeast-1';

export interface EmulatorOptions {
	/** Default 0: any free port. Always bound to 127.0.0.1. */
	port?: number;
	/**
	 * Where others find it, e.g. behind a proxy: links to its results and samples begin with this in place of its own
	 * address, and inputs that do are its own. Without a slash at its end.
	 */
	publicUrl?: string;
	/** Default cn-beijing. */
	region?: Region;
	/** Keys per region. A key of the other region is refused like an unknown one. */
	apiKeys?: Partial<Record<Region, string[]>>;
	/** Default 1. */
	timeScale?: number;
	/** To share with a client under test; else made from `timeScale`. */
	clock?: ScaledClock;
	/** Provider seconds that a task spends queued and running, whatever the model. Default: `NOMINAL_SECONDS`. */
	runSeconds?: { queue?: number; run?: number };
	/** VACE spellings that this host knows. Default: both. */
	knownVaceNames?: string[];
	faults?: Fault[];
	/** Random faults besides, the same ones with the same seed. */
	faultSchedule?: FaultScheduleOptions;
	/** The task list shows tasks as they were that many provider milliseconds ago. Default 0. */
	listLagMs?: number;
	/** How far the provider's clock is ahead of `clock`, by which the client lives. Negative: behind. Default 0. */
	clockSkewMs?: number;
	/** The OSS bucket that it serves beside the API. Default: `DEFAULT_BUCKET`, in the emulator's region. */
	bucket?: Partial<BucketOptions>;
	/** Overrides of the provider's limits. */
	limits?: { submitsPerSecond?: number; concurrentTasks?: number; taskRequestsPerSecond?: number };
	/** `false`: opens no socket. Only `dispatch` reaches it then, and `url` leads nowhere. Default true. */
	listen?: boolean;
	/**
	 * `sample`: no ffmpeg; every task is ready at once with the same sample video and ends at its nominal time.
	 * For tests that are not about pictures. Default `real`.
	 */
	render?: 'real' | 'sample';
	/** `false`: inputs are neither fetched nor inspected. Needs `render: 'sample'`. Default true. */
	fetchInputs?: boolean;
}

export interface BucketOptions {
	/** Must be a bucket name and not the first part of another path of the emulator. */
	name: string;
	/** The one access key that may use it. */
	accessKeyId: string;
	accessKeySecret: string;
	/** E.g. `cn-beijing`. */
	region: string;
}

const DEFAULT_BUCKET = {
	name: 'emulator-bucket',
	accessKeyId: 'LTAIemulatorbucket',
	accessKeySecret: 'emulator-secret',
};

/** First parts of the emulator's other paths. */
const TAKEN = ['api', 'oss', 'result', 'samples', 'emulator'];

/** What limits and timings are kept for: the two editing families, and the text-to-video model for public clients. */
export type QueueName = ModelFamily | 'text-to-video';

/** Text-to-video model that `@ai-sdk/alibaba` knows. Not an editing model: served for such public clients. */
export const TEXT_TO_VIDEO_MODEL = 'wan2.6-t2v';

/**
 * Provider seconds from acceptance to start, and from start to end.
 * ALI-27: a sample task of wan2.7 was scheduled after 10 s, the page says 1–5 min. VACE: pages say 5–10 min,
 * a field report (MixCut) 2 min.
 */
const NOMINAL_SECONDS: Record<QueueName, { queue: number; run: number }> = {
	'wan2.7-videoedit': { queue: 10, run: 120 },
	vace: { queue: 5, run: 180 },
	'text-to-video': { queue: 5, run: 60 },
};

/** getPolicy calls per second, account and model (ALI-UP). */
const POLICIES_PER_SECOND = 100;

/** The options with every default filled in. */
export interface Settings {
	readonly region: Region;
	readonly keys: ReadonlySet<string>;
	/** Provider time. */
	readonly clock: Clock;
	/** The time that the client lives by. */
	readonly clientClock: ScaledClock;
	readonly listLagMs: number;
	readonly bucket: Readonly<BucketOptions>;
	readonly seconds: (queue: QueueName) => { queue: number; run: number };
	readonly submitsPerSecond: (queue: QueueName) => number;
	readonly concurrentTasks: (queue: QueueName) => number;
	readonly taskRequestsPerSecond: number;
	readonly policiesPerSecond: number;
	/** The queue that a model's tasks go through. Undefined: this host does not know the model. */
	readonly queueOf: (model: string) => QueueName | undefined;
}

export function settle(options: EmulatorOptions): Settings {
	const region = options.region ?? 'cn-beijing';
	const keys = { 'cn-beijing': ['sk-emulator'], 'ap-southeast-1': ['sk-emulator-intl'], ...options.apiKeys };
	const { runSeconds = {}, limits = {} } = options;
	const bucket = { ...DEFAULT_BUCKET, region, ...options.bucket };
	if (TAKEN.includes(bucket.name) || !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket.name)) {
		throw new RangeError(`"${bucket.name}" cannot be the name of the emulator's bucket`);
	}
	if (options.fetchInputs === false && options.render !== 'sample') {
		throw new RangeError('Without its inputs no video can be made: fetchInputs false needs render sample');
	}
	const clientClock = options.clock ?? scaledClock(options.timeScale ?? 1);
	const vaceNames = options.knownVaceNames ?? FAMILIES.vace.names;
	// Nothing is published about the text-to-video model's limits here: those of its sister hold.
	const facts = (queue: QueueName) => FAMILIES[queue === 'text-to-video' ? 'wan2.7-videoedit' : queue];
	return {
		region,
		keys: new Set(keys[region]),
		clock: skewed(clientClock, options.clockSkewMs ?? 0),
		clientClock,
		listLagMs: options.listLagMs ?? 0,
		bucket,
		seconds: (queue) => ({ ...NOMINAL_SECONDS[queue], ...runSeconds }),
		submitsPerSecond: (queue) => limits.submitsPerSecond ?? facts(queue).submitsPerSecond,
		concurrentTasks: (queue) => limits.concurrentTasks ?? facts(queue).concurrentTasks,
		taskRequestsPerSecond: limits.taskRequestsPerSecond ?? TASK_REQUESTS_PER_SECOND,
		policiesPerSecond: POLICIES_PER_SECOND,
		queueOf(model) {
			if (FAMILIES['wan2.7-videoedit'].names.includes(model)) return 'wan2.7-videoedit';
			if (vaceNames.includes(model)) return 'vace';
			return model === TEXT_TO_VIDEO_MODEL ? 'text-to-video' : undefined;
		},
	};
}
