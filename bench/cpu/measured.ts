/** A process that measures the CPU time of a single run. Its parent sends the job and receives the figures. */
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { startEngine } from '../../test/support/engine';
import { VirtualTime } from '../../test/support/virtualTime';
import { nodeClock, qwenBatch, wanBatch, type BatchNode } from '../shared/batchNode';
import { runBatch } from '../shared/batchRun';
import { answerJob } from '../shared/process';
import { clockOf, type Provider } from '../shared/provider';
import { collectGarbage, watchGrowth } from '../shared/residentMemory';
import { scaleTimers, sleepBy } from '../shared/timers';
import type { Subject } from '../shared/subjects';
import { ITEMS, WARM_UP } from './cases';
import { memoryProvider } from './memoryProvider';
import { milliseconds } from './milliseconds';
import { withoutHttp, type WithoutHttp } from './withoutHttp';

export interface Job {
	readonly subject: Subject;
	/** Folder of the package with the built-in node. */
	readonly peer: string;
	/** Without one, no HTTP is used. */
	readonly provider?: Provider;
}

export interface Figures {
	/** CPU time of the whole process during the run, in milliseconds. */
	readonly cpu: number;
	/** The part that n8n needs to evaluate expressions, without HTTP. */
	readonly expressions: number;
	/** Growth of resident memory up to its peak, in bytes. */
	readonly growth: number;
}

/** Sampling memory must not affect the CPU time. */
const LOOK_EVERY_MS = 100;

/** Nothing listens there. */
const NOWHERE: Provider = { url: 'http://localhost', timeScale: 1 };

answerJob(measure);

async function measure(job: Job): Promise<Figures> {
	const { batch, extra, pass } = await preparedFor(job);
	const engine = await startEngine(batch.engine);
	try {
		await pass(runBatch(batch, WARM_UP[job.subject], engine));
		await collectGarbage();
		const stop = watchGrowth(LOOK_EVERY_MS);
		const before = process.cpuUsage();
		await pass(runBatch(batch, ITEMS, engine));
		const cpu = milliseconds(process.cpuUsage(before)) - extra();
		return { cpu, expressions: extra(), growth: stop() };
	} finally {
		await engine.close();
	}
}

interface Prepared extends WithoutHttp {
	/** Lets time pass until a run is done. */
	readonly pass: (run: Promise<void>) => Promise<void>;
}

async function preparedFor({ subject, peer, provider }: Job): Promise<Prepared> {
	return provider
		? await overHttp(subject, peer, provider)
		: await fromMemory(subject, peer, new VirtualTime(Date.now()));
}

async function overHttp(subject: Subject, peer: string, provider: Provider): Promise<Prepared> {
	if (subject === 'qwen') scaleTimers(provider.timeScale);
	const batch =
		subject === 'wan'
			? await wanBatch(provider, nodeClock(await clockOf(provider)), 'edit')
			: qwenBatch(provider, peer);
	return { batch, extra: () => 0, pass: async (run) => await run };
}

async function fromMemory(subject: Subject, peer: string, time: VirtualTime): Promise<Prepared> {
	if (subject === 'qwen') sleepBy(time);
	const batch =
		subject === 'wan' ? await wanBatch(NOWHERE, nodeClock(time), 'edit') : qwenBatch(NOWHERE, peer);
	const [name, node] = subject === 'wan' ? wanIn(batch) : qwenIn(peer);
	return {
		...withoutHttp(batch, name, node, memoryProvider(time)),
		pass: async (run) => await time.passUntil(run, Infinity),
	};
}

function wanIn({ engine }: BatchNode): [name: string, node: INodeType] {
	const name = 'wanVideoEdit';
	return [name, engine.replace?.[name] as INodeType];
}

function qwenIn(peer: string): [name: string, node: INodeType] {
	const file = join(peer, 'dist', 'nodes', 'vendors', 'AlibabaCloud', 'AlibabaCloud.node.js');
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a CommonJS file whose place is known at run time only
	const { AlibabaCloud } = require(file) as { AlibabaCloud: new () => INodeType };
	return ['alibabaCloud', new AlibabaCloud()];
}
