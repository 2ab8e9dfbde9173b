/** A process that measures a single run with many items. Its parent sends the job and receives the figures. */
import { setTimeout as pause } from 'node:timers/promises';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { type Clock, systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import { startEngine } from '../../test/support/engine';
import { VirtualTime } from '../../test/support/virtualTime';
import { line } from '../../test/support/workflow';
import { memoryProvider, type Respond } from '../cpu/memoryProvider';
import { milliseconds } from '../cpu/milliseconds';
import { nodeClock, wanCredentials } from '../shared/batchNode';
import { clockedNode, PACKAGE } from '../shared/clockedNode';
import { answerJob } from '../shared/process';
import { collectGarbage, watchGrowth } from '../shared/residentMemory';
import type { OperationName } from './cases';

export interface Job {
	readonly operation: OperationName;
	readonly items: number;
	/**
	 * Stop is clicked this many real milliseconds after the node started. Undefined: the run continues to its
	 * end, in virtual time.
	 */
	readonly stopAfterMs?: number;
}

export interface Figures {
	/** Maximum milliseconds for which the event loop was blocked while the node was running. */
	readonly stretch: number;
	/** CPU milliseconds of the node's work, including n8n's evaluation of parameters. */
	readonly cpu: number;
	/** Milliseconds from Stop to the end of the node. 0 without Stop. */
	readonly stopped: number;
	/** Growth of resident memory up to its peak, in bytes. */
	readonly growth: number;
	/** Create requests that were sent. */
	readonly created: number;
}

const NODE = 'Node under test';

/** Finer than the blocking times that matter. */
const TICK_MS = 5;

answerJob(measure);

async function measure({ operation, items, stopAfterMs }: Job): Promise<Figures> {
	const time = stopAfterMs === undefined ? new VirtualTime(Date.now()) : undefined;
	const clock = time ? workedBy(time) : systemClock;
	const provider = counting(memoryProvider(clock));
	const watched = watch(await clockedNode(clock), provider.respond);
	const engine = await startEngine({ packageDir: PACKAGE, replace: { wanVideoEdit: watched.node } });
	try {
		const batch = await batchOf(operation, items, provider.respond);
		// Loading and compiling do not count.
		const warmUp = begin(batch.slice(0, 50));
		if (time === undefined) await pause(1_000).then(warmUp.stop);
		await passed(warmUp.finished, time);
		await collectGarbage();
		provider.counts.created = 0;
		const growth = watchGrowth(100);
		const hasBegun = watched.hasBegun();
		const run = begin(batch);
		let stoppedAt = 0;
		if (stopAfterMs !== undefined) {
			await hasBegun;
			await pause(stopAfterMs);
			stoppedAt = performance.now();
			run.stop();
		}
		await passed(run.finished, time);
		const { endedAt, ...figures } = watched.figures();
		const stopped = stopAfterMs === undefined ? 0 : endedAt - stoppedAt;
		return { ...figures, stopped, growth: growth(), created: provider.counts.created };
	} finally {
		await engine.close();
	}

	function begin(batch: INodeExecutionData[]) {
		const node = { ...sketchOf(operation), name: NODE };
		return engine.start(line(node), { credentials: wanCredentials('http://localhost'), items: batch });
	}
}

/** Virtual time that also passes while the machine works, like real time. */
const workedBy = (time: VirtualTime): Clock => {
	const now = () => time.now() + performance.now();
	return { ...nodeClock(time), now, date: now };
};

const passed = async <Done>(work: Promise<Done>, time: VirtualTime | undefined): Promise<Done> =>
	time ? await time.passUntil(work, Infinity) : await work;

const sketchOf = (operation: OperationName) => ({
	type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
	credentials: { wanDashScopeApi: { id: '1', name: 'Local' } },
	parameters: {
		edit: { operation, videoUrl: '={{ $json.video }}', prompt: '={{ $json.prompt }}', downloadVideo: false },
		get: { resource: 'task', operation, taskId: '={{ $json.taskId }}' },
		getMany: { resource: 'task', operation, limit: 20 },
	}[operation],
});

async function batchOf(
	operation: OperationName,
	items: number,
	respond: Respond,
): Promise<INodeExecutionData[]> {
	const inputs: IDataObject[] = [];
	for (let item = 0; item < items; item++) {
		const video = `https://example.com/videos/${item}.mp4`;
		const taskId = operation === 'get' ? await newTask(respond) : undefined;
		inputs.push({ video, prompt: `Make it clay, take ${item}`, taskId });
	}
	return inputs.map((json) => ({ json }));
}

async function newTask(respond: Respond): Promise<string> {
	const body = { model: 'wan2.7-videoedit' };
	const answer = await respond({ method: 'POST', url: 'http://localhost/create', body, json: true });
	return (answer as { output: { task_id: string } }).output.task_id;
}

function counting(respond: Respond) {
	const counts = { created: 0 };
	const counted: Respond = async (options) => {
		if (options.method === 'POST') counts.created++;
		return await respond(options);
	};
	return { counts, respond: counted };
}

/**
 * The node with its requests answered without n8n's helper, measured from its start to its end: n8n's own
 * work around it does not count.
 */
function watch(node: INodeType, respond: Respond) {
	const execute = node.execute as NonNullable<INodeType['execute']>;
	let begun = (): void => undefined;
	let latest = { stretch: 0, cpu: 0, endedAt: 0 };
	const watched = Object.create(node, {
		execute: {
			async value(this: IExecuteFunctions) {
				const answered = async (_credential: string, options: Parameters<Respond>[0]) =>
					await respond(options);
				const helpers = Object.create(this.helpers, {
					httpRequestWithAuthentication: { value: answered },
				}) as IExecuteFunctions['helpers'];
				const context = Object.create(this, { helpers: { value: helpers } }) as IExecuteFunctions;
				const longestStretch = watchLoop();
				const before = process.cpuUsage();
				begun();
				try {
					return await execute.call(context);
				} finally {
					const endedAt = performance.now();
					const cpu = milliseconds(process.cpuUsage(before));
					latest = { stretch: longestStretch(), cpu, endedAt };
				}
			},
		},
	}) as INodeType;
	return {
		node: watched,
		figures: () => latest,
		/** Resolves when it starts the next time. */
		hasBegun: async () => await new Promise<void>((resolve) => (begun = resolve)),
	};
}

/**
 * Measures how long the event loop is blocked at a time. Not with `monitorEventLoopDelay`, which misses the
 * first and the last blocking.
 * @returns function that ends the measurement and returns the maximum in milliseconds
 */
function watchLoop(): () => number {
	let longest = 0;
	let last = performance.now();
	const look = (expected: number) => {
		const now = performance.now();
		longest = Math.max(longest, now - last - expected);
		last = now;
	};
	const timer = setInterval(() => look(TICK_MS), TICK_MS);
	return () => {
		clearInterval(timer);
		look(0);
		return longest;
	};
}
