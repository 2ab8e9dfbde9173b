import type { IDataObject, IRun } from 'n8n-workflow';
import type { EmulatorOptions, Fault } from '../../emulator';
import { until } from '../support/until';
import { errorOf, fileOf, requestsOf, startWan, type Wan, type WanRunOptions } from '../support/wan';

const MINUTE_MS = 60_000;

/** Tasks that stay in the queue however much time passes, since it has no place. */
const QUEUED: EmulatorOptions = { limits: { concurrentTasks: 0 } };

interface StopCase extends WanRunOptions {
	readonly emulator?: EmulatorOptions;
	readonly parameters?: (wan: Wan) => IDataObject;
	readonly fault?: Fault;
	/** Stop is clicked as soon as this is true; by default, never. `told`: the node's progress messages. */
	readonly when?: (wan: Wan, told: readonly string[]) => boolean;
	/** So long after that. Default: at the same moment. */
	readonly afterMs?: number;
}

interface Stopped {
	readonly wan: Wan;
	readonly result: IRun;
	/** Message and description of the error. */
	readonly words: string;
	/** n8n's log, which is all that a user can see. */
	readonly log: readonly string[];
}

/** What was stopped, by the name of its test, with the number of requests until the run ended. */
const ended: Array<{ readonly name: string; readonly wan: Wan; readonly asked: number }> = [];
afterAll(async () => await Promise.all(ended.map(async ({ wan }) => await wan.close())));

/** Runs an edit and presses Stop. What holds in every stage is expected here. */
async function stopped({
	emulator = QUEUED,
	parameters = (wan) => requestsOf(wan.emulator).edit!,
	fault,
	when,
	afterMs,
	...options
}: StopCase): Promise<Stopped> {
	const log: string[] = [];
	const wan = await startWan({ ...emulator, onLog: (line) => log.push(line) });
	const { clock, requests } = wan.emulator;
	if (fault) wan.emulator.inject(fault);
	const told: string[] = [];
	let pressedAt = clock.now() + (options.executionTimeoutMs ?? 0);
	const run = wan.start(parameters(wan), { onMessage: (_, line) => told.push(line), ...options });
	if (when) {
		await until(() => when(wan, told));
		if (afterMs !== undefined) await clock.sleep(afterMs);
		pressedAt = clock.now();
		run.stop();
	}
	const result = await run.finished;
	ended.push({ name: expect.getState().currentTestName ?? '', wan, asked: requestsOfNode(wan) });
	for (const { at } of requests) expect(at - pressedAt).toBeLessThan(1000);
	expect(clock.now() - pressedAt).toBeLessThan(1000);
	expect(result.status).toBe('canceled');
	expect(errorOf(result).context).toMatchObject({ kind: 'stopped' });
	const { message, description } = errorOf(result);
	// n8n shows the message only: it has to name every task that goes on.
	for (const { id, status } of wan.emulator.tasks) {
		if (!description?.includes(id)) continue;
		const isFree = status === 'CANCELED';
		expect(message).toContain(id);
		expect(message).toMatch(isFree ? /not billed/ : /billed/);
	}
	for (const { id } of wan.emulator.tasks)
		if (description?.includes(id)) expect(log.join('\n')).toContain(id);
	return { wan, result, words: `${message}. ${description}`, log };
}

/** Samples are fetched by the emulator itself. */
const requestsOfNode = ({ emulator }: Wan) => emulator.requests.length - emulator.count('sample');
const ids = ({ emulator }: Wan) => emulator.tasks.map(({ id }) => id);
const states = ({ emulator }: Wan) => emulator.tasks.map(({ status }) => status);
const answered = ({ emulator }: Wan, endpoint: string) =>
	emulator.requests.filter((request) => request.endpoint === endpoint && request.status === 200).length;

