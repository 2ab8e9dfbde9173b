import type { AssignmentCollectionValue, IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaledClock, startEmulator, type Emulator } from '../../emulator';
import { ensureSamples } from '../../emulator/samples/samples';
import { startEngine, type Engine, type RunOptions, type WorkflowJson } from '../support/engine';
import { asTool, scriptedAgent, type Script } from '../support/stand-in-agent';
import { waitNode } from '../support/stand-in-flow-nodes';
import { clockOf, ClockedWanVideoEdit, errorOf, fileOf, KEY } from '../support/wan';

let emulator: Emulator;
let engine: Engine;
let folder: string;
/** What the model of the agent says; set by the test. */
let script: Script;

beforeAll(async () => {
	emulator = await startEmulator({
		clock: scaledClock(60),
		render: 'sample',
		// The links of the examples lead to the provider: they stay as they are.
		fetchInputs: false,
		runSeconds: { queue: 1, run: 20 },
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
	});
	const node = new ClockedWanVideoEdit(clockOf(emulator));
	engine = await startEngine({
		packageDir: process.cwd(),
		replace: {
			wanVideoEdit: node,
			'n8n-nodes-wan-video-edit.wanVideoEditTool': asTool(node),
			'n8n-nodes-base.wait': waitNode(async (ms) => emulator.clock.advance(ms)),
			'@n8n/n8n-nodes-langchain.agent': scriptedAgent((...heard) => script(...heard)),
		},
	});
});

afterAll(async () => {
	await engine.close();
	await emulator.close();
});

beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
	folder = mkdtempSync(join(tmpdir(), 'wan-examples-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

interface How extends Omit<RunOptions, 'credentials'> {
	/** The trigger to start by, where there are several. */
	readonly by?: string;
	/** Fields of 'Settings' that a person fills in. Everything else stays as it is in the file. */
	readonly settings?: Record<string, string>;
}

const TRIGGERS = /trigger$|\.webhook$/i;

async function runExample(file: string, { by, settings = {}, ...options }: How = {}): Promise<IRun> {
	const path = join(__dirname, '../../examples', file);
	const workflow = JSON.parse(readFileSync(path, 'utf8')) as WorkflowJson;
	workflow.nodes = workflow.nodes.filter(({ type, name }) => !by || name === by || !TRIGGERS.test(type));
	const fields = workflow.nodes.find(({ name }) => name === 'Settings')?.parameters.assignments;
	for (const [name, value] of Object.entries(settings)) {
		const field = (fields as AssignmentCollectionValue).assignments.find((one) => one.name === name);
		field!.value = value;
	}
	const credential = { apiKey: KEY, region: 'custom', baseUrl: emulator.url };
	return await engine.run(workflow, { ...options, credentials: { wanDashScopeApi: credential } });
}

const MANUAL = 'When clicking ‘Execute workflow’';

const itemsOf = (run: IRun, node: string, output = 0): INodeExecutionData[] =>
	(run.data.resultData.runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);

const jsonOf = (run: IRun, node: string, output = 0): IDataObject[] =>
	itemsOf(run, node, output).map(({ json }) => json);

const video = { binary: { data: expect.objectContaining({ mimeType: 'video/mp4' }) } };

const createBodies = () =>
	emulator.requests
		.filter(({ endpoint }) => endpoint === 'create')
		.map(({ body }) => body as { model: string; input: IDataObject; parameters: IDataObject });

const expectSuccess = (run: IRun) => {
	expect(run.data.resultData.error).toBeUndefined();
	expect(run.status).toBe('success');
};

describe('six-modes.json', () => {
	it('gives out one video for each mode, and creates one task for it', async () => {
		const run = await runExample('six-modes.json');
		expectSuccess(run);
		const modes = ['Edit', 'Generate From References', 'Repaint', 'Edit Region', 'Extend', 'Outpaint'];
		for (const mode of modes) expect(itemsOf(run, mode)).toEqual([expect.objectContaining(video)]);
		expect(emulator.count('create')).toBe(modes.length);
	});
});

describe('style-variants.json', () => {
	it('gives each channel a variant of its own, and says which one failed', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.', after: 1 });
		const run = await runExample('style-variants.json');
		expectSuccess(run);
		expect(createBodies().map(({ parameters }) => parameters)).toEqual(
			['16:9', '9:16', '1:1'].map((ratio) => ({ resolution: '720P', ratio, audio_setting: 'origin' })),
		);
		expect(new Set(createBodies().map(({ input }) => input.prompt)).size).toBe(3);
		expect(itemsOf(run, 'Publish: YouTube')).toEqual([expect.objectContaining(video)]);
		expect(itemsOf(run, 'Publish: Reels')).toEqual([]);
		expect(itemsOf(run, 'Publish: Feed')).toEqual([expect.objectContaining(video)]);
		expect(jsonOf(run, 'What Failed')).toEqual([
			{
				channel: 'Reels',
				reason: expect.stringContaining('DataInspectionFailed'),
				taskId: emulator.tasks.find(({ status }) => status === 'FAILED')?.id,
			},
		]);
	});
});

describe('region-edit-form.json', () => {
	const submitted = async (mask: string): Promise<INodeExecutionData[]> => [
		{
			json: { Prompt: 'A lion in a suit sips coffee', submittedAt: '2026-11-20T10:00:00Z', formMode: 'test' },
			binary: {
				Video: await fileOf('product-short.mp4', 'video/mp4'),
				Mask: await fileOf(mask, 'image/png'),
			},
		},
	];

	it('edits what the form brought and ends with the file', async () => {
		const run = await runExample('region-edit-form.json', { items: await submitted('mask-short.png') });
		expectSuccess(run);
		expect(createBodies()).toMatchObject([
			{
				input: {
					function: 'video_edit',
					prompt: 'A lion in a suit sips coffee',
					video_url: expect.stringMatching(/^oss:/),
					mask_image_url: expect.stringMatching(/^oss:/),
				},
			},
		]);
		expect(itemsOf(run, 'Download')).toEqual([expect.objectContaining(video)]);
		expect(itemsOf(run, 'Say What Went Wrong')).toEqual([]);
	});

	it('says on the page what is wrong with a mask, before anything is sent', async () => {
		const run = await runExample('region-edit-form.json', { items: await submitted('mask.png') });
		expectSuccess(run);
		expect(itemsOf(run, 'Download')).toEqual([]);
		expect(jsonOf(run, 'Say What Went Wrong')).toMatchObject([{ error: expect.stringContaining("'Mask'") }]);
		expect(emulator.requests).toEqual([]);
	});
});

describe('clips-folder.json', () => {
	it('saves every clip, and collects by its ID one whose download failed', async () => {
		const [inputFolder, outputFolder] = [join(folder, 'clips'), join(folder, 'edited')];
		for (const each of [inputFolder, outputFolder]) mkdirSync(each);
		const sample = join(await ensureSamples(), 'product-short.mp4');
		const clips = Array.from({ length: 7 }, (_, index) => `clip-${index + 1}.mp4`);
		for (const clip of clips) copyFileSync(sample, join(inputFolder, clip));
		copyFileSync(sample, join(inputFolder, 'notes.txt'));
		emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.' });
		emulator.inject({ on: 'result', kind: 'status', status: 404 });

		const run = await runExample('clips-folder.json', { settings: { inputFolder, outputFolder } });
		expectSuccess(run);
		expect(emulator.count('create')).toBe(7);
		const failed = jsonOf(run, 'Report Failures');
		const late = jsonOf(run, 'Give It Time');
		expect(failed).toEqual([expect.objectContaining({ clip: 'clip-1.mp4', state: 'failed' })]);
		expect(late).toEqual([expect.objectContaining({ state: 'late', taskId: expect.stringMatching(/\w/) })]);
		expect(jsonOf(run, 'Save Late Clip')).toMatchObject([
			{ taskId: late[0]!.taskId, fileName: join(outputFolder, String(late[0]!.clip)) },
		]);
		expect(jsonOf(run, 'Still Missing')).toEqual([]);
		expect(readdirSync(outputFolder).sort()).toEqual(clips.slice(1));
	});
});

describe('long-job-wait.json', () => {
	it('comes back until the task is done, and never creates another', async () => {
		const set = { 'output.task_status': 'RUNNING', 'output.video_url': null };
		emulator.inject({ on: 'query', kind: 'edit', set });
		const run = await runExample('long-job-wait.json');
		expectSuccess(run);
		expect(jsonOf(run, 'Submit')).toEqual([expect.not.objectContaining({ videoUrl: expect.anything() })]);
		expect(jsonOf(run, 'Get Task').map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
		expect(itemsOf(run, 'Use the Video')).toEqual([expect.objectContaining(video)]);
		expect(emulator.count('create')).toBe(1);
		expect(emulator.count('query')).toBe(2);
	});

	it('ends with the reason where the task failed', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'InvalidFile.FPS', message: 'Too few.' });
		const run = await runExample('long-job-wait.json');
		expect(errorOf(run).message).toMatch(/^Task \S+ ended as FAILED\. InvalidFile\.FPS Too few\./);
	});
});

