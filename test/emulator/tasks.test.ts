import { fetch } from 'undici';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { clientOf, edit, refusal, TIME, UUID, vace, type Client } from './client';

const IMAGE = 'https://example.com/a.png';
const HOUR = 3600_000;

let emulator: Emulator;
let client: Client;

/** Real time plays no part here: scale 1, and the tests turn the clock themselves. */
async function start(options: EmulatorOptions = {}): Promise<void> {
	emulator = await startEmulator({
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
		...options,
	});
	client = clientOf(emulator);
}
afterEach(() => emulator.close());

const short = () => edit(emulator.sample('product-short.mp4'));
const compact = (epoch: number) => new Date(epoch + 8 * HOUR).toISOString().replace(/\D/g, '').slice(0, 14);

describe('the states of a task', () => {
	it('goes through PENDING and RUNNING to SUCCEEDED and shows each as documented', async () => {
		await start({ runSeconds: { queue: 10, run: 60 } });
		const id = await client.submit(short());
		expect(await client.query(id)).toEqual({
			status: 200,
			body: {
				request_id: expect.stringMatching(UUID),
				output: { task_id: id, task_status: 'PENDING', submit_time: expect.stringMatching(TIME) },
			},
		});

		emulator.clock.advance(10_000);
		const running = await client.query(id);
		expect(running.body).toEqual({
			request_id: expect.stringMatching(UUID),
			output: {
				task_id: id,
				task_status: 'RUNNING',
				submit_time: expect.stringMatching(TIME),
				scheduled_time: expect.stringMatching(TIME),
			},
		});
		const { submit_time, scheduled_time } = running.body.output;
		expect(Date.parse(scheduled_time) - Date.parse(submit_time)).toBe(10_000);
		// UTC+8.
		expect(Math.abs(Date.parse(`${submit_time.replace(' ', 'T')}+08:00`) - Date.now())).toBeLessThan(60_000);

		emulator.clock.advance(60_000);
		expect(await client.until(id, 'SUCCEEDED')).toEqual({
			request_id: expect.stringMatching(UUID),
			output: {
				task_id: id,
				task_status: 'SUCCEEDED',
				submit_time,
				scheduled_time,
				end_time: expect.stringMatching(TIME),
				orig_prompt: 'Turn it into clay',
				video_url: expect.stringMatching(
					/^http:\/\/127\.0\.0\.1:\d+\/result\/[0-9a-f]+\/[0-9a-f-]+\.mp4\?Expires=\d+&OSSAccessKeyId=\w+&Signature=\S+$/,
				),
			},
			usage: { duration: 6, input_video_duration: 3, output_video_duration: 3, video_count: 1, SR: 720 },
		});
	});

	it('keeps a task RUNNING until its nominal end, however early the video is there', async () => {
		await start({ runSeconds: { queue: 0, run: 600 } });
		const id = await client.submit(short());
		while (!emulator.tasks[0]?.outputPath) await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await client.query(id)).body.output.task_status).toBe('RUNNING');
		emulator.clock.advance(600_000);
		const { output } = await client.until(id, 'SUCCEEDED');
		expect(Date.parse(output.end_time) - Date.parse(output.scheduled_time)).toBe(600_000);
	});

	it('shows VACE with its own usage and the rewritten prompt only where rewriting was on', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const body = vace(
			'video_outpainting',
			{ video_url: emulator.sample('product-short.mp4') },
			{ left_scale: 1.2 },
		);
		const answer = await client.finish(body);
		expect(answer.usage).toEqual({ video_duration: 3, video_ratio: 'standard', video_count: 1 });
		expect(answer.output.actual_prompt.length).toBeGreaterThan(answer.output.orig_prompt.length);
		const plain = await client.finish({ ...body, parameters: { left_scale: 1.2, prompt_extend: false } });
		expect(plain.output).not.toHaveProperty('actual_prompt');
	});

	it('shows the prompt as cut', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const input = { video_url: emulator.sample('product-short.mp4'), prompt: '界'.repeat(900) };
		const { output } = await client.finish(vace('video_outpainting', input, { left_scale: 1.2 }));
		expect(output.orig_prompt).toBe('界'.repeat(800));
	});

	it('ends as FAILED with code and message when an input cannot be fetched', async () => {
		await start({ runSeconds: { queue: 0, run: 60 } });
		const id = await client.submit(edit(emulator.sample('nothing.mp4')));
		expect(await client.until(id, 'FAILED')).toEqual({
			request_id: expect.stringMatching(UUID),
			output: {
				task_id: id,
				task_status: 'FAILED',
				submit_time: expect.stringMatching(TIME),
				scheduled_time: expect.stringMatching(TIME),
				end_time: expect.stringMatching(TIME),
				code: 'InvalidParameter.DataInspection',
				message: 'Unable to download the media resource during the data inspection process.',
			},
		});
	});

	it('answers UNKNOWN, with 200, to a task that never was', async () => {
		await start();
		expect(await client.query('502a00b1-0000-0000-0000-000000000000')).toEqual({
			status: 200,
			body: {
				request_id: expect.stringMatching(UUID),
				output: { task_id: '502a00b1-0000-0000-0000-000000000000', task_status: 'UNKNOWN' },
			},
		});
	});

	it('forgets a task and its link after 24 hours', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const { output } = await client.finish(short());
		expect((await fetch(output.video_url)).status).toBe(200);
		emulator.clock.advance(24 * HOUR);
		expect((await client.query(output.task_id)).body.output.task_status).toBe('UNKNOWN');
		const late = await fetch(output.video_url);
		expect([late.status, await late.text()]).toEqual([
			403,
			expect.stringContaining('<Code>AccessDenied</Code>'),
		]);
	});
});

