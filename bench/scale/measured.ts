/** A process in which one run with very many items is measured, once. It is told which by its parent, and answers with figures. */
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
	/** Stop is pressed so many real milliseconds after the node began. Undefined: the run goes to its end, in virtual time. */
	readonly stopAfterMs?: number;
}

export interface Figures {
	/** Longest stretch in milliseconds for which the event loop stood while the node was at work. */
	readonly stretch: number;
	/** CPU milliseconds of the node's work, n8n's evaluating of parameters included. */
	readonly cpu: number;
	/** Milliseconds from Stop to the end of the node. 0 without Stop. */
	readonly stopped: number;
	/** Bytes by which resident memory grew, up to its peak. */
	readonly growth: number;
	/** Create calls that left. */
	readonly created: number;
}

const NODE = 'Node under test';

/** Finer than the stretches that matter. */
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

/** Virtual time that also passes while the machine works, as real time does. */
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

/** The node, answered in place of n8n's request helper, and watched from its begin to its end: n8n's own work around it does not count. */
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
		/** Resolves when it begins the next time. */
		hasBegun: async () => await new Promise<void>((resolve) => (begun = resolve)),
	};
}

/**
 * Watches from now on for how long the event loop stands at a stretch. Not by `monitorEventLoopDelay`, which misses the
 * first stretch and the last one.
 * @returns ends the watch, and gives the longest in milliseconds
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
