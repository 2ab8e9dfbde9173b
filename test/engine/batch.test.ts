import type { IDataObject } from 'n8n-workflow';
import type { EmulatorOptions, TaskRecord } from '../../emulator';
import { requestsOf, startWan, type Wan } from '../support/wan';

let wan: Wan;
afterEach(async () => await wan.close());

const start = async (options: EmulatorOptions) => {
	wan = await startWan({ fetchInputs: false, ...options });
};
const byNumber = (more: IDataObject = {}) => ({
	...requestsOf(wan.emulator).edit,
	prompt: '=Variation {{ $json.number }}',
	...more,
});
const numbered = (count: number) => Array.from({ length: count }, (_, number) => ({ number }));

/** The maximum number of tasks at the same time, from acceptance to end. */
function mostAtOnce(tasks: readonly TaskRecord[]): number {
	const at = tasks.map(
		(task) =>
			tasks.filter(
				(other) => other.submittedAt <= task.submittedAt && (other.endedAt ?? Infinity) > task.submittedAt,
			).length,
	);
	return Math.max(...at);
}

describe('a storm of 429 responses', () => {
	it('costs 100 items nothing: 100 tasks, 100 videos, in order, never more at once than allowed', async () => {
		await start({ runSeconds: { queue: 1, run: 15 } });
		// Every other create request is rejected; half of these responses say how long to wait.
		for (let call = 0; call < 200; call += 2) {
			wan.emulator.inject({
				...{ on: 'create', kind: 'status', status: 429, code: 'Throttling.RateQuota', after: call },
				...(call % 4 === 0 ? { headers: { 'retry-after': '2' } } : {}),
			});
		}
		const run = await wan.run(byNumber({ downloadVideo: true }), { inputs: numbered(100) });
		expect(run.status).toBe('success');
		const { tasks } = wan.emulator;
		expect(tasks).toHaveLength(100);
		expect(wan.emulator.count('create')).toBe(200);
		expect(mostAtOnce(tasks)).toBeLessThanOrEqual(5);

		const items = wan.items(run);
		expect(items.map(({ json }) => json.prompt)).toEqual(
			numbered(100).map(({ number }) => `Variation ${number}`),
		);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(numbered(100).map((_, item) => ({ item })));
		expect(new Set(items.map(({ json }) => json.taskId))).toEqual(new Set(tasks.map(({ id }) => id)));
		for (const { json, binary } of items) {
			expect(json.videoUrl).toContain(`${String(json.taskId)}.mp4`);
			expect(binary?.data?.fileName).toBe(`wan-edit-${String(json.taskId)}.mp4`);
		}
	});

	it("is mostly avoided: under Alibaba Cloud's own limits few create requests are rejected", async () => {
		await start({ runSeconds: { queue: 0, run: 1 }, limits: { submitsPerSecond: 5 } });
		const run = await wan.run(
			byNumber({ waitForCompletion: false, advancedOptions: { maxConcurrentTasks: 20 } }),
			{
				inputs: numbered(40),
			},
		);
		expect(run.status).toBe('success');
		expect(wan.emulator.tasks).toHaveLength(40);
		const refused = wan.emulator.requests.filter(({ status }) => status === 429);
		// Without pacing they are more than a hundred.
		expect(refused.length).toBeLessThan(20);
	});
});

describe('20 items that wait together', () => {
	const TOGETHER: EmulatorOptions = {
		limits: { concurrentTasks: 20 },
	};
	const allAtOnce = { advancedOptions: { maxConcurrentTasks: 20 } };
	const looks = () => wan.emulator.count('query') + wan.emulator.count('list');

	it('poll by the list, with far fewer requests than one per item and poll', async () => {
		await start(TOGETHER);
		await wan.run(byNumber(), { inputs: numbered(1) });
		const ofOne = looks();
		await wan.close();

		await start(TOGETHER);
		const run = await wan.run(byNumber(allAtOnce), { inputs: numbered(20) });
		expect(new Set(wan.json(run).map(({ taskId }) => taskId)).size).toBe(20);
		expect(mostAtOnce(wan.emulator.tasks)).toBe(20);
		expect(wan.emulator.count('list')).toBeGreaterThan(0);
		expect(looks()).toBeLessThan((20 * ofOne) / 2);
	});

	it('do without the list if it does not help', async () => {
		await start(TOGETHER);
		wan.emulator.inject({ on: 'list', kind: 'status', status: 500, times: Infinity });
		const run = await wan.run(byNumber(allAtOnce), { inputs: numbered(20) });
		expect(wan.json(run).map(({ status }) => status)).toEqual(numbered(20).map(() => 'SUCCEEDED'));
		expect(wan.emulator.count('list')).toBeLessThanOrEqual(5);
	});
});

describe('the progress of a run', () => {
	let told: string[];
	beforeEach(() => {
		told = [];
	});
	const onMessage = (_node: string, line: string) => told.push(line);

	it("is shown in a manual run: a short line for each change of a task's status", async () => {
		await start({});
		await wan.run(byNumber(), { inputs: numbered(4), onMessage });
		for (const { id } of wan.emulator.tasks) {
			const lines = told.filter((line) => line.startsWith(`Task ${id} `));
			const states = lines.map((line) => line.replace(/^Task \S+ \(item \d\) is /, ''));
			expect(states).toEqual(['PENDING', 'RUNNING', 'SUCCEEDED']);
		}
		expect(told.filter((line) => line.startsWith('Task '))).toHaveLength(12);
	});

	it('is not shown in production', async () => {
		await start({});
		const run = await wan.run(byNumber(), { inputs: numbered(2), onMessage, mode: 'trigger' });
		expect(run.status).toBe('success');
		expect(told).toEqual([]);
	});
});
