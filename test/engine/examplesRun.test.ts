import type { INodeExecutionData } from 'n8n-workflow';
import type { Script } from '../support/stand-in-agent';
import { fileOf } from '../support/wan';
import {
	createBodies,
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

/** What the model of the agent says; set by the test. */
let script: Script;

beforeAll(async () => await startExamples({ script: (...heard) => script(...heard) }));

afterAll(stopExamples);

beforeEach(() => {
	emulator.forget();
	emulator.clearFaults();
});

describe('first-video.json', () => {
	it('edits the sample clip, and outputs the file', async () => {
		const run = await runExample('first-video.json');
		expectSuccess(run);
		expect(itemsOf(run, 'Use the Video')).toEqual([expect.objectContaining(video)]);
		expect(createBodies()).toMatchObject([{ parameters: { resolution: '720P' } }]);
	});
});

describe('six-modes.json', () => {
	it('outputs one video per mode, and creates one task for each', async () => {
		const run = await runExample('six-modes.json');
		expectSuccess(run);
		const modes = ['Edit', 'Generate From References', 'Repaint', 'Edit Region', 'Extend', 'Outpaint'];
		for (const mode of modes) expect(itemsOf(run, mode)).toEqual([expect.objectContaining(video)]);
		expect(emulator.count('create')).toBe(modes.length);
	});

	it('edits a file from an earlier node, and links in the other modes', async () => {
		await runExample('six-modes.json');
		const [edit, ...others] = createBodies();
		expect(edit!.input.media).toEqual([{ type: 'video', url: expect.stringMatching(/^oss:/) }]);
		expect(others).toHaveLength(5);
		expect(JSON.stringify(others)).not.toContain('oss:');
	});
});

describe('one-clip-three-channels.json', () => {
	it('gives each channel its own variant, and says which one failed', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.', after: 1 });
		const run = await runExample('one-clip-three-channels.json');
		expectSuccess(run);
		expect(createBodies().map(({ parameters }) => parameters)).toEqual(
			['16:9', '9:16', '1:1'].map((ratio) => ({ resolution: '720P', ratio, audio_setting: 'origin' })),
		);
		expect(new Set(createBodies().map(({ input }) => input.prompt)).size).toBe(3);
		expect(itemsOf(run, 'Publish to YouTube')).toEqual([expect.objectContaining(video)]);
		expect(itemsOf(run, 'Publish to Reels')).toEqual([]);
		expect(itemsOf(run, 'Publish to Feed')).toEqual([expect.objectContaining(video)]);
		expect(jsonOf(run, 'List Failed Channels')).toEqual([
			{
				channel: 'Reels',
				reason: expect.stringContaining('DataInspectionFailed'),
				taskId: emulator.tasks.find(({ status }) => status === 'FAILED')?.id,
			},
		]);
	});
});

describe('region-edit-web-form.json', () => {
	const submitted = async (mask: string): Promise<INodeExecutionData[]> => [
		{
			json: { Prompt: 'A lion in a suit sips coffee', submittedAt: '2026-11-20T10:00:00Z', formMode: 'test' },
			binary: {
				Video: await fileOf('product-short.mp4', 'video/mp4'),
				Mask: await fileOf(mask, 'image/png'),
			},
		},
	];

	it('edits the uploaded files and ends with the result', async () => {
		const run = await runExample('region-edit-web-form.json', { items: await submitted('mask-short.png') });
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
		expect(itemsOf(run, 'Show Video')).toEqual([expect.objectContaining(video)]);
		expect(itemsOf(run, 'Show Error')).toEqual([]);
	});

	it('explains on the page what is wrong with a mask, before anything is sent', async () => {
		const run = await runExample('region-edit-web-form.json', { items: await submitted('first-frame.png') });
		expectSuccess(run);
		expect(itemsOf(run, 'Show Video')).toEqual([]);
		expect(jsonOf(run, 'Show Error')).toMatchObject([{ error: expect.stringContaining("'Mask'") }]);
		expect(emulator.requests).toEqual([]);
	});
});

describe('longer-then-wider.json', () => {
	it('passes the link of the longer video to the second step', async () => {
		const run = await runExample('longer-then-wider.json');
		expectSuccess(run);
		const [extended] = jsonOf(run, 'Make It Longer');
		expect(createBodies()).toMatchObject([
			{ input: { function: 'video_extension' } },
			{
				input: { function: 'video_outpainting', video_url: extended!.videoUrl },
				parameters: { left_scale: 1.25, right_scale: 1.25 },
			},
		]);
		expect(itemsOf(run, 'Use the Video')).toEqual([expect.objectContaining(video)]);
	});

	it('does not lose the first step if the second one fails', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError.Algo', after: 1 });
		const run = await runExample('longer-then-wider.json');
		expectSuccess(run);
		const [extended] = jsonOf(run, 'Make It Longer');
		expect(jsonOf(run, 'Keep the Longer Video')).toEqual([
			{
				longerTaskId: extended!.taskId,
				longerVideoUrl: extended!.videoUrl,
				linkExpiresAt: extended!.videoUrlExpiresAt,
				widerTaskId: emulator.tasks.at(-1)?.id,
				reason: expect.stringContaining('InternalError.Algo'),
			},
		]);
	});
});

describe('edit-by-chat.json', () => {
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

	it('lets the agent start one task with the link from the chat, and get its video', async () => {
		const chat = { json: { sessionId: 's1', action: 'sendMessage', chatInput: `Claymation: ${VIDEO}` } };
		const run = await runExample('edit-by-chat.json', { by: 'Chat', items: [chat] });
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

	it('has an example request that works without the chat', async () => {
		const run = await runExample('edit-by-chat.json', { by: MANUAL });
		expectSuccess(run);
		expect(createBodies()).toHaveLength(1);
		expect(jsonOf(run, 'Video Agent')).toEqual([{ output: expect.stringMatching(/^SUCCEEDED: http/) }]);
	});
});
