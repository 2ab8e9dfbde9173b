import type { IDataObject, INode } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { itemsOf, type SavedCredential } from './support/api';
import { API_KEY, startSite, type Site } from './support/site';
import { until } from './support/until';
import {
	line,
	manualTrigger,
	node,
	publishWebhook,
	START,
	threeItems,
	WAN,
	wanNode,
} from './support/workflows';

let site: Site;
let slow: Emulator;

beforeAll(async () => {
	site = await startSite();
});

afterAll(async () => {
	await site?.close();
});

beforeEach(async () => {
	slow = await startEmulator({ runSeconds: { queue: 1, run: 600 }, render: 'sample' });
});

afterEach(async () => {
	await slow.close();
});

/** An execution whose n8n is killed while it waits for the tasks of its items. */
async function crashedExecution(path: string, prompts: string[], parameters: IDataObject): Promise<string> {
	const { api } = site;
	const data = { apiKey: API_KEY, region: 'custom', baseUrl: slow.url };
	const credential = await api.createCredential('wanDashScopeApi', path, data);
	const video = slow.sample('product-short.mp4');
	const { id, post } = await publishWebhook(site, path, credential, video, {
		advancedOptions: { polling: 'fast' },
		...parameters,
	});
	await post(prompts);
	await until('a task for each item, and a look at them', () => {
		return slow.tasks.length === prompts.length && slow.count('query') + slow.count('list') > 0;
	});
	await site.crash();
	const [execution] = await api.executions(id);
	await until('n8n to see that the execution crashed', async () => {
		return (await api.execution(execution!.id)).status === 'crashed';
	});
	return execution!.id;
}

/** What the Wan node returns when Retry is chosen and the videos are finished meanwhile. */
async function retried(executionId: string, workflow: 'original' | 'saved'): Promise<IDataObject[]> {
	const asked = slow.count('query') + slow.count('list');
	const ending = site.api.retry(executionId, workflow);
	await until('the first request of the retry', () => slow.count('query') + slow.count('list') > asked);
	slow.clock.advance(700_000);
	const execution = await ending;
	expect(execution.data.resultData.error).toBeUndefined();
	return itemsOf(execution, WAN).map(({ json }) => json);
}

describe('a crash of n8n during the wait', () => {
	it("leaves the ID of every task in n8n's log, the only thing that survives it", async () => {
		await crashedExecution('crash-log', ['Clay', 'Glass', 'Wood'], {});
		for (const { id } of slow.tasks) expect(site.n8n.log()).toContain(id);
		expect(slow.count('create')).toBe(3);
	});

	it('pays once however often Retry is clicked', async () => {
		const executionId = await crashedExecution('crash', ['Clay'], {});
		const [task] = slow.tasks;
		for (const workflow of ['original', 'saved'] as const) {
			const [item] = await retried(executionId, workflow);
			expect(item).toMatchObject({ taskId: task!.id, status: 'SUCCEEDED', recovered: true });
		}
		expect(slow.count('create')).toBe(1);
	});

	it('pays once for a prompt that differs in each run', async () => {
		const prompt = '={{ $json["body.prompts"] }} of {{ $now.toMillis() }}';
		const executionId = await crashedExecution('crash-now', ['Clay'], { prompt });
		const [item] = await retried(executionId, 'original');
		expect(item).toMatchObject({ taskId: slow.tasks[0]!.id, recovered: true });
		expect(slow.count('create')).toBe(1);
	});

	it('gives each item of a batch its own task', async () => {
		const prompts = ['Clay', 'Glass', 'Wood'];
		const executionId = await crashedExecution('crash-batch', prompts, {});
		const items = await retried(executionId, 'saved');
		const promptOf = (taskId: unknown) =>
			(slow.tasks.find(({ id }) => id === taskId)!.body as { input: { prompt: string } }).input.prompt;
		expect(items.map(({ taskId }) => promptOf(taskId))).toEqual(prompts);
		expect(slow.count('create')).toBe(3);
	});
});

