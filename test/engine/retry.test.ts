import type { IDataObject, INode } from 'n8n-workflow';
import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

/** n8n's Retry On Fail runs the whole node again, for all items. */
describe('Retry On Fail', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const tries = (maxTries: number) => ({ node: { retryOnFail: true, maxTries, waitBetweenTries: 1 } });
	const byPrompt = (more: IDataObject = {}) => ({
		...requestsOf(wan.emulator).edit,
		prompt: '=Paint it {{ $json.color }}',
		...more,
	});

	it('continues with existing tasks: two items and three tries are two tasks', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', after: 1, code: 'DataInspectionFailed', message: 'No.' });
		const run = await wan.run(byPrompt(), { inputs: [{ color: 'red' }, { color: 'blue' }], ...tries(3) });
		expect(run.status).toBe('error');
		expect(errorOf(run).context).toMatchObject({ code: 'DataInspectionFailed' });
		expect(wan.emulator.count('create')).toBe(2);
	});

	it('creates a new task if the old one ended for a temporary reason, and only that one', async () => {
		wan.emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError', message: 'Try again.' });
		const run = await wan.run(byPrompt(), { inputs: [{ color: 'red' }, { color: 'blue' }], ...tries(3) });
		expect(run.status).toBe('success');
		expect(wan.json(run).map(({ prompt }) => prompt)).toEqual(['Paint it red', 'Paint it blue']);
		expect(wan.emulator.count('create')).toBe(3);
	});

	it('continues with the task even if an expression has another value in each try', async () => {
		const run = await wan.run(
			byPrompt({
				options: { seed: '={{ Math.floor(Math.random() * 1e9) }}' },
				advancedOptions: { timeout: 1 },
			}),
			{ inputs: [{ color: 'red' }], ...tries(5) },
		);
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('keeps waiting for a task that exceeded the timeout', async () => {
		const run = await wan.run(byPrompt({ advancedOptions: { timeout: 1 } }), {
			inputs: [{ color: 'red' }],
			...tries(5),
		});
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('never repeats a create request that may have been accepted', async () => {
		const before = wan.emulator.tasks.length;
		wan.emulator.inject({ on: 'create', kind: 'lostAnswer' });
		const run = await wan.run(byPrompt(), { inputs: [{ color: 'red' }], ...tries(3) });
		expect(wan.json(run)).toMatchObject([
			{ taskId: wan.emulator.tasks.at(-1)?.id, status: 'SUCCEEDED', prompt: 'Paint it red' },
		]);
		expect(wan.emulator.count('create')).toBe(1);
		expect(wan.emulator.tasks.length - before).toBe(1);
	});

	it('continues with the task whose create request was in flight when another item ended the run', async () => {
		const before = wan.emulator.tasks.length;
		wan.emulator.inject({ on: 'create', kind: 'delay', providerMs: 60_000 });
		wan.emulator.inject({ on: 'create', kind: 'status', status: 400, code: 'InvalidParameter', after: 1 });
		const run = await wan.run(byPrompt(), { inputs: [{ color: 'red' }, { color: 'blue' }], ...tries(2) });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.json(run).map(({ prompt }) => prompt)).toEqual(['Paint it red', 'Paint it blue']);
		expect(wan.emulator.count('create')).toBe(3);
		expect(wan.emulator.tasks.length - before).toBe(2);
	});

	it('downloads the video again if only the download failed', async () => {
		wan.emulator.inject({ on: 'result', kind: 'status', status: 403, code: 'AccessDenied' });
		const run = await wan.run(byPrompt({ downloadVideo: true }), {
			inputs: [{ color: 'red' }],
			...tries(2),
		});
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('does not affect a second run of the node, which gets its own tasks', async () => {
		const [start, node] = [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'Wan',
				type: 'n8n-nodes-wan-video-edit.wanVideoEdit',
				credentials: { wanDashScopeApi: { id: '1', name: 'Emulator' } },
				parameters: byPrompt({ waitForCompletion: false }),
			},
		];
		const nodes = [
			start,
			{ name: 'A', type: 'n8n-nodes-base.noOp' },
			{ name: 'B', type: 'n8n-nodes-base.noOp' },
			node,
		].map((sketch, index) => ({
			id: String(index),
			typeVersion: 1,
			position: [index, index],
			parameters: {},
			...sketch,
		}));
		const to = (...names: string[]) => ({
			main: [names.map((name) => ({ node: name, type: 'main' as const, index: 0 }))],
		});
		const run = await wan.engine.run(
			{
				nodes: nodes as unknown as INode[],
				connections: { Start: to('A', 'B'), A: to('Wan'), B: to('Wan') },
			},
			{ items: [{ json: { color: 'red' } }], credentials: { wanDashScopeApi: wan.credential as never } },
		);
		expect(run.status).toBe('success');
		expect(run.data.resultData.runData.Wan).toHaveLength(2);
		expect(wan.emulator.count('create')).toBe(2);
	});
});
