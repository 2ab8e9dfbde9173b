import { refusal, vace } from './client';
import { client, emulator, short, start } from './emulatorPerTest';

const IMAGE = 'https://example.com/a.png';

afterEach(() => emulator.close());

describe('limits', () => {
	it('accepts two VACE create requests within a second, and five of wan2.7', async () => {
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

	it('accepts twenty queries within a second, and counts lists and cancellations separately', async () => {
		await start({ limits: {} });
		const statuses = await Promise.all(
			Array.from({ length: 21 }, async () => (await client.query('nobody')).status),
		);
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		expect((await client.get('/api/v1/tasks/')).status).toBe(200);
		expect((await client.cancel('nobody')).status).toBe(400);
	});

	it('runs two VACE tasks concurrently; the third waits as PENDING and starts when a slot is free', async () => {
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
