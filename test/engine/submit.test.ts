import { errorOf, requestsOf, startWan, type Wan } from '../support/wan';

describe('the create request', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		// Tasks of other tests are past.
		wan.emulator.clock.advance(60_000);
		wan.emulator.clearFaults();
	});

	const edit = () => ({ ...requestsOf(wan.emulator).edit, waitForCompletion: false });
	const created = (before: number) => wan.emulator.tasks.length - before;

	it('is retried after 429, since nothing was accepted, and creates one task', async () => {
		const before = wan.emulator.tasks.length;
		wan.emulator.inject({
			on: 'create',
			kind: 'status',
			status: 429,
			code: 'Throttling.RateQuota',
			times: 3,
		});
		const run = await wan.run(edit());
		expect(run.status).toBe('success');
		expect(wan.emulator.count('create')).toBe(4);
		expect(created(before)).toBe(1);
	});

	it('is not retried after a 429 about bills', async () => {
		wan.emulator.inject({
			on: 'create',
			kind: 'status',
			status: 429,
			code: 'PrepaidBillOverdue',
			message: 'Your bill is overdue.',
		});
		const run = await wan.run(edit());
		expect(errorOf(run).message).toBe(
			'Alibaba Cloud rejected the request: the account has an overdue prepaid bill',
		);
		expect(errorOf(run).description).toContain('Check the balance');
		expect(errorOf(run).context).toMatchObject({
			kind: 'refused',
			code: 'PrepaidBillOverdue',
			httpStatus: 429,
			retryable: false,
		});
		expect(wan.emulator.count('create')).toBe(1);
	});

	it.each([
		['the answer is lost', { on: 'create', kind: 'lostAnswer' }, 1],
		['the connection breaks', { on: 'create', kind: 'reset' }, 0],
		[
			'the server fails',
			{ on: 'create', kind: 'status', status: 500, code: 'InternalError', message: 'Oops.' },
			0,
		],
		[
			'a gateway gives up',
			{ on: 'create', kind: 'body', status: 504, body: '<html>504</html>', accept: true },
			1,
		],
		['a web page comes', { on: 'create', kind: 'body', body: '<html>hello</html>', accept: true }, 1],
		['nothing comes', { on: 'create', kind: 'body', body: '', accept: true }, 1],
		['half an answer comes', { on: 'create', kind: 'truncate', bytes: 20 }, 1],
		['the answer has no task ID', { on: 'create', kind: 'edit', set: { 'output.task_id': null } }, 1],
	] as const)(
		'is never retried when %s, and the error says what the task list shows and where to search',
		async (_, fault, tasks) => {
			const before = wan.emulator.tasks.length;
			wan.emulator.inject(fault);
			const run = await wan.run(edit());
			expect(run.status).toBe('error');
			expect(wan.emulator.count('create')).toBe(1);
			expect(created(before)).toBe(tasks);
			expect(errorOf(run).context).toMatchObject({
				kind: 'uncertain',
				retryable: false,
				model: 'wan2.7-videoedit',
			});
			const { description } = errorOf(run);
			expect(description).toMatch(
				/operation Get Many, for a task of the model wan2\.7-videoedit created between \d{4}-\S+Z and \d{4}-\S+Z/,
			);
			expect(description).toContain(
				tasks === 0
					? 'most likely none was created'
					: `Task ${wan.emulator.tasks.at(-1)?.id} in the list matches the time of the request`,
			);
		},
	);

	it('reports a rejection with code, message and request ID', async () => {
		wan.emulator.inject({
			on: 'create',
			kind: 'status',
			status: 400,
			code: 'DataInspectionFailed',
			message: 'Input data may contain inappropriate content.',
		});
		const run = await wan.run(edit(), { node: { onError: 'continueErrorOutput' } });
		expect(wan.json(run, 1)).toEqual([
			{
				error: 'Alibaba Cloud rejected the request: content moderation rejected the prompt or a file',
				message: expect.stringContaining('Alibaba Cloud says: Input data may contain inappropriate content.'),
				details: {
					taskId: null,
					status: null,
					code: 'DataInspectionFailed',
					requestId: expect.any(String),
					httpStatus: 400,
					retryable: false,
					operation: 'edit',
					model: 'wan2.7-videoedit',
					item: 0,
				},
			},
		]);
	});

	it('reports a host that cannot be reached', async () => {
		const run = await wan.run(edit(), { credential: { ...wan.credential, baseUrl: 'http://127.0.0.1:9' } });
		expect(errorOf(run).message).toBe(
			'Alibaba Cloud could not be reached: the connection was refused (ECONNREFUSED)',
		);
		expect(errorOf(run).context).toMatchObject({ kind: 'unreachable', retryable: true });
	});

	it.each([
		['a wrong key', 'sk-wrong'],
		['a key of the other region', 'sk-emulator-intl'],
	])('is rejected with %s, and no part of the key is shown', async (_, apiKey) => {
		const run = await wan.run(edit(), { credential: { ...wan.credential, apiKey } });
		expect(errorOf(run).message).toBe(
			'Alibaba Cloud rejected the request: the API key is wrong, or belongs to another region',
		);
		expect(errorOf(run).description).toContain('Each API key works in one region only');
		expect(errorOf(run).context).toMatchObject({
			kind: 'credential',
			httpStatus: 401,
			code: 'InvalidApiKey',
		});
		expect(JSON.stringify(run.data)).not.toContain(apiKey);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it('may have an empty prompt for Edit with a reference image, but not in other modes', async () => {
		const { edit: editRequest, repaint } = requestsOf(wan.emulator);
		const nothing = await wan.run({ ...editRequest, prompt: '', waitForCompletion: false });
		expect(errorOf(nothing).message).toBe("'Prompt' is empty; Edit needs a prompt or a reference image");
		expect(wan.emulator.count('create')).toBe(0);
		const referenceImages = { image: [{ url: wan.emulator.sample('subject.png') }] };
		const good = await wan.run({ ...editRequest, prompt: '', referenceImages, waitForCompletion: false });
		expect(good.status).toBe('success');
		expect(wan.emulator.requests.find(({ endpoint }) => endpoint === 'create')?.body).not.toHaveProperty(
			'input.prompt',
		);
		const bad = await wan.run({ ...repaint, prompt: '  ' });
		expect(errorOf(bad).message).toBe("'Prompt' is empty; Repaint needs it");
		expect(wan.emulator.count('create')).toBe(1);
	});
});

describe('a host that knows the other spelling of VACE', () => {
	it('gets it after one rejection, without a second task, and from then on at once', async () => {
		const wan = await startWan({ knownVaceNames: ['wanx2.1-vace-plus'] });
		const names = () => wan.emulator.requests.map(({ body }) => (body as { model: string }).model);
		const repaint = { ...requestsOf(wan.emulator).repaint, waitForCompletion: false };

		expect(wan.json(await wan.run(repaint))).toMatchObject([{ model: 'wanx2.1-vace-plus' }]);
		expect(names()).toEqual(['wan2.1-vace-plus', 'wanx2.1-vace-plus']);
		wan.emulator.forget();
		await wan.run(repaint);
		expect(names()).toEqual(['wanx2.1-vace-plus']);
		expect(wan.emulator.tasks).toHaveLength(2);
		await wan.close();
	});

	it('gets an unknown name that is not VACE only once', async () => {
		const wan = await startWan();
		const run = await wan.run({ ...requestsOf(wan.emulator).repaint, options: { model: 'wan9.9-nothing' } });
		expect(run.status).toBe('error');
		expect(wan.emulator.count('create')).toBe(1);
		await wan.close();
	});
});
