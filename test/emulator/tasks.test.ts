import { fetch } from 'undici';
import { edit, refusal, TIME, UUID, vace } from './client';
import { client, emulator, short, start } from './emulatorPerTest';

const HOUR = 3600_000;

afterEach(() => emulator.close());

describe('the statuses of a task', () => {
	it('go through PENDING and RUNNING to SUCCEEDED, each as documented', async () => {
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
		expect(Date.parse(`${submit_time.replace(' ', 'T')}+08:00`)).toBe(emulator.tasks[0]?.submittedAt);

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

	it('stay RUNNING until the nominal end, however early the video is finished', async () => {
		await start({ runSeconds: { queue: 0, run: 600 } });
		const id = await client.submit(short());
		while (!emulator.tasks[0]?.outputPath) await new Promise((resolve) => setTimeout(resolve, 50));
		expect((await client.query(id)).body.output.task_status).toBe('RUNNING');
		emulator.clock.advance(600_000);
		const { output } = await client.until(id, 'SUCCEEDED');
		expect(Date.parse(output.end_time) - Date.parse(output.scheduled_time)).toBe(600_000);
	});

	it('show VACE with its own usage, and the rewritten prompt only if rewriting was on', async () => {
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

	it('show the prompt as truncated', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const input = { video_url: emulator.sample('product-short.mp4'), prompt: '界'.repeat(900) };
		const { output } = await client.finish(vace('video_outpainting', input, { left_scale: 1.2 }));
		expect(output.orig_prompt).toBe('界'.repeat(800));
	});

	it('end as FAILED with code and message when an input cannot be fetched', async () => {
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

	it('are UNKNOWN, with HTTP 200, for a task that never existed', async () => {
		await start();
		expect(await client.query('502a00b1-0000-0000-0000-000000000000')).toEqual({
			status: 200,
			body: {
				request_id: expect.stringMatching(UUID),
				output: { task_id: '502a00b1-0000-0000-0000-000000000000', task_status: 'UNKNOWN' },
			},
		});
	});

	it('expire with the result link after 24 hours', async () => {
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
	it('reject a manipulated one, serve ranges, and need no API key', async () => {
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
