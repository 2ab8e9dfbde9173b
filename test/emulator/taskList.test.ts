import { clientOf, refusal, UUID, vace } from './client';
import { client, emulator, short, start } from './emulatorPerTest';

const IMAGE = 'https://example.com/a.png';
const HOUR = 3600_000;

afterEach(() => emulator.close());

const compact = (epoch: number) => new Date(epoch + 8 * HOUR).toISOString().replace(/\D/g, '').slice(0, 14);

describe('the task list', () => {
	it('has flat pages, newest first, with times in epoch milliseconds', async () => {
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

	it('filters by ID, model, status and time', async () => {
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

	it('rejects a range above 24 hours and invalid values', async () => {
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

describe('the other region', () => {
	it('has its own key and its own name in the list', async () => {
		await start({ region: 'ap-southeast-1' });
		const singapore = clientOf(emulator, 'sk-emulator-intl');
		await singapore.submit(short());
		expect((await singapore.get('/api/v1/tasks/')).body.data[0].region).toBe('ap-southeast-1');
		expect(await client.get('/api/v1/tasks/')).toEqual(
			refusal(401, 'InvalidApiKey', 'Invalid API-key provided.'),
		);
	});
});