describe('Stop, within a second,', () => {
	it('ends an upload, and creates no task', async () => {
		const { wan, words } = await stopped({
			parameters: () => ({ operation: 'edit', prompt: 'Clay', videoInput: 'binary', videoField: 'data' }),
			files: { data: await fileOf('product-short.mp4', 'video/mp4') },
			fault: { on: 'upload', kind: 'delay', providerMs: MINUTE_MS },
			when: ({ emulator }) => emulator.count('upload') === 1,
		});
		expect(words).toContain('while a file was being uploaded');
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('ends the pacing of create requests, cancels the existing tasks and names them', async () => {
		const { wan, words } = await stopped({
			parameters: ({ emulator }) => ({
				...requestsOf(emulator).edit,
				advancedOptions: { maxConcurrentTasks: 20 },
			}),
			inputs: Array.from({ length: 10 }, () => ({})),
			when: (wan) => answered(wan, 'create') >= 3,
		});
		// One more call may have left in the very moment.
		expect(wan.emulator.tasks.length).toBeLessThanOrEqual(4);
		expect(new Set(states(wan))).toEqual(new Set(['CANCELED']));
		for (const id of ids(wan)) expect(words).toContain(id);
	});

	it('ends the wait for a slot, and sends nothing for items without one', async () => {
		const { wan, words } = await stopped({
			parameters: ({ emulator }) => ({
				...requestsOf(emulator).edit,
				advancedOptions: { maxConcurrentTasks: 2 },
			}),
			inputs: Array.from({ length: 5 }, () => ({})),
			when: (wan) => answered(wan, 'create') === 2,
		});
		expect(states(wan)).toEqual(['CANCELED', 'CANCELED']);
		for (const id of ids(wan)) expect(words).toContain(id);
	});

	it('ends the pause after a 429', async () => {
		const { wan } = await stopped({
			fault: {
				...{ on: 'create', kind: 'status', status: 429, code: 'Throttling.RateQuota', times: Infinity },
				headers: { 'retry-after': '60' },
			},
			when: ({ emulator }) => emulator.requests[0]?.status === 429,
			afterMs: MINUTE_MS / 2,
		});
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('still gets the ID of a task that is being created, and cancels it', async () => {
		const { wan, words } = await stopped({
			fault: { on: 'create', kind: 'delay', providerMs: 200 },
			when: ({ emulator }) => emulator.tasks.length === 1,
		});
		expect(words).toContain(ids(wan)[0]);
		expect(states(wan)).toEqual(['CANCELED']);
	});

	it('says where to search if the response to a create request no longer arrives', async () => {
		const { wan, words, log } = await stopped({
			fault: { on: 'create', kind: 'delay', providerMs: 2000 },
			when: ({ emulator }) => emulator.tasks.length === 1,
		});
		const howToLook =
			/while a task was being created.*operation Get Many, for a task of the model wan2\.7-videoedit created between \d{4}-/;
		expect(words).toMatch(howToLook);
		expect(log.join()).toMatch(howToLook);
		// A later response is logged too.
		await until(() => log.length === 2);
		expect(log[1]).toContain(`Task ${ids(wan)[0]} (wan2.7-videoedit) was created after the run was canceled`);
	});

	it('cancels tasks that are PENDING', async () => {
		const { wan, words } = await stopped({
			inputs: [{}, {}],
			when: (wan) => answered(wan, 'create') === 2,
		});
		expect(states(wan)).toEqual(['CANCELED', 'CANCELED']);
		for (const id of ids(wan)) expect(words).toContain(id);
	});

	it('leaves PENDING tasks alone if the user wants that, and names them', async () => {
		const { wan, words } = await stopped({
			parameters: ({ emulator }) => ({
				...requestsOf(emulator).edit,
				advancedOptions: { cancelOnStop: false },
			}),
			when: (wan) => answered(wan, 'create') === 1,
		});
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(states(wan)).toEqual(['PENDING']);
		expect(words).toContain(`${ids(wan)[0]} (PENDING)`);
	});

	it('cancels queued tasks of an earlier try if it comes between two tries', async () => {
		const { wan, words } = await stopped({
			parameters: ({ emulator }) => ({ ...requestsOf(emulator).edit, advancedOptions: { timeout: 0.01 } }),
			inputs: [{}, {}, {}],
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1000 },
			when: (wan) => answered(wan, 'create') === 3,
			// The first try has ended on its timeout. The pause after it is n8n's own and takes real time.
			afterMs: 1000,
		});
		expect(states(wan)).toEqual(['CANCELED', 'CANCELED', 'CANCELED']);
		for (const id of ids(wan)) expect(words).toContain(`${id} (item`);
	});

	it('does not try to cancel a running task, and names it', async () => {
		const { wan, result, words } = await stopped({
			emulator: { runSeconds: { queue: 0, run: 3600 } },
			when: (_, told) => told.some((line) => line.endsWith('RUNNING')),
		});
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(words).toContain(`${ids(wan)[0]} (RUNNING)`);
		expect(errorOf(result).context).toMatchObject({ taskId: ids(wan)[0] });
		expect(errorOf(result).message).toBe(
			`The run was canceled while it waited for the video. 1 task keeps running at Alibaba Cloud and is billed if it succeeds: ${ids(wan)[0]}`,
		);
	});

	it('ends the search for a lost task, and says where to search', async () => {
		const { wan, words } = await stopped({
			emulator: { listLagMs: 3_600_000 },
			fault: { on: 'create', kind: 'lostAnswer' },
			when: ({ emulator }) => emulator.count('list') === 2,
		});
		expect(words).toMatch(
			/during the search for a task that may already exist.*operation Get Many, for a task of the model wan2\.7-videoedit created between \d{4}-/,
		);
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.count('cancel')).toBe(0);
	});

	it('does not cancel a task that is only presumed to be the lost one, and names it', async () => {
		const { wan, words } = await stopped({
			emulator: { runSeconds: { queue: 36_000, run: 1 } },
			fault: { on: 'create', kind: 'lostAnswer' },
			when: (_, told) => told.some((line) => line.endsWith('PENDING')),
		});
		expect(words).toContain(ids(wan)[0]);
		expect(words).toContain('operation Get Many');
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(states(wan)).toEqual(['PENDING']);
	});

	it('ends a download, and names the task', async () => {
		const { wan, words } = await stopped({
			emulator: { runSeconds: { queue: 0, run: 0 } },
			parameters: ({ emulator }) => ({ ...requestsOf(emulator).edit, downloadVideo: true }),
			fault: { on: 'result', kind: 'delay', providerMs: MINUTE_MS },
			when: ({ emulator }) => emulator.count('result') === 1,
		});
		expect(words).toContain(`while the video of task ${ids(wan)[0]} was being downloaded`);
		expect(words).toContain(`${ids(wan)[0]} (SUCCEEDED)`);
	});

	it('ends the run even if the node continues on errors, and names the tasks', async () => {
		const { wan, words } = await stopped({
			node: { onError: 'continueErrorOutput' },
			when: (wan) => answered(wan, 'create') === 1,
		});
		expect(states(wan)).toEqual(['CANCELED']);
		expect(words).toContain(ids(wan)[0]);
	});

	it('sends nothing again when n8n retries the stopped node', async () => {
		const { wan } = await stopped({
			node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
			when: (wan) => answered(wan, 'create') === 1,
		});
		expect(wan.emulator.count('create')).toBe(1);
	});
});

describe('the timeout of the workflow', () => {
	it('works like Stop: cancels PENDING tasks and names them', async () => {
		const { wan, words } = await stopped({ inputs: [{}, {}], executionTimeoutMs: 2000 });
		expect(wan.emulator.count('create')).toBe(2);
		expect(states(wan)).toEqual(['CANCELED', 'CANCELED']);
		for (const id of ids(wan)) expect(words).toContain(id);
	});

	it('leaves a running task alone, and names it', async () => {
		const { wan, words } = await stopped({
			emulator: { runSeconds: { queue: 0, run: 3600 } },
			executionTimeoutMs: 40_000,
		});
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(words).toContain(`${ids(wan)[0]} (RUNNING)`);
	});
});

it('is followed by silence: a stopped run sends nothing more', async () => {
	expect(ended.length).toBeGreaterThan(0);
	await Promise.all(ended.map(async ({ wan }) => await wan.emulator.clock.sleep(10 * MINUTE_MS)));
	expect(ended.map(({ name, wan }) => [name, requestsOfNode(wan)])).toEqual(
		ended.map(({ name, asked }) => [name, asked]),
	);
});
