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
	 * Its public address, e.g. behind a proxy: links to its results and samples start with this instead of
	 * its own address, and it recognizes inputs with it as its own. Without a trailing slash.
	 */
	publicUrl?: string;
	/** Default cn-beijing. */
	region?: Region;
	/** Keys per region. A key of the other region is rejected like an unknown one. */
	apiKeys?: Partial<Record<Region, string[]>>;
	/** Default 1. */
	timeScale?: number;
	/** A clock to share with a client under test; by default, one is created from `timeScale`. */
	clock?: ScaledClock;
	/** API seconds that a task is queued and running, for all models. Default: `NOMINAL_SECONDS`. */
	runSeconds?: { queue?: number; run?: number };
	/** VACE spellings that this host knows. Default: both. */
	knownVaceNames?: string[];
	faults?: Fault[];
	/** Additional random faults, the same for the same seed. */
	faultSchedule?: FaultScheduleOptions;
	/** The task list shows tasks as they were this many API milliseconds ago. Default 0. */
	listLagMs?: number;
	/** How far the API's clock is ahead of the client's `clock`. Negative: behind. Default 0. */
	clockSkewMs?: number;
	/** The OSS bucket next to the API. Default: `DEFAULT_BUCKET`, in the emulator's region. */
	bucket?: Partial<BucketOptions>;
	/** Overrides of Alibaba Cloud's limits. */
	limits?: { submitsPerSecond?: number; concurrentTasks?: number; taskRequestsPerSecond?: number };
	/**
	 * `false`: opens no socket. Then, it can only be reached with `dispatch`, and `url` leads nowhere.
	 * Default true.
	 */
	listen?: boolean;
	/**
	 * `sample`: no ffmpeg; every task has the same sample video at once and ends at its nominal time. For
	 * tests that do not depend on the video. `echo`: the result is the input video itself, byte by byte, where
	 * there is one: it shows what was sent. Default `real`.
	 */
	render?: 'real' | 'sample' | 'echo';
	/** `false`: inputs are neither fetched nor inspected. Needs `render: 'sample'`. Default true. */
	fetchInputs?: boolean;
}

export interface BucketOptions {
	/** Must be a bucket name, but not the first segment of another path of the emulator. */
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

/** First segments of the emulator's other paths. */
const TAKEN = ['api', 'oss', 'result', 'samples', 'emulator'];

/** Keys for limits and timings: the two editing families, and the text-to-video model for public clients. */
export type QueueName = ModelFamily | 'text-to-video';

/** Text-to-video model that `@ai-sdk/alibaba` knows. It cannot edit, and is served for such public clients. */
export const TEXT_TO_VIDEO_MODEL = 'wan2.6-t2v';

/**
 * API seconds from acceptance to start, and from start to end. ALI-27: a sample task of wan2.7 was scheduled
 * after 10 s, the page says 1–5 min. VACE: pages say 5–10 min, a field report (MixCut) 2 min.
 */
const NOMINAL_SECONDS: Record<QueueName, { queue: number; run: number }> = {
	'wan2.7-videoedit': { queue: 10, run: 120 },
	vace: { queue: 5, run: 180 },
	'text-to-video': { queue: 5, run: 60 },
};

/** getPolicy calls per second, account and model (ALI-UP). */
const POLICIES_PER_SECOND = 100;

/** The options with all defaults. */
export interface Settings {
	readonly region: Region;
	readonly keys: ReadonlySet<string>;
	/** The API's time. */
	readonly clock: Clock;
	/** The client's time. */
	readonly clientClock: ScaledClock;
	readonly listLagMs: number;
	readonly bucket: Readonly<BucketOptions>;
	readonly seconds: (queue: QueueName) => { queue: number; run: number };
	readonly submitsPerSecond: (queue: QueueName) => number;
	readonly concurrentTasks: (queue: QueueName) => number;
	readonly taskRequestsPerSecond: number;
	readonly policiesPerSecond: number;
	/** The queue for a model's tasks. Undefined for an unknown model. */
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
	// No limits are published for the text-to-video model: those of wan2.7 apply.
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