describe('long-job-event.json', () => {
	/** As EventBridge delivers it (`dashscope-api.md` §5.4), behind n8n's Webhook node. */
	const event = (taskId: unknown, type = 'dashscope:System:AsyncTaskFinish'): INodeExecutionData[] => [
		{
			json: {
				headers: { 'content-type': 'application/json' },
				params: {},
				query: {},
				body: {
					id: 'b3c1e0f2-0000-4000-8000-000000000000',
					source: 'acs.dashscope',
					type,
					specversion: '1.0',
					time: '2026-11-20T02:18:57Z',
					aliyuneventbusname: 'default',
					aliyunregionid: 'cn-beijing',
					data: { task_id: taskId, task_status: 'SUCCEEDED', region: 'cn-beijing', contain_result: false },
				} as IDataObject,
			},
		},
	];
	const receive = async (items: INodeExecutionData[]) =>
		await runExample('long-job-event.json', { by: 'Task Finished', items });

	it('submits and ends; the event fetches the video', async () => {
		const submission = await runExample('long-job-event.json', { by: MANUAL });
		expectSuccess(submission);
		const [{ taskId }] = jsonOf(submission, 'Submit') as [IDataObject];
		expect(emulator.count('query')).toBe(0);

		emulator.clock.advance(600_000);
		const run = await receive(event(taskId));
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toEqual([
			expect.objectContaining({ ...video, json: expect.objectContaining({ taskId, status: 'SUCCEEDED' }) }),
		]);
		expect(emulator.count('create')).toBe(1);
	});

	it('asks nothing for events of another kind, and believes none about the state', async () => {
		expectSuccess(await receive(event('x', 'dashscope:System:Other')));
		expect(emulator.requests).toEqual([]);
		const forged = await receive(event('00000000-0000-4000-8000-000000000000'));
		expectSuccess(forged);
		expect(itemsOf(forged, 'Use the Video')).toEqual([]);
		expect(jsonOf(forged, 'What Went Wrong')).toMatchObject([{ status: 'UNKNOWN' }]);
	});
});

describe('extend-outpaint.json', () => {
	it('hands the link of the longer video on to the second step', async () => {
		const run = await runExample('extend-outpaint.json');
		expectSuccess(run);
		const [extended] = jsonOf(run, 'Extend');
		expect(createBodies()).toMatchObject([
			{ input: { function: 'video_extension' } },
			{
				input: { function: 'video_outpainting', video_url: extended!.videoUrl },
				parameters: { left_scale: 1.25, right_scale: 1.25 },
			},
		]);
		expect(itemsOf(run, 'Use the Video')).toEqual([expect.objectContaining(video)]);
	});

	it('does not lose the first step where the second one fails', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError.Algo', after: 1 });
		const run = await runExample('extend-outpaint.json');
		expectSuccess(run);
		const [extended] = jsonOf(run, 'Extend');
		expect(jsonOf(run, 'What Is There')).toEqual([
			{
				extendTaskId: extended!.taskId,
				extendedVideoUrl: extended!.videoUrl,
				linkExpiresAt: extended!.videoUrlExpiresAt,
				outpaintTaskId: emulator.tasks.at(-1)?.id,
				reason: expect.stringContaining('InternalError.Algo'),
			},
		]);
	});
});

