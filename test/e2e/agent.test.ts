import type { ITaskData } from 'n8n-workflow';
import type { Execution, SavedCredential } from './support/api';
import { loadExample, madeRunnable, manualTriggerOf } from './support/examples';
import { editOnRequest, startChatModel, type ChatModel } from './support/chatModel';
import { FILES_URL, NODE_TYPE, startSite, type Site } from './support/site';
import { manualTrigger, node, START } from './support/workflows';

const AGENT = 'AI Agent';
const MODEL = 'Chat Model';
const TOOL = 'Edit Video';
const PROMPT = 'Make it look like clay';

let site: Site;
let model: ChatModel;
let modelCredential: SavedCredential;

beforeAll(async () => {
	site = await startSite();
	model = await startChatModel({
		arguments: () => ({ Video: site.emulator.sample('product-short.mp4'), Prompt: PROMPT }),
	});
	modelCredential = await site.api.createCredential('openAiApi', 'Chat model', {
		apiKey: 'any',
		url: model.url,
	});
});

afterAll(async () => {
	model?.close();
	await site?.close();
});

async function runAgent(credential: SavedCredential): Promise<Execution> {
	const to = (type: 'main' | 'ai_tool' | 'ai_languageModel') => ({
		[type]: [[{ node: AGENT, type, index: 0 }]],
	});
	const workflow = await site.api.createWorkflow({
		name: 'Agent',
		nodes: [
			manualTrigger(),
			node(AGENT, '@n8n/n8n-nodes-langchain.agent', 3.1, {
				promptType: 'define',
				text: 'Turn the video into clay',
			}),
			node(
				MODEL,
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.3,
				{ model: { __rl: true, mode: 'id', value: 'stand-in' }, responsesApiEnabled: false, options: {} },
				{ credentials: { openAiApi: { ...modelCredential } } },
			),
			node(
				TOOL,
				`${NODE_TYPE}Tool`,
				1,
				{
					operation: 'edit',
					videoUrl: "={{ $fromAI('Video', `link to the video`, 'string') }}",
					prompt: "={{ $fromAI('Prompt', `what to change`, 'string') }}",
					resolution: '720P',
					advancedOptions: { polling: 'fast' },
				},
				{ credentials: { wanDashScopeApi: { ...credential } } },
			),
		],
		connections: { [START]: to('main'), [MODEL]: to('ai_languageModel'), [TOOL]: to('ai_tool') },
	});
	return await site.api.run(workflow, START);
}

const runsOf = (execution: Execution, name: string): ITaskData[] =>
	execution.data.resultData.runData[name] ?? [];

it('edits a video for an agent that chose link and prompt, and returns link and ID in a few words', async () => {
	const execution = await runAgent(site.credential);
	expect(execution.status).toBe('success');
	expect(runsOf(execution, TOOL).map(({ executionStatus }) => executionStatus)).toEqual(['success']);

	const tool = model.requests[0]?.tools?.[0]?.function;
	expect(Object.keys(tool?.parameters.properties ?? {}).sort()).toEqual(['Prompt', 'Video']);
	// Nobody filled in a description: the node's own names the limits, and that calls are paid.
	expect(tool?.description).toMatch(/MP4 or MOV, 2 to 10 seconds, up to 100 MB/);
	expect(tool?.description).toMatch(/up to 5,000 characters/);
	expect(tool?.description).toMatch(/Every call is paid for/);
	expect(tool?.description).toMatch(/If it fails with a task ID, do not call it again/);

	const [task, ...others] = site.emulator.tasks;
	expect(others).toEqual([]);
	expect(task?.body).toMatchObject({ input: { prompt: PROMPT } });

	const [answer = ''] = model.toolAnswers();
	expect(answer.length).toBeLessThan(1000);
	expect(JSON.parse(answer)).toEqual([
		expect.objectContaining({
			taskId: task!.id,
			status: 'SUCCEEDED',
			videoUrl: expect.stringContaining(FILES_URL) as string,
		}),
	]);
});

it('tells the agent what is wrong with the credential, and does not end the run', async () => {
	const wrong = { apiKey: 'sk-wrong', region: 'cn-beijing' };
	const execution = await runAgent(await site.api.createCredential('wanDashScopeApi', 'Wrong', wrong));
	expect(execution.status).toBe('success');
	expect(model.toolAnswers().join()).toMatch(/the API key is wrong/);
	expect(site.emulator.tasks).toHaveLength(1);
});

describe('examples/edit-by-chat.json', () => {
	it('creates one task, collects it by its ID and responds with the link', async () => {
		const before = site.emulator.tasks.length;
		const script = await startChatModel(...editOnRequest('https://none.invalid/'));
		try {
			const data = { apiKey: 'any', url: script.url };
			const chatModel = await site.api.createCredential('openAiApi', 'Script', data);
			const example = madeRunnable(loadExample('edit-by-chat.json'), { ...site, chatModel });
			const workflow = await site.api.createWorkflow(example);
			const execution = await site.api.run(workflow, manualTriggerOf(example)!);
			expect(execution.status).toBe('success');
			const [task, ...others] = site.emulator.tasks.slice(before);
			expect(others).toEqual([]);
			const [started = '', got = ''] = script.toolAnswers();
			expect(JSON.parse(started)).toEqual([expect.objectContaining({ taskId: task!.id })]);
			expect(JSON.parse(got)).toEqual([
				expect.objectContaining({
					taskId: task!.id,
					status: 'SUCCEEDED',
					videoUrl: expect.anything() as string,
				}),
			]);
		} finally {
			script.close();
		}
	});
});
