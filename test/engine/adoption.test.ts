import type { IDataObject } from 'n8n-workflow';
import { request } from 'undici';
import type { EmulatorOptions } from '../../emulator';
import { until } from '../support/until';
import { errorOf, KEY, requestsOf, startWan, type Wan, type WanRunOptions } from '../support/wan';

const LOST = { on: 'create', kind: 'lostAnswer' } as const;
const BROKEN = { on: 'create', kind: 'reset' } as const;

let wan: Wan;
afterEach(async () => await wan.close());

const start = async (options: EmulatorOptions = {}) => {
	wan = await startWan({ fetchInputs: false, runSeconds: { queue: 5, run: 25 }, ...options });
};
const edit = (more: IDataObject = {}) => ({ ...requestsOf(wan.emulator).edit, ...more });
const byColor = (more: IDataObject = {}) => edit({ prompt: '=Paint it {{ $json.color }}', ...more });
const ids = () => wan.emulator.tasks.map(({ id }) => id);
const promptOf = (body: unknown) => (body as { input: { prompt?: string } }).input.prompt;

/** Another program with the same key creates a task at the moment when the node's request is lost. */
async function withForeignTask(parameters: IDataObject, options: WanRunOptions = {}) {
	const run = wan.start(parameters, options);
	await until(() => wan.emulator.count('create') === 1);
	const { body } = await request(
		`${wan.emulator.url}/api/v1/services/aigc/video-generation/video-synthesis`,
		{
			method: 'POST',
			headers: {
				authorization: `Bearer ${KEY}`,
				'x-dashscope-async': 'enable',
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				model: 'wan2.7-videoedit',
				input: {
					prompt: 'Of somebody else',
					media: [{ type: 'video', url: wan.emulator.sample('product-short.mp4') }],
				},
			}),
		},
	);
	const { output } = (await body.json()) as { output: { task_id: string } };
	return { result: await run.finished, foreign: output.task_id };
}

/** Long enough in real time for another program to interfere. */
const SLOW: EmulatorOptions = { runSeconds: { queue: 1, run: 3 } };