describe('agent-edits.json', () => {
	const VIDEO = 'https://example.com/clip.mp4';

	beforeEach(() => {
		script = (request, answers) => {
			const link = /https:\S+/.exec(request)?.[0];
			if (answers.length === 0) {
				return { tool: 'Start Edit', input: { videoUrl: link, prompt: 'Convert it to claymation' } };
			}
			if (answers.length === 1) return { tool: 'Get Video', input: { taskId: answers[0]!.taskId } };
			return { say: `${String(answers[1]!.status)}: ${String(answers[1]!.videoUrl)}` };
		};
	});

	it('lets the agent start one task with the link of the chat, and get its video', async () => {
		const chat = { json: { sessionId: 's1', action: 'sendMessage', chatInput: `Claymation: ${VIDEO}` } };
		const run = await runExample('agent-edits.json', { by: 'Chat', items: [chat] });
		expectSuccess(run);
		expect(createBodies()).toEqual([
			{
				model: 'wan2.7-videoedit',
				input: { prompt: 'Convert it to claymation', media: [{ type: 'video', url: VIDEO }] },
				parameters: { resolution: '720P', audio_setting: 'origin' },
			},
		]);
		expect(jsonOf(run, 'Video Agent')).toEqual([{ output: expect.stringMatching(/^SUCCEEDED: http/) }]);
	});

	it('has an example request that does without the chat', async () => {
		const run = await runExample('agent-edits.json', { by: MANUAL });
		expectSuccess(run);
		expect(createBodies()).toHaveLength(1);
		expect(jsonOf(run, 'Video Agent')).toEqual([{ output: expect.stringMatching(/^SUCCEEDED: http/) }]);
	});
});

describe('nightly-recovery.json', () => {
	const recover = async (staticData: IDataObject, archiveFolder = folder) =>
		await runExample('nightly-recovery.json', {
			by: 'At 3:00 and 15:00',
			mode: 'trigger',
			settings: { archiveFolder },
			staticData,
		});

	it('archives what is finished, once, and tries again what could not be archived', async () => {
		// All that other tests left is long gone.
		emulator.clock.advance(25 * 3_600_000);
		await runExample('long-job-event.json', { by: MANUAL });
		await runExample('long-job-event.json', { by: MANUAL });
		const taskIds = emulator.tasks.slice(-2).map(({ id }) => id);
		emulator.clock.advance(600_000);

		const staticData: IDataObject = {};
		const inVain = await recover(staticData, join(folder, 'not there'));
		expectSuccess(inVain);
		expect(jsonOf(inVain, 'Still Missing')).toHaveLength(2);
		expect(jsonOf(inVain, 'Still Missing')).toEqual(
			expect.arrayContaining(taskIds.map((taskId) => expect.objectContaining({ taskId }))),
		);

		expectSuccess(await recover(staticData));
		expect(readdirSync(folder).sort()).toEqual(taskIds.map((id) => `${id}.mp4`).sort());

		emulator.forget();
		expectSuccess(await recover(staticData));
		expect(emulator.count('list')).toBe(1);
		expect(emulator.count('query')).toBe(0);
		expect(emulator.count('create')).toBe(0);
	});

	it('runs by hand as well', async () => {
		const run = await runExample('nightly-recovery.json', {
			by: MANUAL,
			settings: { archiveFolder: folder },
		});
		expectSuccess(run);
		expect(jsonOf(run, 'Remember as Collected').length).toBe(readdirSync(folder).length);
	});
});
