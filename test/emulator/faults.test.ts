import { fetch } from 'undici';
import { startEmulator, type Emulator } from '../../emulator';
import { IdleTime } from '../support/idleTime';
import { until } from '../support/until';
import { clientOf, edit, refusal, vace, type Client } from './client';

let emulator: Emulator;
let client: Client;

beforeAll(async () => {
	emulator = await startEmulator({
		clock: new IdleTime(),
		render: 'sample',
		apiKeys: { 'cn-beijing': ['sk-emulator', 'sk-other'] },
		runSeconds: { queue: 0, run: 0 },
		limits: { submitsPerSecond: 1000, taskRequestsPerSecond: 1000 },
	});
	client = clientOf(emulator);
});
afterEach(() => emulator.clearFaults());
afterAll(() => emulator.close());

/** Cheap: fails as soon as it runs. */
const body = () => edit(emulator.sample('nothing.mp4'));
const accepted = async (work: () => Promise<unknown>) => {
	const before = emulator.tasks.length;
	await work();
	return emulator.tasks.length - before;
};

it.each([
	['does not act', false],
	['acts all the same where it is to', true],
])('responds with a status and %s', async (_, accept) => {
	const headers = { 'retry-after': '7' };
	const answer = { status: 503, code: 'ModelUnavailable', message: 'Later.', headers };
	emulator.inject({ on: 'create', kind: 'status', ...answer, accept });
	const created = await accepted(async () => {
		expect(await client.create(body())).toEqual(refusal(503, 'ModelUnavailable', 'Later.'));
	});
	expect(created).toBe(accept ? 1 : 0);
	expect(emulator.requests.at(-1)).toMatchObject({ status: 503, fault: 'status' });
	expect((await client.create(body())).status).toBe(200);
});

it('cuts the connection before it acts', async () => {
	emulator.inject({ on: 'create', kind: 'reset' });
	const created = await accepted(() => expect(client.create(body())).rejects.toThrow());
	expect(created).toBe(0);
	expect(emulator.requests.at(-1)).toMatchObject({ endpoint: 'create', status: null, body: body() });
});

it('acts and then loses the response', async () => {
	emulator.inject({ on: 'create', kind: 'lostAnswer' });
	const created = await accepted(() => expect(client.create(body())).rejects.toThrow());
	expect(created).toBe(1);
	expect(emulator.requests.at(-1)?.status).toBeNull();
});

it('responds late, having acted at once', async () => {
	emulator.inject({ on: 'create', kind: 'delay', ms: 300 });
	const started = Date.now();
	const { length } = emulator.tasks;
	let isThere = false;
	const answer = client.create(body()).then(() => (isThere = true));
	await until(() => emulator.tasks.length === length + 1);
	expect(isThere).toBe(false);
	await answer;
	expect(Date.now() - started).toBeGreaterThanOrEqual(295);
	expect(emulator.tasks).toHaveLength(length + 1);
});

it('responds late by the clock of the emulator if the delay says so', async () => {
	emulator.inject({ on: 'query', kind: 'delay', providerMs: 3600_000 });
	const started = emulator.clock.now();
	await client.query('x');
	expect(emulator.clock.now() - started).toBe(3600_000);
});

it('responds with a raw body, acting only if configured', async () => {
	const create = async () => {
		const response = await fetch(`${emulator.url}/api/v1/services/aigc/video-generation/video-synthesis`, {
			method: 'POST',
			headers: {
				authorization: 'Bearer sk-emulator',
				'content-type': 'application/json',
				'x-dashscope-async': 'enable',
			},
			body: JSON.stringify(body()),
		});
		return [response.status, response.headers.get('content-type'), await response.text()];
	};
	emulator.inject({ on: 'create', kind: 'body', status: 502, body: '<html>Bad Gateway</html>' });
	expect(
		await accepted(async () =>
			expect(await create()).toEqual([502, 'text/html', '<html>Bad Gateway</html>']),
		),
	).toBe(0);
	emulator.inject({
		on: 'create',
		kind: 'body',
		body: '{"output":',
		contentType: 'application/json',
		accept: true,
	});
	expect(
		await accepted(async () => expect(await create()).toEqual([200, 'application/json', '{"output":'])),
	).toBe(1);
});