describe('a create request that was accepted, but whose response', () => {
	it.each([
		['is lost', LOST],
		['is cut off', { on: 'create', kind: 'truncate', bytes: 20 }],
		['is cut off unnoticed', { on: 'create', kind: 'truncate', bytes: 20, unnoticed: true }],
		['is empty', { on: 'create', kind: 'body', body: '', accept: true }],
		['is HTTP 500', { on: 'create', kind: 'body', status: 500, body: '{}', accept: true }],
		['is a web page of a gateway', { on: 'create', kind: 'body', status: 504, body: '<html>', accept: true }],
		['has no task ID', { on: 'create', kind: 'edit', set: { 'output.task_id': null } }],
	] as const)('%s, is one task, and its video is the item of the run', async (_, fault) => {
		await start();
		wan.emulator.inject(fault);
		const run = await wan.run(edit());
		expect(run.status === 'success' ? '' : errorOf(run).description).toBe('');
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.json(run)).toMatchObject([
			{ taskId: ids()[0], status: 'SUCCEEDED', operation: 'edit', model: 'wan2.7-videoedit' },
		]);
		expect(wan.json(run)[0]?.videoUrl).toContain(`${ids()[0]}.mp4`);
	});

	it("is lost, is found although the list lags behind and Alibaba Cloud's clock is ahead", async () => {
		await start({ listLagMs: 20_000, clockSkewMs: 600_000 });
		wan.emulator.inject(LOST);
		const run = await wan.run(edit());
		expect(wan.json(run)).toMatchObject([{ taskId: ids()[0], status: 'SUCCEEDED' }]);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('is lost in a batch, results in one task, and every item gets its own video', async () => {
		await start();
		wan.emulator.inject({ ...LOST, after: 1 });
		const colors = ['red', 'green', 'blue', 'gold'];
		const run = await wan.run(byColor(), { inputs: colors.map((color) => ({ color })) });
		expect(run.status === 'success' ? '' : errorOf(run).description).toBe('');
		expect(wan.emulator.count('create')).toBe(4);
		const made = new Map(wan.emulator.tasks.map(({ id, body }) => [id, promptOf(body)]));
		expect(wan.json(run).map(({ taskId }) => made.get(String(taskId)))).toEqual(
			colors.map((color) => `Paint it ${color}`),
		);
	});

	it("is lost for two items at once, is never mixed up: no item gets another's video", async () => {
		await start();
		wan.emulator.inject({ ...LOST, times: 2 });
		const run = await wan.run(byColor(), {
			inputs: [{ color: 'red' }, { color: 'blue' }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(wan.emulator.count('create')).toBe(2);
		const prompts = new Map(wan.emulator.tasks.map(({ id, body }) => [id, promptOf(body)]));
		for (const { json, pairedItem } of wan.items(run)) {
			const { item } = pairedItem as { item: number };
			expect(prompts.get(String(json.taskId))).toBe(`Paint it ${['red', 'blue'][item]}`);
		}
		const told = wan.json(run, 1);
		expect(told.length + wan.json(run).length).toBe(2);
		for (const { message } of told) expect(ids().some((id) => String(message).includes(id))).toBe(true);
	});
});

describe('a create request that may or may not have been accepted', () => {
	it('is reported when the list shows no task, and is not sent again', async () => {
		await start();
		wan.emulator.inject(BROKEN);
		const run = await wan.run(edit());
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain', retryable: false, taskId: null });
		expect(errorOf(run).message).toMatch(/^It is not known whether a task was created/);
		expect(errorOf(run).description).toContain('most likely none was created');
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.tasks).toHaveLength(0);
	});

	it('is reported when the list cannot be read', async () => {
		await start();
		wan.emulator.inject(LOST);
		wan.emulator.inject({ on: 'list', kind: 'status', status: 503, times: Infinity });
		const run = await wan.run(edit());
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain' });
		expect(errorOf(run).description).toContain("Alibaba Cloud's task list could not be read");
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('is reported with both IDs when two tasks match, and neither is adopted or canceled', async () => {
		await start(SLOW);
		wan.emulator.inject(LOST);
		const { result } = await withForeignTask(edit(), { node: { onError: 'continueErrorOutput' } });
		const [item, ...others] = wan.json(result, 1);
		expect(others).toEqual([]);
		expect(wan.json(result)).toEqual([]);
		expect(ids()).toHaveLength(2);
		for (const id of ids()) expect(item?.message).toContain(id);
		expect(item?.details).toMatchObject({ operation: 'edit', model: 'wan2.7-videoedit', retryable: false });
		expect(wan.items(result, 1)[0]?.pairedItem).toMatchObject({ item: 0 });
		expect(wan.emulator.count('create')).toBe(2);
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(wan.emulator.count('query')).toBe(0);
	});

	it('is reported when the only task that matches has another prompt; that task is never returned or canceled', async () => {
		await start(SLOW);
		wan.emulator.inject(BROKEN);
		const { result, foreign } = await withForeignTask(edit({ downloadVideo: true }));
		expect(ids()).toEqual([foreign]);
		expect(errorOf(result).context).toMatchObject({ kind: 'uncertain', retryable: false });
		expect(errorOf(result).description).toContain(
			`Task ${foreign} in the list matches the time of the request, but is not proven to belong to the item: its prompt is different.`,
		);
		expect(wan.json(result)).toEqual([]);
		expect(wan.emulator.tasks[0]?.status).toBe('SUCCEEDED');
		expect(wan.emulator.count('cancel')).toBe(0);
		expect(wan.emulator.count('result')).toBe(0);
	});

	it('is reported with the ID of the matching task when the node does not wait for the proof', async () => {
		await start();
		wan.emulator.inject(LOST);
		const run = await wan.run(edit({ waitForCompletion: false }));
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain' });
		expect(errorOf(run).description).toContain(
			`Task ${ids()[0]} in the list matches the time of the request`,
		);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('is reported with the ID of the matching task when the timeout is reached before the proof', async () => {
		await start({ runSeconds: { queue: 1, run: 3600 } });
		wan.emulator.inject(LOST);
		const run = await wan.run(edit({ advancedOptions: { timeout: 1 } }), {
			node: { onError: 'continueErrorOutput' },
		});
		expect(wan.json(run, 1)).toMatchObject([
			{
				error: expect.stringContaining('It is not known'),
				message: expect.stringContaining(String(ids()[0])),
			},
		]);
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.count('cancel')).toBe(0);
	});

	it('is reported only for its item: the others get their videos', async () => {
		await start();
		wan.emulator.inject({ ...BROKEN, after: 1 });
		const run = await wan.run(byColor(), {
			inputs: [{ color: 'red' }, { color: 'green' }, { color: 'blue' }],
			node: { onError: 'continueErrorOutput' },
		});
		expect(wan.json(run)).toMatchObject([
			{ status: 'SUCCEEDED', prompt: expect.any(String) },
			{ status: 'SUCCEEDED', prompt: expect.any(String) },
		]);
		expect(new Set(wan.json(run).map(({ taskId }) => taskId))).toEqual(new Set(ids()));
		expect(wan.json(run, 1)).toMatchObject([{ error: expect.stringContaining('It is not known') }]);
		expect(wan.emulator.count('create')).toBe(3);
	});
});

describe('Retry On Fail after a lost response', () => {
	const tries = { node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } };

	it('searches again, and continues with the task that it finds', async () => {
		await start();
		wan.emulator.inject(LOST);
		// About as many reads of the list as the first try has time for.
		wan.emulator.inject({ on: 'list', kind: 'status', status: 503, times: 7 });
		const run = await wan.run(edit(), tries);
		expect(wan.json(run)).toMatchObject([{ taskId: ids()[0], status: 'SUCCEEDED' }]);
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.count('list')).toBeGreaterThan(7);
	});

	it('searches again, and creates none if it finds none', async () => {
		await start();
		wan.emulator.inject(BROKEN);
		const run = await wan.run(edit(), tries);
		expect(errorOf(run).context).toMatchObject({ kind: 'uncertain' });
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.count('list')).toBeGreaterThan(8);
	});
});