describe('result links', () => {
	it('refuses one that was tampered with, serves ranges, and wants no API key', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const { output } = await client.finish(short());
		const link = output.video_url as string;
		const later = link.replace(/Expires=\d+/, 'Expires=9999999999');
		expect((await fetch(later)).status).toBe(403);
		expect((await fetch(link.split('?')[0] ?? '')).status).toBe(403);

		const part = await fetch(link, { headers: { range: 'bytes=4-7' } });
		expect([part.status, part.headers.get('content-type'), await part.text()]).toEqual([
			206,
			'video/mp4',
			'ftyp',
		]);

		expect((await fetch(link, { headers: { authorization: 'Bearer sk-emulator' } })).status).toBe(400);
		const asked = emulator.requests.filter(({ endpoint }) => endpoint === 'result');
		expect(asked.map(({ headers }) => headers.authorization)).toEqual([
			undefined,
			undefined,
			undefined,
			'Bearer sk-emulator',
		]);
	});
});

describe('cancel', () => {
	it('stops a PENDING task, once', async () => {
		await start();
		const id = await client.submit(short());
		expect(await client.cancel(id)).toEqual({
			status: 200,
			body: { request_id: expect.stringMatching(UUID) },
		});
		expect((await client.query(id)).body).toEqual({
			request_id: expect.stringMatching(UUID),
			output: {
				task_id: id,
				task_status: 'CANCELED',
				submit_time: expect.stringMatching(TIME),
				end_time: expect.stringMatching(TIME),
			},
		});
		const again = refusal(
			400,
			'UnsupportedOperation',
			'Failed to cancel the task, please confirm if the task is in PENDING status.',
		);
		expect(await client.cancel(id)).toEqual(again);
		expect(await client.cancel('nobody')).toEqual(again);
	});

	it('does not stop a RUNNING task', async () => {
		await start({ runSeconds: { queue: 0 } });
		const id = await client.submit(short());
		expect((await client.cancel(id)).status).toBe(400);
		expect((await client.query(id)).body.output.task_status).toBe('RUNNING');
	});
});

