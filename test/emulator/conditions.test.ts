import { fetch } from 'undici';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator';
import { VirtualTime } from '../support/virtualTime';
import { clientOf, edit, refusal, type Client } from './client';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

let emulator: Emulator;
let client: Client;

/** Nothing here is about pictures. */
async function start(options: EmulatorOptions): Promise<void> {
	emulator = await startEmulator({
		clock: new VirtualTime(Date.now()),
		render: 'sample',
		fetchInputs: false,
		...options,
	});
	client = clientOf(emulator);
}
afterEach(() => emulator.close());

const body = () => edit('https://example.com/in.mp4');
const compact = (epoch: number) => new Date(epoch + 8 * HOUR).toISOString().replace(/\D/g, '').slice(0, 14);
const rows = async (query = ''): Promise<Array<{ task_id: string; status: string }>> =>
	(await client.get(`/api/v1/tasks/?${query}`)).body.data;

describe('a task list that lags behind', () => {
	const states = async () => (await rows()).map(({ status }) => status);

	it('shows earlier tasks and statuses, while a query returns the current ones', async () => {
		await start({ listLagMs: 30 * SECOND, runSeconds: { queue: 10, run: 60 } });
		const id = await client.submit(body());
		expect(await states()).toEqual([]);
		expect((await client.query(id)).body.output.task_status).toBe('PENDING');
		emulator.clock.advance(31 * SECOND);
		expect(await states()).toEqual(['PENDING']);
		expect((await client.query(id)).body.output.task_status).toBe('RUNNING');
		emulator.clock.advance(45 * SECOND);
		expect(await states()).toEqual(['RUNNING']);
		expect((await client.query(id)).body.output.task_status).toBe('SUCCEEDED');
		emulator.clock.advance(30 * SECOND);
		expect(await states()).toEqual(['SUCCEEDED']);
	});

	it('filters by the status that it shows, and shows no end time before the task has ended in it', async () => {
		await start({ listLagMs: 30 * SECOND, runSeconds: { queue: 0, run: 0 } });
		emulator.inject({ on: 'task', kind: 'fail', code: 'InternalError' });
		await client.submit(body());
		emulator.clock.advance(20 * SECOND);
		expect(await rows('status=FAILED')).toEqual([]);
		emulator.clock.advance(20 * SECOND);
		expect(await rows('status=FAILED')).toEqual([expect.objectContaining({ end_time: expect.any(Number) })]);
	});
});

describe.each([5 * 60 * SECOND, -5 * 60 * SECOND])('a clock of Alibaba Cloud that is %d ms ahead', (skew) => {
	const about = (expected: number) => ({
		of: (time: number) => expect(Math.abs(time - expected)).toBeLessThan(SECOND),
	});

	it('dates responses, tasks, requests and links by it', async () => {
		await start({ clockSkewMs: skew, runSeconds: { queue: 0, run: 0 } });
		const now = about(emulator.clock.now() + skew);
		const { output } = await client.finish(body());
		now.of(Date.parse(`${output.submit_time.replace(' ', 'T')}+08:00`));
		now.of(Date.parse(`${output.end_time.replace(' ', 'T')}+08:00`));
		now.of(Number(new URL(output.video_url).searchParams.get('Expires')) * 1000 - 24 * HOUR);
		const response = await fetch(`${emulator.url}/api/v1/tasks/`, {
			headers: { authorization: 'Bearer sk-emulator' },
		});
		now.of(Date.parse(response.headers.get('date') ?? ''));
		now.of(((await response.json()) as { data: [{ gmt_create: number }] }).data[0].gmt_create);
		now.of(emulator.requests[0]?.at ?? 0);
	});

	it('reads the filters of the list by it', async () => {
		await start({ clockSkewMs: skew });
		await client.submit(body());
		const window = (at: number) => `start_time=${compact(at - 20_000)}&end_time=${compact(at + 20_000)}`;
		expect(await rows(window(emulator.clock.now() + skew))).toHaveLength(1);
		expect(await rows(window(emulator.clock.now()))).toHaveLength(0);
	});
});

it('dates every response by its own clock, including errors and injected bodies', async () => {
	await start({});
	emulator.clock.advance(48 * HOUR);
	emulator.inject({ on: 'query', kind: 'body', status: 502, body: 'Bad Gateway' });
	const dates = [];
	for (const path of ['/api/v1/tasks/x', '/api/v1/tasks/x', '/nowhere', '/samples/product-short.mp4']) {
		const response = await fetch(`${emulator.url}${path}`, {
			headers: { authorization: 'Bearer sk-emulator' },
		});
		await response.arrayBuffer();
		dates.push(Date.parse(response.headers.get('date') ?? ''));
	}
	for (const date of dates) expect(Math.abs(date - emulator.clock.now())).toBeLessThan(SECOND);
});

describe('without rendering', () => {
	it('returns the sample for every task, with the usage of a similar input', async () => {
		await start({ runSeconds: { queue: 0, run: 0 } });
		const { output, usage } = await client.finish(body());
		expect(usage).toMatchObject({ duration: 6, output_video_duration: 3, SR: 720 });
		const file = Buffer.from(await (await fetch(output.video_url)).arrayBuffer());
		expect(file.subarray(4, 8).toString()).toBe('ftyp');
	});

	it('still fetches and inspects the inputs unless this is disabled', async () => {
		await start({ fetchInputs: true, runSeconds: { queue: 0, run: 0 } });
		const missing = await client.finish(edit(emulator.sample('nothing.mp4')));
		expect(missing.output.code).toBe('InvalidParameter.DataInspection');
		const present = await client.finish(edit(emulator.sample('product-short.mp4')));
		expect(present.output.task_status).toBe('SUCCEEDED');
	});

	it('refuses to render inputs that it does not fetch', async () => {
		await start({});
		await expect(startEmulator({ fetchInputs: false })).rejects.toThrow('fetchInputs');
		expect(await client.create(body(), { 'x-dashscope-async': 'no' })).toEqual(refusal(403, 'AccessDenied'));
	});
});