describe('a credential that cannot be used', () => {
	const SUCCESS = 'Success';
	const FAILURE = 'Failure';

	/** What leaves by the two outputs when three items meet the credential. */
	async function outputsWith(credential: SavedCredential, onError: INode['onError']) {
		const edit = { ...wanNode({ operation: 'edit', prompt: 'Clay' }, credential), onError };
		edit.parameters.videoUrl = slow.sample('product-short.mp4');
		const draft = line('Unusable credential', manualTrigger(), threeItems(), edit);
		const noOp = (name: string) => node(name, 'n8n-nodes-base.noOp', 1);
		const branches = [SUCCESS, FAILURE].map((name) => [{ node: name, type: 'main' as const, index: 0 }]);
		const workflow = await site.api.createWorkflow({
			...draft,
			nodes: [...draft.nodes, noOp(SUCCESS), noOp(FAILURE)],
			connections: { ...draft.connections, [WAN]: { main: branches } },
		});
		const execution = await site.api.run(workflow, START);
		return {
			status: execution.status,
			success: itemsOf(execution, SUCCESS).map(({ json }) => json),
			failure: itemsOf(execution, FAILURE).map(({ json }) => json),
		};
	}

	const unusable: ReadonlyArray<[string, () => Promise<SavedCredential>]> = [
		[
			'has a base URL that is no address',
			async () =>
				await site.api.createCredential('wanDashScopeApi', 'No address', {
					apiKey: API_KEY,
					region: 'custom',
					baseUrl: 'my gateway',
				}),
		],
		[
			'has a workspace ID that is none',
			async () =>
				await site.api.createCredential('wanDashScopeApi', 'No workspace', {
					apiKey: API_KEY,
					region: 'cn-beijing',
					workspaceId: 'my workspace',
				}),
		],
		['does not exist any more', async () => ({ id: 'gone', name: 'Deleted' })],
	];

	it.each(unusable)('sends every item to the error output when it %s', async (_, create) => {
		const outputs = await outputsWith(await create(), 'continueErrorOutput');
		expect(outputs.success).toEqual([]);
		expect(outputs.failure).toHaveLength(3);
		for (const { error } of outputs.failure) expect(error).toMatch(/credential/i);
	});

	it('ends the execution if the node stops on errors', async () => {
		const outputs = await outputsWith(await unusable[0]![1](), 'stopWorkflow');
		expect(outputs).toEqual({ status: 'error', success: [], failure: [] });
	});
});

describe('a task that is canceled at Alibaba Cloud', () => {
	it('fails the execution, so that its error workflow runs', async () => {
		const { api } = site;
		const queued = await startEmulator({ runSeconds: { queue: 3600 }, render: 'sample' });
		try {
			const errorWorkflow = await api.createWorkflow(
				line('When something fails', node('Error Trigger', 'n8n-nodes-base.errorTrigger', 1)),
			);
			await api.publish(errorWorkflow);
			const data = { apiKey: API_KEY, region: 'custom', baseUrl: queued.url };
			const credential = await api.createCredential('wanDashScopeApi', 'Queued', data);
			const { id, post } = await publishWebhook(
				site,
				'canceled',
				credential,
				queued.sample('product-short.mp4'),
				{ advancedOptions: { polling: 'fast' } },
				{ errorWorkflow },
			);
			await post(['Clay']);
			await until('a look at the task', () => queued.count('query') + queued.count('list') > 0);
			const [task] = queued.tasks;
			const canceled = await fetch(`${queued.url}/api/v1/tasks/${task!.id}/cancel`, {
				method: 'POST',
				headers: { Authorization: `Bearer ${API_KEY}` },
			});
			expect(canceled.status).toBe(200);

			const [started] = await api.executions(id);
			const execution = await api.finished(started!.id);
			expect(execution.status).toBe('error');
			expect(execution.data.resultData.error?.description).toContain(task!.id);
			await until('the error workflow', async () => (await api.executions(errorWorkflow)).length === 1);
		} finally {
			await queued.close();
		}
	});
});
