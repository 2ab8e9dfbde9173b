import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

describe('downloading the video', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});

	const edit = () => ({ ...requestsOf(wan.emulator).edit, downloadVideo: true });

	it.each([
		['a cut connection', { on: 'result', kind: 'truncate', bytes: 5000 }],
		['a reset', { on: 'result', kind: 'reset' }],
		['a server that fails', { on: 'result', kind: 'status', status: 503, code: 'ServiceUnavailable' }],
		['a page of a gateway', { on: 'result', kind: 'body', body: '<html></html>', contentType: 'video/mp4' }],
		['no bytes', { on: 'result', kind: 'body', body: '', contentType: 'video/mp4' }],
		['no content', { on: 'result', kind: 'status', status: 204 }],
	] as const)('is retried after %s', async (_, fault) => {
		wan.emulator.inject(fault);
		const run = await wan.run(edit());
		expect(run.status).toBe('success');
		expect(wan.emulator.count('result')).toBe(2);
		const [item] = wan.items(run);
		const bytes = await wan.engine.readBinary(item!.binary!.data!);
		expect(bytes.byteLength).toBe(item?.binary?.data?.bytes);
		expect(bytes.byteLength).toBeGreaterThan(10_000);
	});

	it('keeps link and task ID when it fails, in the error and in the error item', async () => {
		wan.emulator.inject({ on: 'result', kind: 'status', status: 403, code: 'AccessDenied', times: Infinity });
		const thrown = errorOf(await wan.run(edit()));
		const taskId = wan.emulator.tasks.at(-1)?.id;
		expect(thrown.message).toBe('The finished video could not be downloaded (HTTP 403)');
		expect(thrown.context).toMatchObject({
			kind: 'download',
			taskId,
			status: 'SUCCEEDED',
			videoUrl: expect.stringContaining('.mp4?Expires='),
			videoUrlExpiresAt: expect.any(String),
		});
		expect(thrown.description).toContain(String(thrown.context.videoUrl));

		const run = await wan.run(edit(), { node: { onError: 'continueErrorOutput' } });
		expect(wan.json(run, 1)).toMatchObject([
			{
				error: 'The finished video could not be downloaded (HTTP 403)',
				details: { taskId: wan.emulator.tasks.at(-1)?.id, videoUrl: expect.any(String), httpStatus: 403 },
			},
		]);
		expect(wan.emulator.count('create')).toBe(2);
	});

	it.each([
		[
			'a page',
			{ kind: 'body', body: '<!doctype html><p>Sign in</p>', contentType: 'text/html' },
			'HTML instead of a video',
		],
		['no bytes', { kind: 'body', body: '', contentType: 'video/mp4' }, 'no bytes'],
		['no content', { kind: 'status', status: 204 }, 'HTTP 204'],
	] as const)('never takes %s for the video', async (_, fault, reason) => {
		wan.emulator.inject({ on: 'result', times: Infinity, ...fault });
		const thrown = errorOf(await wan.run(edit()));
		expect(thrown.message).toBe(`The finished video could not be downloaded (${reason})`);
		expect(thrown.context).toMatchObject({
			kind: 'download',
			taskId: wan.emulator.tasks.at(-1)?.id,
			videoUrl: expect.stringContaining('.mp4?Expires='),
		});
	});

	it.each(['data:video/mp4;base64,AAAA', 'file:///etc/passwd', 'oss://bucket/video.mp4'])(
		'is not attempted from %s',
		async (link) => {
			wan.emulator.inject({
				on: 'query',
				kind: 'edit',
				set: { 'output.video_url': link },
				times: Infinity,
			});
			const thrown = errorOf(await wan.run(edit()));
			expect(thrown.message).toContain(
				`could not be downloaded (its link is "${link}", not an http or https address)`,
			);
			expect(thrown.context).toMatchObject({ kind: 'download', taskId: wan.emulator.tasks.at(-1)?.id });
		},
	);

	it('queries the task once more when the link has expired, and uses the fresh one', async () => {
		// The first look sees the finished task, and is the one that the fault strikes.
		const quick = await startWan({ fetchInputs: false, runSeconds: { queue: 0, run: 0 } });
		const parameters = { ...requestsOf(quick.emulator).edit, downloadVideo: true };
		const expired = `${quick.emulator.url}/result/gone/gone.mp4?Expires=1&OSSAccessKeyId=a&Signature=b`;
		quick.emulator.inject({ on: 'query', kind: 'edit', set: { 'output.video_url': expired } });
		const run = await quick.run(parameters);
		expect(run.status).toBe('success');
		expect(quick.items(run)[0]?.binary?.data?.bytes).toBeGreaterThan(10_000);
		expect(quick.json(run)[0]?.videoUrl).toContain(`/${quick.json(run)[0]?.taskId}.mp4?`);
		expect(quick.emulator.requests.map(({ endpoint, status }) => `${endpoint} ${status}`)).toEqual(
			expect.arrayContaining(['result 403', 'query 200', 'result 200']),
		);
		expect(quick.emulator.count('query')).toBe(2);
		await quick.close();
	});

	it('never shows the key to the storage host', async () => {
		wan.emulator.inject({ on: 'result', kind: 'reset', times: 2 });
		await wan.run(edit());
		const fetched = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'result');
		expect(fetched.length).toBeGreaterThan(0);
		for (const { headers } of fetched) expect(JSON.stringify(headers)).not.toContain('sk-emulator');
	});
});
