import type { IDataObject } from 'n8n-workflow';
import { startEmulator } from '../../emulator';
import { FAMILIES } from '../../nodes/WanVideoEdit/dashscope/models';
import type { Clock } from '../../nodes/WanVideoEdit/timing/clock';
import { VirtualTime } from '../support/virtualTime';
import { runAsN8n } from './n8nRun';
import { Network } from './network';
import type { RunPlan, Schedule } from './schedule';
import { KEY, START } from './stage';

/** Seconds that a task of Wan 2.7 waits and runs in the emulator. */
const [QUEUE, RUN] = [10, 120];

/** What so many n8n processes with one account need for their items. None knows of the others. */
async function playWorkers(workers: number, items: number) {
	const time = new VirtualTime(START);
	const emulator = await startEmulator({
		...{ listen: false, render: 'sample', fetchInputs: false, clock: time },
		apiKeys: { 'cn-beijing': [KEY] },
		runSeconds: { queue: QUEUE, run: RUN },
	});
	try {
		let turn = 0;
		// Jitter that is the same in every run.
		const random = () => ((turn += 1) * 0.618_034) % 1;
		const options = {
			...{ upMs: 50, downMs: 50, random, connection: { rate: 0, stages: [] } },
			faults: { seed: 0, rate: 0, kinds: [], endpoints: [] } as Schedule['faults'],
		};
		const network = new Network(emulator, time, options);
		const plan: RunPlan = {
			...{ items, prompts: 'own', tries: 1, continueOnFail: false, startAfterMs: 0, stopAfterMs: null },
			...{ waits: true, cancelOnStop: false, polling: 'balanced', timeoutMinutes: 120, onTimeout: 'fail' },
			...{ maxConcurrentTasks: null, spelling: 0, retries: 0 },
		};
		const runs = Array.from({ length: workers }, async (_, run) => {
			// A process has one clock, and its own memory of how long tasks take.
			const clock: Clock = {
				now: () => time.now(),
				date: () => time.now(),
				random,
				sleep: async (ms, signal) => await time.sleep(ms, signal).catch(() => undefined),
			};
			const execution = {
				...{ run, execution: run, process: run, isDead: () => false, isRetry: false, isPromptOfRun: false },
				...{ plan, operation: 'edit', network, stop: new AbortController().signal, log: [] },
				credential: { apiKey: KEY, baseUrl: `http://worker-${workers}-${run}.invalid` },
				nodeContext: {} as IDataObject,
				staticData: {},
			};
			return await runAsN8n(execution, clock);
		});
		const endings = await time.passUntil(Promise.all(runs), 24 * 3_600_000);
		const took = (time.now() - START) / 1000;
		const count = (endpoint: string) => network.exchanges.filter((one) => one.endpoint === endpoint).length;
		const tasks = workers * items;
		return {
			finished: endings.flat().flatMap((ending) => (ending.kind === 'items' ? ending.items : [])).length,
			timesBound: took / (Math.ceil(tasks / FAMILIES['wan2.7-videoedit'].concurrentTasks) * RUN),
			queriesPerTask: (count('query') + count('list')) / tasks,
		};
	} finally {
		await emulator.close();
	}
}

describe.each([
	[4, 10],
	[8, 20],
])('%d workers with %d items each and one account', (workers, items) => {
	it('finish in little more than the bound, with few queries', async () => {
		const { finished, ...figures } = await playWorkers(workers, items);
		expect(finished).toBe(workers * items);
		expect(figures.timesBound).toBeLessThanOrEqual(1.05);
		expect(figures.queriesPerTask).toBeLessThanOrEqual(25);
	});
});
