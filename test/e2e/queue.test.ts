import { startEmulator } from '../../emulator';
import { itemsOf } from './support/api';
import { API_KEY, startSite, type Site } from './support/site';
import { until } from './support/until';
import { line, manualTrigger, publishWebhook, START, WAN, wanNode } from './support/workflows';

let site: Site;

beforeAll(async () => {
	site = await startSite({ workers: 2, emulator: { render: 'sample' } });
});

afterAll(async () => {
	await site?.close();
});

/** The worker that an execution runs on. */
const workerOf = (executionId: string) =>
	site.workers.find((worker) => new RegExp(`started execution ${executionId}\\b`).test(worker.log()));

it('edits 20 items of four concurrent executions on two workers: one task each, every file available on main', async () => {
	const { api, emulator, credential } = site;
	const video = emulator.sample('product-short.mp4');
	const { id, post } = await publishWebhook(site, 'twenty', credential, video, {
		downloadVideo: true,
		advancedOptions: { polling: 'fast' },
	});
	const prompts = Array.from({ length: 20 }, (_, index) => `Clay, version ${index}`);
	await Promise.all([0, 5, 10, 15].map(async (from) => await post(prompts.slice(from, from + 5))));
	await until('four executions', async () => (await api.executions(id)).length === 4);

	const executions = [];
	for (const one of await api.executions(id)) executions.push(await api.finished(one.id));
	expect(executions.map(({ status }) => status)).toEqual(Array(4).fill('success'));
	expect(new Set(executions.map((one) => workerOf(one.id)))).toEqual(new Set(site.workers));

	const items = executions.flatMap((execution) => itemsOf(execution, WAN));
	expect(emulator.count('create')).toBe(20);
	expect(items.map(({ json }) => json.taskId).sort()).toEqual(emulator.tasks.map((task) => task.id).sort());
	expect(
		emulator.tasks.map(({ body }) => (body as { input: { prompt: string } }).input.prompt).sort(),
	).toEqual([...prompts].sort());
	for (const { binary } of items) {
		const { id: binaryId } = binary!.data!;
		// What n8n itself chooses for queue mode.
		expect(binaryId).toMatch(/^database:/);
		const { type, bytes } = await api.download(binaryId!);
		expect([type, bytes.subarray(4, 8).toString()]).toEqual([expect.stringContaining('video/mp4'), 'ftyp']);
	}
});

it('loses no task of a worker that is killed while it waits, and creates none twice', async () => {
	const { api } = site;
	const slow = await startEmulator({ runSeconds: { queue: 1, run: 600 }, render: 'sample' });
	try {
		const data = { apiKey: API_KEY, region: 'custom', baseUrl: slow.url };
		const credential = await api.createCredential('wanDashScopeApi', 'Slow', data);
		const { id, post } = await publishWebhook(
			site,
			'killed',
			credential,
			slow.sample('product-short.mp4'),
			{},
		);
		await post(['One', 'Two', 'Three', 'Four', 'Five']);
		await until('five tasks and a look at them', () => {
			return slow.tasks.length === 5 && slow.count('query') + slow.count('list') > 0;
		});
		const [execution] = await api.executions(id);
		await workerOf(execution!.id)!.kill();
		// The other worker finds the job without its owner.
		await until('the end of the execution', async () => {
			return !['new', 'running'].includes((await api.execution(execution!.id)).status);
		});
		expect((await api.execution(execution!.id)).status).toMatch(/crashed|error/);

		slow.clock.advance(700_000);
		const collect = await api.createWorkflow(
			line(
				'Collect',
				manualTrigger(),
				wanNode({ resource: 'task', operation: 'getMany', returnAll: true }, credential, 'Get Many'),
				wanNode(
					{
						resource: 'task',
						operation: 'get',
						taskId: '={{ $json.taskId }}',
						waitForCompletion: true,
						downloadVideo: true,
					},
					credential,
					'Get',
				),
			),
		);
		const collected = await api.run(collect, START);
		const found = itemsOf(collected, 'Get');
		expect(found.map(({ json }) => json.status)).toEqual(Array(5).fill('SUCCEEDED'));
		expect(found.map(({ json }) => json.taskId).sort()).toEqual(slow.tasks.map((task) => task.id).sort());
		expect(found.every(({ binary }) => binary?.data?.mimeType === 'video/mp4')).toBe(true);
		expect(slow.count('create')).toBe(5);
	} finally {
		await slow.close();
	}
});
