/** A process in which the CPU time of one run is measured, once. It is told which by its parent, and answers with figures. */
import { startEngine } from '../../test/support/engine';
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { scaledClock } from '../../emulator';
import { nodeClock, qwenBatch, wanBatch, type BatchNode } from '../shared/batchNode';
import { runBatch } from '../shared/batchRun';
import { answerJob } from '../shared/process';
import { clockOf, type Provider } from '../shared/provider';
import { collectGarbage, watchGrowth } from '../shared/residentMemory';
import { scaleTimers } from '../shared/scaledTimers';
import type { Subject } from '../shared/subjects';
import { ITEMS, TIME_SCALES, WARM_UP } from './cases';
import { memoryProvider } from './memoryProvider';
import { milliseconds } from './milliseconds';
import { withoutHttp, type WithoutHttp } from './withoutHttp';

export interface Job {
	readonly subject: Subject;
	/** Folder of the package with the built-in node. */
	readonly peer: string;
	/** Without one, HTTP is left out. */
	readonly provider?: Provider;
}

export interface Figures {
	/** CPU time of the whole process during the run, in milliseconds. */
	readonly cpu: number;
	/** Of it, n8n's for evaluating expressions, where HTTP is left out. */
	readonly expressions: number;
	/** Bytes by which resident memory grew, up to its peak. */
	readonly growth: number;
}

/** The watch over the memory is not to show in the CPU time. */
const LOOK_EVERY_MS = 100;

/** Nothing listens there. */
const NOWHERE = 'http://localhost';

answerJob(measure);

async function measure(job: Job): Promise<Figures> {
	const { batch, extra } = await nodeOf(job);
	const engine = await startEngine(batch.engine);
	try {
		await runBatch(batch, WARM_UP[job.subject], engine);
		await collectGarbage();
		const stop = watchGrowth(LOOK_EVERY_MS);
		const before = process.cpuUsage();
		await runBatch(batch, ITEMS, engine);
		const cpu = milliseconds(process.cpuUsage(before)) - extra();
		return { cpu, expressions: extra(), growth: stop() };
	} finally {
		await engine.close();
	}
}

async function nodeOf({ subject, peer, provider }: Job): Promise<WithoutHttp> {
	const at = provider ?? { url: NOWHERE, timeScale: TIME_SCALES[subject] };
	const clock = provider ? await clockOf(provider) : scaledClock(at.timeScale);
	if (subject === 'qwen') scaleTimers(at.timeScale);
	const batch = subject === 'wan' ? await wanBatch(at, nodeClock(clock), 'edit') : qwenBatch(at, peer);
	if (provider) return { batch, extra: () => 0 };
	const [name, node] = subject === 'wan' ? wanIn(batch) : qwenIn(peer);
	return withoutHttp(batch, name, node, memoryProvider(clock));
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
