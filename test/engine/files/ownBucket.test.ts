import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { errorOf, requestsOf, startWan, type Wan } from '../../support/wan';
import { type Body, FROM_FILES, loadFiles, paidOrPlaced, sha256 } from './fromFiles';

describe("the user's own bucket", () => {
	let wan: Wan;
	let files: IBinaryKeyData;
	beforeAll(async () => {
		wan = await startWan();
		files = await loadFiles();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});
	const ossCredential = (change: IDataObject = {}): IDataObject => ({
		...wan.emulator.bucket.credential,
		...change,
	});
	const outpaint = (advancedOptions: IDataObject = {}, more: IDataObject = {}): IDataObject => ({
		...FROM_FILES.outpaint!.parameters,
		useOssBucket: true,
		advancedOptions,
		...more,
	});

	it('stores the files, and Alibaba Cloud downloads them by links that expire when the user says', async () => {
		const run = await wan.run(outpaint({ ossLinkHours: 3 }), {
			files,
			ossCredential: ossCredential({ prefix: 'n8n/wan' }),
		});
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const [put] = wan.emulator.requests.filter(
			({ endpoint, method }) => endpoint === 'bucket' && method === 'PUT',
		);
		expect(put?.body).toMatchObject({ sha256: sha256(files.video!.data) });
		const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
		const link = (created?.body as Body).input.video_url as string;
		expect(link).toContain('/n8n/wan/');
		expect(new URL(link).searchParams.get('x-oss-expires')).toBe(String(3 * 3600));
		expect(created?.headers).not.toHaveProperty('x-dashscope-ossresourceresolve');
		expect(wan.emulator.count('policy')).toBe(0);
		expect(JSON.stringify(run.data)).not.toContain(String(ossCredential().accessKeySecret));
	});

	it('gets a file once, however many items use it', async () => {
		const parameters = outpaint({}, { videoField: '={{ $("Start").first().binary.video }}' });
		await wan.run(parameters, { files, inputs: [{}, {}, {}], ossCredential: ossCredential() });
		expect(wan.emulator.count('create')).toBe(3);
		expect(wan.emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
	});

	it('keeps the finished video, with a permanent address and a link', async () => {
		const run = await wan.run(
			{ ...outpaint({ archiveResult: true }), downloadVideo: true },
			{ files, ossCredential: ossCredential() },
		);
		expect(run.status === 'error' ? errorOf(run).description : run.status).toBe('success');
		const [item] = wan.items(run);
		expect(item?.json).toMatchObject({
			videoUrl: expect.stringContaining('/result/'),
			archiveUrl: expect.stringMatching(/\/emulator-bucket\/[^?]*wan-outpaint-[^?]*\.mp4$/),
			archiveSignedUrl: expect.stringContaining('x-oss-signature='),
		});
		expect(item?.binary?.data?.mimeType).toBe('video/mp4');
		// One download serves both.
		expect(wan.emulator.count('result')).toBe(1);
		const kept = await fetch(String(item?.json.archiveSignedUrl));
		expect(kept.status).toBe(200);
		const bytes = Buffer.from(await kept.arrayBuffer());
		expect(bytes.equals(await wan.engine.readBinary(item!.binary!.data!))).toBe(true);
	});

	it('that cannot be written to loses neither link nor task ID', async () => {
		const fromLink = {
			...outpaint({ archiveResult: true }),
			...requestsOf(wan.emulator).outpaint,
			videoInput: 'url',
		};
		const run = await wan.run(fromLink, {
			ossCredential: ossCredential({ accessKeySecret: 'wrong-secret' }),
		});
		expect(errorOf(run).message).toMatch(/^The finished video could not be stored in the OSS bucket$/);
		expect(errorOf(run).context).toMatchObject({
			kind: 'archive',
			taskId: wan.emulator.tasks.at(-1)?.id,
			videoUrl: expect.stringContaining('/result/'),
		});
		expect(JSON.stringify(run.data)).not.toContain('wrong-secret');
	});

	it.each([
		['a wrong secret', { accessKeySecret: 'wrong-secret' }, 'the secret does not belong to the access key'],
		[
			'a bucket that does not exist',
			{ bucket: 'no-such-bucket' },
			'there is no bucket with that name in this region',
		],
	])('with %s is reported before any task is created', async (_, change, reason) => {
		const run = await wan.run(outpaint(), {
			files,
			ossCredential: ossCredential(change),
		});
		expect(errorOf(run).message).toContain(`'Video' could not be stored in the bucket`);
		expect(errorOf(run).message).toContain(reason);
		expect(wan.emulator.count('create')).toBe(0);
	});

	it.each<[number, string, string, RegExp, boolean]>([
		[
			403,
			'PublicEndpointForbidden',
			'Public endpoint is forbidden.',
			/domain of your own.*'Endpoint'/,
			false,
		],
		[403, 'RequestTimeTooSkewed', 'The difference is too large.', /clock/, false],
		[403, 'AccessDenied', 'You have no right to access this object.', /oss:PutObject/, false],
		[400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size.', /smaller/, false],
		[429, 'QpsLimitExceeded', 'Please reduce your request rate.', /wait/, true],
	])(
		'that says HTTP %d %s names what to change, and whether a retry helps',
		async (status, code, message, advice, retryable) => {
			wan.emulator.inject({ on: 'bucket', kind: 'status', status, code, message, times: Infinity });
			const run = await wan.run(outpaint(), { files, ossCredential: ossCredential() });
			expect(errorOf(run).message).not.toContain(code);
			expect(errorOf(run).description).toContain(`ode ${code}, HTTP ${status}`);
			expect(errorOf(run).description).toMatch(advice);
			expect(errorOf(run).context).toMatchObject({ kind: 'upload', code, httpStatus: status, retryable });
			expect(wan.emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(retryable ? 3 : 1);
			expect(wan.emulator.count('create')).toBe(0);
			wan.emulator.clearFaults();
		},
	);

	it.each([{ archiveResult: true }, {}])(
		'is missed before anything is sent when no credential is selected for %j',
		async (options) => {
			const run = await wan.run(outpaint(options), { files });
			expect(errorOf(run).message).toContain('needs a credential of the type Wan Alibaba Cloud OSS API');
			expect(paidOrPlaced(wan)).toEqual([]);
		},
	);

	it('is tried again after an error, with the same key', async () => {
		wan.emulator.inject({ on: 'bucket', kind: 'reset' });
		const run = await wan.run(outpaint(), { files, ossCredential: ossCredential() });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const puts = wan.emulator.requests.filter(({ method }) => method === 'PUT');
		expect(puts).toHaveLength(2);
		expect(new Set(puts.map(({ path }) => path)).size).toBe(1);
	});
});
