import type { IBinaryKeyData } from 'n8n-workflow';
import { errorOf, fileOf, startWan, type Wan } from '../../support/wan';
import { FROM_FILES, loadFiles } from './fromFiles';

describe('the temporary storage', () => {
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
	const outpaint = { ...FROM_FILES.outpaint!.parameters, waitForCompletion: false };

	it.each([
		['a reset', { on: 'upload', kind: 'reset' }],
		['a server that fails', { on: 'upload', kind: 'status', status: 503, code: 'ServiceUnavailable' }],
		['a policy that has run out', { on: 'upload', kind: 'status', status: 403, code: 'AccessDenied' }],
	] as const)('is tried again after %s', async (_, fault) => {
		wan.emulator.inject(fault);
		const run = await wan.run(outpaint, { files });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('upload')).toBe(2);
		expect(wan.emulator.count('create')).toBe(1);
	});

	it.each<[number, string, string, RegExp]>([
		[
			400,
			'EntityTooLarge',
			'Your proposed upload exceeds the maximum allowed size.',
			/too large for one upload/,
		],
		[403, 'RequestTimeTooSkewed', 'The difference is too large.', /clock/],
		[413, 'RequestEntityTooLarge', '', /too large for a proxy/],
	])(
		'that rejects a file with HTTP %d %s is tried once, and the error is not retryable',
		async (status, code, message, cause) => {
			wan.emulator.inject({ on: 'upload', kind: 'status', status, code, message, times: Infinity });
			const run = await wan.run(outpaint, { files });
			expect(errorOf(run).message).toMatch(cause);
			expect(errorOf(run).description).toContain('No task was created.');
			expect(errorOf(run).context).toMatchObject({
				kind: 'upload',
				code,
				httpStatus: status,
				retryable: false,
			});
			expect(wan.emulator.count('upload')).toBe(1);
			expect(wan.emulator.count('create')).toBe(0);
		},
	);

	it('is explained where it does not exist, and no task is created', async () => {
		wan.emulator.inject({
			on: 'policy',
			kind: 'status',
			status: 404,
			code: 'NotFound',
			message: 'No such API.',
		});
		const run = await wan.run(outpaint, { files });
		expect(errorOf(run).message).toBe(
			"'Video' could not be uploaded: Alibaba Cloud found nothing at the requested address",
		);
		expect(errorOf(run).description).toContain("choose another 'File Transfer'");
		expect(errorOf(run).context).toMatchObject({ kind: 'upload', taskId: null, httpStatus: 404 });
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('is not used if its address is not a storage host', async () => {
		wan.emulator.inject({
			on: 'policy',
			kind: 'edit',
			set: { 'data.upload_host': 'ftp://user:secret@example.com/x' },
		});
		const run = await wan.run(outpaint, { files });
		expect(errorOf(run).message).toBe(
			'\'Video\' could not be uploaded: the upload permission from Alibaba Cloud has the upload host "ftp://example.com"; it must be an https address of a public host, without user, path or query',
		);
		expect(errorOf(run).context).toMatchObject({ kind: 'upload', retryable: false });
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('is asked for a new policy before the old one expires', async () => {
		const many = {
			...files,
			second: await fileOf('silent.mp4'),
			third: await fileOf('portrait.mp4'),
			fourth: await fileOf('product.mp4'),
		};
		const run = await wan.run(
			{
				operation: 'edit',
				prompt: 'Dress it',
				videoInput: 'binary',
				videoField: '={{ ["video", "second", "third", "fourth", "maskVideo", "video"][$json.index] }}',
				resolution: '720P',
				advancedOptions: { maxConcurrentTasks: 1 },
			},
			{ files: many, inputs: [0, 1, 2, 3, 4, 5].map((index) => ({ index })) },
		);
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('upload')).toBe(6);
		// A policy lives for 300 s, a task takes 130 s and more, and three files come before the first one ends: the
		// sixth comes after 390 s at the earliest.
		expect(wan.emulator.count('policy')).toBe(2);
	});

	it('that rejects a shared file is reported for each item under its own name', async () => {
		wan.emulator.inject({
			on: 'upload',
			kind: 'status',
			status: 400,
			code: 'InvalidArgument',
			times: Infinity,
		});
		const run = await wan.run(
			{ ...outpaint, videoField: '={{ $("Start").first().binary.video }}' },
			{ files, inputs: [{}, {}], node: { onError: 'continueErrorOutput' } },
		);
		expect(wan.json(run, 1).map(({ error }) => error)).toEqual([
			"'Video' could not be uploaded: the storage rejected the request",
			"'Video' could not be uploaded: the storage rejected the request",
		]);
	});

	it('receives the file again for the other spelling of the model, to which it is bound', async () => {
		const other = await startWan({ knownVaceNames: ['wanx2.1-vace-plus'] });
		const run = await other.run({ ...outpaint, waitForCompletion: true }, { files });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(other.json(run)).toMatchObject([{ model: 'wanx2.1-vace-plus', status: 'SUCCEEDED' }]);
		await other.close();
	});
});
