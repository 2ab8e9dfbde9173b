import type { IDataObject, INode } from 'n8n-workflow';
import { startEmulator, type Emulator } from '../../emulator';
import { startEngine } from '../support/engine';
import { IdleTime } from '../support/idleTime';
import { asTool, invokingAgent } from '../support/stand-in-agent';
import { clockOf, ClockedWanVideoEdit, KEY, requestsOf } from '../support/wan';

/** An agent that runs its tools itself: n8n counts each try of a call as a run of the node. */
describe('As a tool of an agent, the node', () => {
	let emulator: Emulator;
	beforeEach(async () => {
		emulator = await startEmulator({ clock: new IdleTime(), render: 'sample' });
	});
	afterEach(async () => await emulator.close());

	async function answers(
		calls: IDataObject[],
		tool: Partial<INode>,
		more: IDataObject = {},
		atOnce = false,
	): Promise<string[]> {
		const node = new ClockedWanVideoEdit(clockOf(emulator));
		const engine = await startEngine({
			packageDir: process.cwd(),
			replace: {
				'n8n-nodes-wan-video-edit.wanVideoEditTool': asTool(node),
				'@n8n/n8n-nodes-langchain.agent': invokingAgent(calls, atOnce),
			},
		});
		try {
			const parameters = {
				...requestsOf(emulator).edit,
				prompt: "={{ $fromAI('prompt', 'What to change', 'string') }}",
				descriptionType: 'auto',
				toolDescription: 'Edits a video',
				...more,
			};
			const nodes = [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
				{ name: 'Agent', type: '@n8n/n8n-nodes-langchain.agent', typeVersion: 2, parameters: {} },
				{
					name: 'Edit',
					type: 'n8n-nodes-wan-video-edit.wanVideoEditTool',
					credentials: { wanDashScopeApi: { id: '1', name: 'Emulator' } },
					parameters,
					...tool,
				},
			].map((sketch, index) => ({ id: String(index), typeVersion: 1, position: [index, 0], ...sketch }));
			const run = await engine.run(
				{
					nodes: nodes as unknown as INode[],
					connections: {
						Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
						Edit: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
					},
				},
				{
					items: [{ json: {} }],
					credentials: {
						wanDashScopeApi: { apiKey: KEY, region: 'custom', baseUrl: emulator.url } as never,
					},
				},
			);
			expect(run.data.resultData.error).toBeUndefined();
			return engine.output(run, 'Agent').map(({ json }) => String(json.answer));
		} finally {
			await engine.close();
		}
	}

	const retried = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 };

	it('responds with link and task ID', async () => {
		const [answer] = await answers([{ prompt: 'Paint it red' }], {});
		expect(JSON.parse(answer ?? '')).toMatchObject([
			{ taskId: emulator.tasks[0]?.id, status: 'SUCCEEDED', videoUrl: expect.stringContaining('http') },
		]);
	});

	it('pays once when n8n retries a call whose task exceeded the timeout', async () => {
		const [answer] = await answers([{ prompt: 'Paint it red' }], retried, {
			advancedOptions: { timeout: 1 },
		});
		expect(answer).toContain('SUCCEEDED');
		expect(emulator.count('create')).toBe(1);
	});

	it('continues with the task when the agent calls again for a task that did not end in time', async () => {
		const again = { prompt: 'Paint it red' };
		const [first, second] = await answers([again, again], {}, { advancedOptions: { timeout: 1 } });
		expect(first).toContain(emulator.tasks[0]?.id);
		expect(second).toContain(emulator.tasks[0]?.id);
		expect(emulator.count('create')).toBe(1);
	});

	it('creates another video when the agent repeats a call that has its result', async () => {
		const again = { prompt: 'Paint it red' };
		const [first, second] = await answers([again, again], {});
		expect(first).toContain(emulator.tasks[0]?.id);
		expect(second).toContain(emulator.tasks[1]?.id);
		expect(emulator.count('create')).toBe(2);
	});

	const ten = Array.from({ length: 10 }, (_, number) => ({ prompt: `Paint it in color ${number}` }));
	const refused = /'Spending Limit \(Seconds\)' is \d+; Alibaba Cloud could bill/;
	const refusals = (texts: readonly string[]) => texts.filter((text) => refused.test(text)).length;

	it.each([
		['one after the other', false],
		['at the same time', true],
	])('stops an agent that calls it ten times %s at its limit', async (_, atOnce) => {
		// Six seconds a call.
		const said = await answers(ten, {}, { toolSpendingLimit: 30 }, atOnce);
		expect(emulator.count('create')).toBe(5);
		expect(refusals(said)).toBe(5);
	});

	it('counts equal calls at the same time one by one', async () => {
		const said = await answers(
			ten.map(() => ({ prompt: 'Paint it red' })),
			{},
			{ toolSpendingLimit: 12 },
			true,
		);
		expect(emulator.count('create')).toBe(2);
		expect(refusals(said)).toBe(8);
	});

	it('counts a call once, however often n8n tries it', async () => {
		const more = { toolSpendingLimit: 6, advancedOptions: { timeout: 1 } };
		const [answer] = await answers([{ prompt: 'Paint it red' }], retried, more);
		expect(answer).toContain('SUCCEEDED');
		expect(emulator.count('create')).toBe(1);
	});

	it('has a limit of 120 seconds where it was saved without one', async () => {
		const ofTen = { videoUrl: emulator.sample('product.mp4') };
		const calls = Array.from({ length: 13 }, (_, number) => ({ prompt: `Paint it in color ${number}` }));
		const said = await answers(calls, {}, ofTen);
		expect(emulator.count('create')).toBe(12);
		expect(said.at(-1)).toMatch(
			/'Spending Limit \(Seconds\)' is 120; Alibaba Cloud could bill 130 seconds: 120 earlier in this execution and 10 for this item/,
		);
	});
});
