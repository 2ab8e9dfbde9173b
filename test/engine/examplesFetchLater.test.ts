import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSamples } from '../../emulator/samples/samples';
import { errorOf } from '../support/wan';
import {
	emulator,
	expectSuccess,
	itemsOf,
	jsonOf,
	MANUAL,
	runExample,
	startExamples,
	stopExamples,
	video,
} from './exampleRuns';

let folder: string;

beforeAll(async () => await startExamples());

afterAll(stopExamples);

beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
	folder = mkdtempSync(join(tmpdir(), 'wan-examples-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('folder-of-clips.json', () => {
	it('saves every clip, and lists those that failed with their task IDs', async () => {
		const [inputFolder, outputFolder] = [join(folder, 'clips'), join(folder, 'edited')];
		for (const each of [inputFolder, outputFolder]) mkdirSync(each);
		const sample = join(await ensureSamples(), 'product-short.mp4');
		const clips = Array.from({ length: 7 }, (_, index) => `clip-${index + 1}.mp4`);
		for (const clip of clips) copyFileSync(sample, join(inputFolder, clip));
		copyFileSync(sample, join(inputFolder, 'notes.txt'));
		emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.' });
		emulator.inject({ on: 'result', kind: 'status', status: 404 });

		const run = await runExample('folder-of-clips.json', { settings: { inputFolder, outputFolder } });
		expectSuccess(run);
		expect(emulator.count('create')).toBe(7);
		const failed = jsonOf(run, 'List Failed Clips');
		// Files are uploaded two at a time: which task is the first is not said.
		expect(failed.map(({ reason }) => String(reason)).sort()).toEqual([
			expect.stringContaining('DataInspectionFailed'),
			expect.stringContaining('download'),
		]);
		expect(failed.map(({ taskId }) => taskId)).toEqual([
			expect.stringMatching(/\w/),
			expect.stringMatching(/\w/),
		]);
		const names = failed.map(({ clip }) => String(clip));
		expect(new Set([...readdirSync(outputFolder), ...names])).toEqual(new Set(clips));
		expect(readdirSync(outputFolder)).toHaveLength(clips.length - 2);
	});
});

describe('start-now-fetch-later.json', () => {
	it('checks back until the task is done, and never creates another', async () => {
		const set = { 'output.task_status': 'RUNNING', 'output.video_url': null };
		emulator.inject({ on: 'query', kind: 'edit', set });
		const run = await runExample('start-now-fetch-later.json');
		expectSuccess(run);
		expect(jsonOf(run, 'Start Edit')).toEqual([expect.not.objectContaining({ videoUrl: expect.anything() })]);
		expect(jsonOf(run, 'Get Video').map(({ status }) => status)).toEqual(['RUNNING', 'SUCCEEDED']);
		expect(itemsOf(run, 'Use the Video')).toEqual([expect.objectContaining(video)]);
		expect(emulator.count('create')).toBe(1);
		expect(emulator.count('query')).toBe(2);
	});

	it('ends with the reason if the task failed', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'InvalidFile.FPS', message: 'Too few.' });
		const run = await runExample('start-now-fetch-later.json');
		expect(errorOf(run).message).toMatch(/^Task \S+ ended as FAILED\. InvalidFile\.FPS Too few\./);
	});
});

describe('advanced/fetch-on-event.json', () => {
	/** As EventBridge delivers it (ALI-EB, "Async task events through EventBridge"), behind n8n's Webhook node. */
	const event = (
		taskId: unknown,
		{ type = 'dashscope:System:AsyncTaskFinish', model = 'wan2.7-videoedit' } = {},
	): INodeExecutionData[] => [
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
					data: {
						task_id: taskId,
						task_status: 'SUCCEEDED',
						region: 'cn-beijing',
						user_api_unique_key: `apikey:v1:aigc:video-generation:video-synthesis:${model}`,
						contain_result: false,
					},
				} as IDataObject,
			},
		},
	];
	const receive = async (items: INodeExecutionData[]) =>
		await runExample('advanced/fetch-on-event.json', { by: 'Task Finished', items });

	it('creates the task and ends; the event downloads the video', async () => {
		const submission = await runExample('advanced/fetch-on-event.json', { by: MANUAL });
		expectSuccess(submission);
		const [{ taskId }] = jsonOf(submission, 'Start Edit') as [IDataObject];
		expect(emulator.count('query')).toBe(0);

		emulator.clock.advance(600_000);
		const run = await receive(event(taskId));
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toEqual([
			expect.objectContaining({ ...video, json: expect.objectContaining({ taskId, status: 'SUCCEEDED' }) }),
		]);
		expect(emulator.count('create')).toBe(1);
	});

	it('sends no request for events of another kind or model, and checks the status itself', async () => {
		expectSuccess(await receive(event('x', { type: 'dashscope:System:Other' })));
		expectSuccess(await receive(event('x', { model: 'qwen-image' })));
		expect(emulator.requests).toEqual([]);
		const forged = await receive(event('00000000-0000-4000-8000-000000000000'));
		expectSuccess(forged);
		expect(itemsOf(forged, 'Use the Video')).toEqual([]);
		expect(jsonOf(forged, 'Report Failure')).toMatchObject([
			{ status: 'UNKNOWN', reason: expect.stringContaining('does not know this task') },
		]);
	});
});

describe('advanced/save-missed-videos.json', () => {
	const recover = async (staticData: IDataObject, archiveFolder = folder) =>
		await runExample('advanced/save-missed-videos.json', {
			by: 'At 3:00 and 15:00',
			mode: 'trigger',
			settings: { archiveFolder },
			staticData,
		});

	it('archives finished videos once, and retries those that could not be archived', async () => {
		// All that other tests left is long gone.
		emulator.clock.advance(25 * 3_600_000);
		await runExample('advanced/fetch-on-event.json', { by: MANUAL });
		await runExample('advanced/fetch-on-event.json', { by: MANUAL });
		const taskIds = emulator.tasks.slice(-2).map(({ id }) => id);
		emulator.clock.advance(600_000);

		const staticData: IDataObject = {};
		const inVain = await recover(staticData, join(folder, 'not there'));
		expectSuccess(inVain);
		expect(jsonOf(inVain, 'List Missing Videos')).toHaveLength(2);
		expect(jsonOf(inVain, 'List Missing Videos')).toEqual(
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

	it('can also be run manually', async () => {
		const run = await runExample('advanced/save-missed-videos.json', {
			by: MANUAL,
			settings: { archiveFolder: folder },
		});
		expectSuccess(run);
		expect(jsonOf(run, 'Remember Saved Videos').length).toBe(readdirSync(folder).length);
	});
});