describe('the task list', () => {
	it('gives flat pages, newest first, with times in epoch milliseconds', async () => {
		await start();
		const first = await client.submit(short());
		emulator.clock.advance(1000);
		const second = await client.submit(vace('image_reference', { ref_images_url: [IMAGE] }));
		const { status, body } = await client.get('/api/v1/tasks/?page_size=1');
		expect(status).toBe(200);
		expect(body).toEqual({
			total: 2,
			total_page: 2,
			page_no: 1,
			page_size: 1,
			request_id: expect.stringMatching(UUID),
			data: [
				{
					api_key_id: expect.any(String),
					caller_parent_id: expect.any(String),
					caller_uid: expect.any(String),
					gmt_create: expect.any(Number),
					model_name: 'wan2.1-vace-plus',
					region: 'cn-beijing',
					request_id: expect.stringMatching(UUID),
					status: 'PENDING',
					task_id: second,
					user_api_unique_key: 'apikey:v1:aigc:video-generation:video-synthesis:wan2.1-vace-plus',
				},
			],
		});
		const next = await client.get('/api/v1/tasks?page_size=1&page_no=2');
		expect(next.body.data[0].task_id).toBe(first);
		expect(body.data[0].gmt_create - next.body.data[0].gmt_create).toBeGreaterThanOrEqual(1000);
	});

	it('filters by id, model, state and time', async () => {
		await start();
		const early = await client.submit(short());
		emulator.clock.advance(HOUR);
		const late = await client.submit(vace('image_reference', { ref_images_url: [IMAGE] }));
		const ids = async (query: string) =>
			(await client.get(`/api/v1/tasks/?${query}`)).body.data.map((row: { task_id: string }) => row.task_id);
		const now = emulator.clock.now();
		expect(await ids(`task_id=${early}`)).toEqual([early]);
		expect(await ids('model_name=wan2.1-vace-plus')).toEqual([late]);
		expect(await ids('status=PENDING')).toEqual([late]);
		expect(await ids(`start_time=${compact(now - HOUR / 2)}`)).toEqual([late]);
		expect(await ids(`end_time=${compact(now - HOUR / 2)}`)).toEqual([early]);
	});

	it('refuses a span above 24 hours and what it cannot read', async () => {
		await start();
		const now = emulator.clock.now();
		for (const query of [
			`start_time=${compact(now - 30 * HOUR)}`,
			'start_time=2026-11-20',
			'end_time=20261399000000',
			'status=DONE',
			'page_no=0',
			'page_size=x',
		]) {
			expect(await client.get(`/api/v1/tasks/?${query}`)).toEqual(refusal(400, 'InvalidParameter'));
		}
	});
});

describe('limits', () => {
	it('lets two VACE submissions through within a second, and five of wan2.7', async () => {
		await start({ limits: {}, runSeconds: { queue: 3600 } });
		const send = async (body: object, times: number) => {
			const answers = [];
			for (let index = 0; index < times; index += 1) answers.push(await client.create(body));
			return answers;
		};
		const vaceAnswers = await send(vace('image_reference', { ref_images_url: [IMAGE] }), 3);
		expect(vaceAnswers.map(({ status }) => status)).toEqual([200, 200, 429]);
		expect(vaceAnswers[2]).toEqual(
			refusal(429, 'Throttling.RateQuota', 'Requests rate limit exceeded, please try again later.'),
		);
		expect((await send(short(), 6)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
		expect(emulator.tasks).toHaveLength(7);
		emulator.clock.advance(1000);
		expect((await client.create(vace('image_reference', { ref_images_url: [IMAGE] }))).status).toBe(200);
	});

	it('lets twenty queries through within a second, and counts lists and cancels apart', async () => {
		await start({ limits: {} });
		const statuses = await Promise.all(
			Array.from({ length: 21 }, async () => (await client.query('nobody')).status),
		);
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		expect((await client.get('/api/v1/tasks/')).status).toBe(200);
		expect((await client.cancel('nobody')).status).toBe(400);
	});

	it('runs two VACE tasks at once; the third waits as PENDING and starts when a place is free', async () => {
		await start({ runSeconds: { queue: 0, run: 60 } });
		const body = vace(
			'video_outpainting',
			{ video_url: emulator.sample('product-short.mp4') },
			{ left_scale: 1.2 },
		);
		const ids = [await client.submit(body), await client.submit(body), await client.submit(body)];
		const states = async () =>
			await Promise.all(ids.map(async (id) => (await client.query(id)).body.output.task_status));
		expect(await states()).toEqual(['RUNNING', 'RUNNING', 'PENDING']);
		while (!emulator.tasks[1]?.outputPath) await new Promise((resolve) => setTimeout(resolve, 50));
		emulator.clock.advance(60_000);
		await client.until(ids[0] ?? '', 'SUCCEEDED');
		await client.until(ids[2] ?? '', 'RUNNING');
		expect(emulator.tasks[2]?.scheduledAt).toBe(emulator.tasks[0]?.endedAt);
	});
});

describe('the other region', () => {
	it('takes its own key and names itself in the list', async () => {
		await start({ region: 'ap-southeast-1' });
		const singapore = clientOf(emulator, 'sk-emulator-intl');
		await singapore.submit(short());
		expect((await singapore.get('/api/v1/tasks/')).body.data[0].region).toBe('ap-southeast-1');
		expect(await client.get('/api/v1/tasks/')).toEqual(
			refusal(401, 'InvalidApiKey', 'Invalid API-key provided.'),
		);
	});
});
