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
	): Promise<string[]> {
		const node = new ClockedWanVideoEdit(clockOf(emulator));
		const engine = await startEngine({
			packageDir: process.cwd(),
			replace: {
				'n8n-nodes-wan-video-edit.wanVideoEditTool': asTool(node),
				'@n8n/n8n-nodes-langchain.agent': invokingAgent(calls),
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
});
