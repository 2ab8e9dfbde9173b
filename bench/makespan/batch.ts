/** A process that sends one batch through one node. Its parent sends the job and receives the figures. */
import { startEngine } from '../../test/support/engine';
import { nodeClock, qwenBatch, wanBatch, type BatchNode } from '../shared/batchNode';
import { runBatch } from '../shared/batchRun';
import { answerJob } from '../shared/process';
import { clockOf, stateOf, type Provider } from '../shared/provider';
import { scaleTimers } from '../shared/timers';
import { ITEMS, taskSeconds, type Case } from './cases';

export interface Job {
	readonly provider: Provider;
	readonly of: Case;
	/** Package folder of the built-in node, if that one is measured. */
	readonly peer?: string;
}

export interface Figures {
	/** API seconds from the start of the run to its end. */
	readonly seconds: number;
	/** Requests that the API received meanwhile, of all kinds. */
	readonly requests: number;
}

answerJob(measure);

async function measure({ provider, of, peer }: Job): Promise<Figures> {
	if (peer !== undefined) scaleTimers(provider.timeScale);
	const clock = await clockOf(provider);
	const node =
		peer === undefined ? await wanBatch(provider, nodeClock(clock), of.operation) : qwenBatch(provider, peer);
	const engine = await startEngine(node.engine);
	try {
		// Loads and compiles the code. This node does not wait for the video, so that it starts the batch
		// without known durations.
		await runBatch(withParameters(node, { waitForCompletion: false }), 1, engine);
		await clock.sleep((taskSeconds(of) + 15) * 1000);

		const before = await stateOf(provider.url);
		const startedAt = clock.now();
		await runBatch(node, ITEMS, engine);
		const seconds = (clock.now() - startedAt) / 1000;
		const after = await stateOf(provider.url);

		const created = after.tasks.length - before.tasks.length;
		if (created !== ITEMS) throw new Error(`${created} tasks were created for ${ITEMS} items`);
		return { seconds, requests: sum(after.counts) - sum(before.counts) };
	} finally {
		await engine.close();
	}
}

const withParameters = (batch: BatchNode, parameters: object): BatchNode => ({
	...batch,
	node: { ...batch.node, parameters: { ...batch.node.parameters, ...parameters } },
});

const sum = (counts: Readonly<Record<string, number>>): number =>
	Object.values(counts).reduce((total, count) => total + count, 0);
