import { existsSync } from 'node:fs';
import { request } from 'undici';
import { requestsOf, startWan, type Wan } from '../support/wan';

describe('every edit mode', () => {
	let wan: Wan;
	beforeAll(async () => {
		// Rendering takes real time: the slower the clock, the more of it fits into the timeout.
		wan = await startWan({ render: 'real', runSeconds: { queue: 1, run: 2 } });
	});
	afterAll(async () => await wan.close());

	const MODES = [
		['edit', 'wan2.7-videoedit', undefined],
		['imageReference', 'wan2.1-vace-plus', 'image_reference'],
		['repaint', 'wan2.1-vace-plus', 'video_repainting'],
		['editRegion', 'wan2.1-vace-plus', 'video_edit'],
		['extend', 'wan2.1-vace-plus', 'video_extension'],
		['outpaint', 'wan2.1-vace-plus', 'video_outpainting'],
	] as const;

	it.each(MODES)('%s creates a video from %s with one task', async (operation, model, vaceFunction) => {
		wan.emulator.forget();
		const run = await wan.run(requestsOf(wan.emulator)[operation]!);

		expect(run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(1);
		const task = wan.emulator.tasks.at(-1);
		expect(task?.status).toBe('SUCCEEDED');
		expect(task?.function).toBe(vaceFunction);

		expect(wan.json(run)).toEqual([
			{
				taskId: task?.id,
				status: 'SUCCEEDED',
				operation,
				model,
				videoUrl: expect.stringMatching(/^http.*\.mp4\?Expires=\d+/),
				videoUrlExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				prompt: expect.any(String),
				billedSeconds: expect.any(Number),
				submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				finishedAt: expect.stringMatching(/T[\d:.]+Z$/),
			},
		]);
		expect(wan.items(run)[0]?.pairedItem).toEqual({ item: 0 });

		const answer = await request(String(wan.json(run)[0]?.videoUrl));
		expect(answer.statusCode).toBe(200);
		expect((await answer.body.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
	});
});

describe('the item of a video', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());

	it('shows when the link expires, taken from the link itself', async () => {
		const [item] = wan.json(await wan.run(requestsOf(wan.emulator).edit!));
		const expires = Number(new URL(String(item?.videoUrl)).searchParams.get('Expires'));
		expect(Date.parse(String(item?.videoUrlExpiresAt))).toBe(expires * 1000);
		const hours = (expires * 1000 - Date.parse(String(item?.finishedAt))) / 3_600_000;
		expect(hours).toBeCloseTo(24, 1);
	});

	it("is Alibaba Cloud's unchanged response if it is not simplified", async () => {
		const [item] = wan.json(await wan.run({ ...requestsOf(wan.emulator).edit, simplify: false }));
		expect(item).toMatchObject({
			operation: 'edit',
			model: 'wan2.7-videoedit',
			videoUrlExpiresAt: expect.any(String),
			request_id: expect.any(String),
			output: { task_status: 'SUCCEEDED', orig_prompt: 'Make it clay' },
			usage: { SR: 720, video_count: 1 },
		});
		expect(item).not.toHaveProperty('error');
	});

	it('has the task ID at once if it does not wait', async () => {
		wan.emulator.forget();
		const run = await wan.run({ ...requestsOf(wan.emulator).edit, waitForCompletion: false });
		expect(wan.json(run)).toEqual([
			{
				taskId: wan.emulator.tasks.at(-1)?.id,
				status: 'PENDING',
				operation: 'edit',
				model: 'wan2.7-videoedit',
				submittedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			},
		]);
		expect(wan.emulator.requests.map(({ endpoint }) => endpoint)).toEqual(['create']);
	});

	it('has the video streamed into the binary store, without the key', async () => {
		wan.emulator.forget();
		const run = await wan.run({
			...requestsOf(wan.emulator).repaint,
			downloadVideo: true,
			outputField: 'video',
		});
		const [item] = wan.items(run);
		const file = item?.binary?.video;
		expect(file).toMatchObject({
			mimeType: 'video/mp4',
			fileExtension: 'mp4',
			fileName: `wan-repaint-${String(item?.json.taskId)}.mp4`,
		});
		expect(existsSync(wan.engine.binaryPath(file!) ?? '')).toBe(true);
		const bytes = await wan.engine.readBinary(file!);
		expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
		expect(bytes.byteLength).toBe(file?.bytes);
		const [fetched] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'result');
		expect(fetched?.headers).not.toHaveProperty('authorization');
	});

	it('comes from a request with exactly the options that the user set', async () => {
		wan.emulator.forget();
		const { editRegion } = requestsOf(wan.emulator);
		await wan.run({
			...editRegion,
			maskType: 'fixed',
			options: { seed: 7, expandMode: undefined, size: '960*960' },
			waitForCompletion: false,
		});
		expect(wan.emulator.requests[0]?.body).toEqual({
			model: 'wan2.1-vace-plus',
			input: {
				function: 'video_edit',
				prompt: editRegion?.prompt,
				video_url: editRegion?.videoUrl,
				mask_image_url: editRegion?.maskUrl,
				mask_frame_id: 1,
			},
			parameters: { mask_type: 'fixed', size: '960*960', seed: 7 },
		});
	});
});