it('truncates a response', async () => {
	emulator.inject({ on: 'query', kind: 'truncate', bytes: 10 });
	const response = await fetch(`${emulator.url}/api/v1/tasks/x`, {
		headers: { authorization: 'Bearer sk-emulator' },
	});
	expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10);
	await expect(response.text()).rejects.toThrow();
});

it('truncates a response without any other sign of it', async () => {
	emulator.inject({ on: 'query', kind: 'truncate', bytes: 10, unnoticed: true });
	const response = await fetch(`${emulator.url}/api/v1/tasks/x`, {
		headers: { authorization: 'Bearer sk-emulator' },
	});
	expect([response.status, response.headers.get('content-length')]).toEqual([200, '10']);
	expect(await response.text()).toHaveLength(10);
});

it('repeats the previous response of an endpoint: for a query, that of another task', async () => {
	const first = await client.submit(body());
	const second = await client.submit(body());
	emulator.inject({ on: 'query', kind: 'duplicate', after: 1 });
	await client.query(first);
	expect((await client.query(second)).body.output.task_id).toBe(first);
	expect((await client.query(second)).body.output.task_id).toBe(second);
});

it('creates a task and returns the ID of the one before it', async () => {
	const first = await client.submit(body());
	emulator.inject({ on: 'create', kind: 'duplicate' });
	const created = await accepted(async () => expect(await client.submit(body())).toBe(first));
	expect(created).toBe(1);
});

it('never mixes up the responses of two clients', async () => {
	const id = await client.submit(body());
	await client.query(id);
	emulator.inject({ on: 'query', kind: 'duplicate', times: 2 });
	expect((await clientOf(emulator, 'sk-other').query('x')).body.output.task_id).toBe('x');
	expect((await client.query('y')).body.output.task_id).toBe(id);
});

it('lets an earlier response about the same task overtake the current one', async () => {
	emulator.inject({ on: 'task', kind: 'suspend' });
	const id = await client.submit(body());
	const requestIds = [];
	for (let index = 0; index < 3; index += 1) {
		requestIds.push((await client.query(id)).body.request_id);
		await client.query('another');
	}
	emulator.inject({ on: 'query', kind: 'reorder', back: 3 });
	expect((await client.query(id)).body.request_id).toBe(requestIds[0]);
	emulator.inject({ on: 'query', kind: 'reorder' });
	expect((await client.query(id)).body.request_id).toBe(requestIds[2]);
});

it('lets an earlier page overtake the list, and returns the current response if there is no earlier one', async () => {
	const list = async () => (await client.get('/api/v1/tasks/?page_size=100')).body;
	emulator.inject({ on: 'list', kind: 'reorder', after: 1 });
	const before = await list();
	await client.submit(body());
	expect(await list()).toEqual(before);
	expect((await list()).total).toBe(before.total + 1);
	const id = await client.submit(body());
	emulator.inject({ on: 'query', kind: 'reorder' });
	expect((await client.query(id)).body.output.task_id).toBe(id);
});

it('truncates a download', async () => {
	const { output } = await client.finish(edit(emulator.sample('product-short.mp4'), { duration: 2 }));
	emulator.inject({ on: 'result', kind: 'truncate', bytes: 1000 });
	const response = await fetch(output.video_url);
	let bytes = 0;
	await expect(
		(async () => {
			for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
		})(),
	).rejects.toThrow();
	expect(bytes).toBe(1000);
	emulator.inject({ on: 'result', kind: 'status', status: 503, code: 'ServiceUnavailable' });
	expect(await (await fetch(output.video_url)).text()).toContain('<Code>ServiceUnavailable</Code>');
	expect((await (await fetch(output.video_url)).arrayBuffer()).byteLength).toBeGreaterThan(1000);
});

it('edits single fields of an actual response', async () => {
	const id = await client.submit(body());
	await client.until(id, 'FAILED');
	emulator.inject({
		on: 'query',
		kind: 'edit',
		set: { 'output.task_status': 'FROZEN', 'output.code': null, 'x.y': 1 },
	});
	const { body: answer } = await client.query(id);
	expect(answer.output).toMatchObject({ task_id: id, task_status: 'FROZEN' });
	expect(answer.output).not.toHaveProperty('code');
	expect(answer.x).toEqual({ y: 1 });
});

it('applies in list order, after n requests, and as often as configured', async () => {
	emulator.inject({ on: 'query', kind: 'status', status: 500, times: 2 });
	emulator.inject({ on: 'query', kind: 'status', status: 503, after: 3 });
	emulator.inject({ on: 'query', kind: 'status', status: 504, after: 5, times: -1 });
	const statuses = [];
	for (let index = 0; index < 8; index += 1) statuses.push((await client.query('x')).status);
	expect(statuses).toEqual([500, 500, 200, 503, 200, 504, 504, 504]);
});

describe('task faults', () => {
	it('let it fail with the given code', async () => {
		emulator.inject({ on: 'task', kind: 'fail', code: 'DataInspectionFailed', message: 'No.' });
		const { output } = await client.finish(body());
		expect(output).toMatchObject({ task_status: 'FAILED', code: 'DataInspectionFailed', message: 'No.' });
	});

	it('let it fail without code and message', async () => {
		emulator.inject({ on: 'task', kind: 'fail' });
		const { output } = await client.finish(body());
		expect(Object.keys(output).sort()).toEqual([
			'end_time',
			'scheduled_time',
			'submit_time',
			'task_id',
			'task_status',
		]);
	});

	it('let it vanish', async () => {
		emulator.inject({ on: 'task', kind: 'vanish' });
		const id = await client.submit(body());
		expect((await client.query(id)).body.output).toEqual({ task_id: id, task_status: 'UNKNOWN' });
	});

	it('keep it SUSPENDED', async () => {
		emulator.inject({ on: 'task', kind: 'suspend' });
		const id = await client.submit(
			vace('image_reference', { ref_images_url: ['https://example.com/a.png'] }),
		);
		expect((await client.query(id)).body.output.task_status).toBe('SUSPENDED');
		emulator.clock.advance(3600_000);
		expect((await client.query(id)).body.output.task_status).toBe('SUSPENDED');
	});
});

describe('the control surface', () => {
	const control = async (method: string, path: string, value?: unknown) => {
		const response = await fetch(`${emulator.url}/emulator/${path}`, {
			method,
			...(value !== undefined && {
				body: JSON.stringify(value),
				headers: { 'content-type': 'application/json' },
			}),
		});
		const text = await response.text();
		return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
	};

	it('takes faults, advances the clock, lists requests, and records none of its own', async () => {
		emulator.forget();
		expect(await control('POST', 'faults', [{ on: 'query', kind: 'status', status: 500 }])).toEqual({
			status: 200,
			body: { added: 1 },
		});
		expect((await client.query('x')).status).toBe(500);
		await control('POST', 'faults', { on: 'query', kind: 'status', status: 500 });
		expect((await control('DELETE', 'faults')).status).toBe(204);
		expect((await client.query('x')).status).toBe(200);

		const before = emulator.clock.now();
		await control('POST', 'clock', { advanceMs: 60_000 });
		expect(emulator.clock.now() - before).toBeGreaterThanOrEqual(60_000);

		const { body: state } = await control('GET', 'state');
		expect(state).toMatchObject({ region: 'cn-beijing', counts: { query: 2 } });
		expect(state.tasks).toHaveLength(emulator.tasks.length);
		expect((await control('GET', 'requests')).body).toHaveLength(2);
	});

	it('explains what is wrong with a fault', async () => {
		const wrong = await control('POST', 'faults', { on: 'query', kind: 'fail' });
		expect(wrong).toMatchObject({
			status: 400,
			body: { message: expect.stringContaining('"kind" must be one of') },
		});
		expect((await control('POST', 'clock', { advanceMs: -1 })).status).toBe(400);
	});
});
