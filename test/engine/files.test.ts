import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import { createHash } from 'node:crypto';
import type { UploadBody } from '../../emulator';
import { errorOf, fileOf, requestsOf, startWan, type Wan } from '../support/wan';

const sha256 = (base64: string): string =>
	createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');

/** Parameters of each mode with every slot from a file, and the fields of the body that hold their links. */
const FROM_FILES: Record<
	string,
	{ parameters: IDataObject; files: string[]; links: (body: Body) => unknown[] }
> = {
	edit: {
		parameters: {
			operation: 'edit',
			prompt: 'Dress it',
			videoInput: 'binary',
			videoField: 'video',
			referenceImages: { image: [{ input: 'binary', field: 'subject, background' }] },
			options: { resolution: '720P' },
		},
		files: ['video', 'subject', 'background'],
		links: ({ input }) => (input.media as Array<{ url: string }>).map(({ url }) => url),
	},
	imageReference: {
		parameters: {
			operation: 'imageReference',
			prompt: 'It stands in the sun',
			referenceImages: {
				image: [
					{ input: 'binary', field: 'subject', role: 'obj' },
					{ input: 'binary', field: 'background', role: 'bg' },
				],
			},
		},
		files: ['subject', 'background'],
		links: ({ input }) => input.ref_images_url as unknown[],
	},
	repaint: {
		parameters: {
			operation: 'repaint',
			prompt: 'An engraving',
			videoInput: 'binary',
			videoField: 'video',
			referenceImages: { image: [{ input: 'binary', field: 'subject' }] },
		},
		files: ['video', 'subject'],
		links: ({ input }) => [input.video_url, ...(input.ref_images_url as unknown[])],
	},
	editRegion: {
		parameters: {
			operation: 'editRegion',
			prompt: 'A lion',
			videoInput: 'binary',
			videoField: 'video',
			maskInput: 'binary',
			maskField: 'mask',
		},
		files: ['video', 'mask'],
		links: ({ input }) => [input.video_url, input.mask_image_url],
	},
	extend: {
		parameters: {
			operation: 'extend',
			prompt: 'On and on',
			anchors: {
				anchor: [
					{ kind: 'firstClip', input: 'binary', field: 'clip' },
					{ kind: 'lastFrame', input: 'binary', field: 'background' },
				],
			},
			options: { motionVideoInput: 'binary', motionVideoField: 'video', controlCondition: 'depth' },
		},
		files: ['clip', 'background', 'video'],
		links: ({ input }) => [input.first_clip_url, input.last_frame_url, input.video_url],
	},
	'editRegion with a mask video': {
		parameters: {
			operation: 'editRegion',
			prompt: 'A lion',
			videoInput: 'binary',
			videoField: 'video',
			maskKind: 'video',
			maskInput: 'binary',
			maskField: 'maskVideo',
			referenceImages: { image: [{ input: 'binary', field: 'subject' }] },
		},
		files: ['video', 'maskVideo', 'subject'],
		links: ({ input }) => [input.video_url, input.mask_video_url, ...(input.ref_images_url as unknown[])],
	},
	'extend backwards': {
		parameters: {
			operation: 'extend',
			prompt: 'How it began',
			anchors: {
				anchor: [
					{ kind: 'lastClip', input: 'binary', field: 'lastClip' },
					{ kind: 'firstFrame', input: 'binary', field: 'background' },
				],
			},
		},
		files: ['lastClip', 'background'],
		links: ({ input }) => [input.last_clip_url, input.first_frame_url],
	},
	outpaint: {
		parameters: {
			operation: 'outpaint',
			prompt: 'A table',
			videoInput: 'binary',
			videoField: 'video',
			leftScale: 1.5,
		},
		files: ['video'],
		links: ({ input }) => [input.video_url],
	},
};

interface Body {
	model: string;
	input: Record<string, unknown>;
}

const loadFiles = async (): Promise<IBinaryKeyData> => ({
	video: await fileOf('product-short.mp4', 'video/mp4'),
	mask: await fileOf('mask-short.png', 'image/png'),
	clip: await fileOf('clip.mp4'),
	lastClip: await fileOf('last-clip.mp4'),
	maskVideo: await fileOf('mask.mp4'),
	subject: await fileOf('subject.png'),
	background: await fileOf('background.png'),
});

/** Requests that move bytes or cents. The emulator may still be fetching for a task of an earlier test. */
const paidOrPlaced = (wan: Wan): string[] =>
	wan.emulator.requests.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== 'sample');

describe.each(['filesystem', 'default'] as const)(
	"files of previous nodes, in n8n's binary mode %s",
	(binaryDataMode) => {
		let wan: Wan;
		let files: IBinaryKeyData;
		beforeAll(async () => {
			wan = await startWan({ binaryDataMode, timeScale: 150 });
			files = await loadFiles();
		});
		afterAll(async () => await wan.close());
		beforeEach(() => wan.emulator.forget());

		it.each(Object.keys(FROM_FILES))('reach the provider from every slot of %s', async (operation) => {
			const { parameters, files: fields, links } = FROM_FILES[operation]!;
			const run = await wan.run(parameters, { files });
			expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
			expect(wan.json(run)).toMatchObject([{ status: 'SUCCEEDED', operation: parameters.operation }]);

			const uploads = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'upload');
			expect(uploads.map(({ body }) => (body as UploadBody).sha256)).toEqual(
				fields.map((field) => sha256(files[field]!.data)),
			);
			const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
			expect(created?.headers).toMatchObject({ 'x-dashscope-ossresourceresolve': 'enable' });
			const body = created?.body as Body;
			for (const link of links(body)) expect(link).toMatch(/^oss:\/\/[\x21-\x7e]+\.(mp4|png)$/);
			expect(links(body)).toHaveLength(fields.length);
			// One policy for all files of the model, from the same host.
			const policies = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'policy');
			expect(policies.map(({ query }) => query)).toEqual([{ action: 'getPolicy', model: body.model }]);
		});

		it('are posted with the file last, and the key stays away from the storage', async () => {
			await wan.run(FROM_FILES.outpaint!.parameters, { files });
			const [upload] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'upload');
			const { fields } = upload?.body as UploadBody;
			expect([...fields].sort()).toEqual(
				[
					'OSSAccessKeyId',
					'Signature',
					'file',
					'key',
					'policy',
					'success_action_status',
					'x-oss-forbid-overwrite',
					'x-oss-object-acl',
				].sort(),
			);
			expect(fields.at(-1)).toBe('file');
			expect(upload?.headers).not.toHaveProperty('authorization');
			expect(JSON.stringify(upload?.headers)).not.toContain('sk-emulator');
		});

		it('are uploaded once, however many items use them', async () => {
			const { parameters } = FROM_FILES.edit!;
			const run = await wan.run(
				{ ...parameters, videoField: '={{ $("Start").first().binary.video }}' },
				{ files, inputs: [{}, {}, {}] },
			);
			expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
			expect(wan.emulator.count('create')).toBe(3);
			const uploaded = wan.emulator.requests
				.filter(({ endpoint }) => endpoint === 'upload')
				.map(({ body }) => (body as UploadBody).sha256);
			expect(uploaded.filter((hash) => hash === sha256(files.video!.data))).toHaveLength(1);
		});

		it('mix with links', async () => {
			const run = await wan.run(
				{
					...requestsOf(wan.emulator).editRegion,
					maskInput: 'binary',
					maskField: 'mask',
					waitForCompletion: false,
				},
				{ files },
			);
			expect(run.status).toBe('success');
			const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
			const { input } = created?.body as Body;
			expect(input.video_url).toMatch(/^http:/);
			expect(input.mask_image_url).toMatch(/^oss:/);
		});

		it('are refused before any upload when the item does not have them', async () => {
			const run = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'movie' }, { files });
			expect(errorOf(run).message).toBe(
				'\'Input Data Field Name (Video)\' of item 0 is "movie", and the item has no file in that field',
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are refused before any upload when they do not fit their slot', async () => {
			const run = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'subject' }, { files });
			expect(errorOf(run).message).toMatch(/^'Video' of item 0 /);
			expect(paidOrPlaced(wan)).toEqual([]);
			const long = await wan.run(FROM_FILES.outpaint!.parameters, {
				files: { video: await fileOf('long.mp4') },
			});
			expect(errorOf(long).message).toBe("'Video' of item 0 is 12 s long; Outpaint takes up to 5 s");
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are refused with a mask that was painted on a frame which the video does not have', async () => {
			const { parameters } = FROM_FILES.editRegion!;
			const run = await wan.run({ ...parameters, maskFrameId: 92 }, { files });
			expect(errorOf(run).message).toBe(
				"'Mask Frame ID' of item 0 is 92; it takes a whole number from 1 to 91",
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('travel in the request when they are small images and the person wants that', async () => {
			const { parameters } = FROM_FILES.edit!;
			const run = await wan.run(
				{ ...parameters, options: { resolution: '720P', fileTransfer: 'inline' } },
				{ files },
			);
			expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
			const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
			const links = FROM_FILES.edit!.links(created?.body as Body) as string[];
			expect(links[0]).toMatch(/^oss:/);
			expect(links[1]).toBe(`data:image/png;base64,${files.subject!.data}`);
			expect(wan.emulator.count('upload')).toBe(1);
		});

		it('cannot be given as signed URLs of an n8n that only this machine can reach', async () => {
			const run = await wan.run(
				{ ...FROM_FILES.outpaint!.parameters, options: { fileTransfer: 'signedUrl' } },
				{ files },
			);
			expect(errorOf(run).message).toMatch(
				binaryDataMode === 'default'
					? /n8n keeps files in memory$/
					: /this n8n is at "localhost", which the provider cannot reach$/,
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});
	},
);

describe('the temporary storage', () => {
	let wan: Wan;
	let files: IBinaryKeyData;
	beforeAll(async () => {
		wan = await startWan({ timeScale: 150 });
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
	] as const)('is asked again after %s', async (_, fault) => {
		wan.emulator.inject(fault);
		const run = await wan.run(outpaint, { files });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('upload')).toBe(2);
		expect(wan.emulator.count('create')).toBe(1);
	});

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
			"'Video' of item 0 could not be uploaded: the provider gave no permission (HTTP 404 NotFound)",
		);
		expect(errorOf(run).description).toContain("choose another 'File Transfer'");
		expect(errorOf(run).context).toMatchObject({ kind: 'upload', taskId: null, httpStatus: 404 });
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('is asked for a new policy before the old one ends', async () => {
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
				videoField: '={{ ["video", "second", "third", "fourth"][$json.index] }}',
				options: { resolution: '720P' },
				batchOptions: { maxConcurrentTasks: 1 },
			},
			{ files: many, inputs: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }] },
		);
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(wan.emulator.count('upload')).toBe(4);
		// A policy lives for 300 s, a task takes 130 s and more: the fourth file comes after 390 s at the earliest.
		expect(wan.emulator.count('policy')).toBe(2);
	});

	it('that turns a shared file down is told for each item under its own name', async () => {
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
			"'Video' of item 0 could not be uploaded: the storage answered HTTP 400 InvalidArgument",
			"'Video' of item 1 could not be uploaded: the storage answered HTTP 400 InvalidArgument",
		]);
	});

	it('gets the file again for the other spelling of the model, to which it is bound', async () => {
		const other = await startWan({ timeScale: 150, knownVaceNames: ['wanx2.1-vace-plus'] });
		const run = await other.run({ ...outpaint, waitForCompletion: true }, { files });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		expect(other.json(run)).toMatchObject([{ model: 'wanx2.1-vace-plus', status: 'SUCCEEDED' }]);
		await other.close();
	});
});

describe('links', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan({ timeScale: 150 });
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});
	const outpaint = (sample: string, options: IDataObject) => ({
		...requestsOf(wan.emulator).outpaint,
		videoUrl: wan.emulator.sample(sample),
		waitForCompletion: false,
		options,
	});

	it('are fetched by n8n and handed on when the person wants that', async () => {
		const run = await wan.run(outpaint('product-short.mp4', { rehostUrls: true }));
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const order = wan.emulator.requests.map(({ endpoint }) => endpoint);
		expect(order).toEqual(['sample', 'policy', 'upload', 'create']);
	});

	it('that n8n cannot fetch are told as such', async () => {
		const run = await wan.run(outpaint('nothing.mp4', { rehostUrls: true }));
		expect(errorOf(run).message).toBe("'Video URL' of item 0 could not be fetched (HTTP 404)");
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('are looked at by their headers when the person wants that, without fetching them whole', async () => {
		const good = await wan.run(outpaint('product-short.mp4', { checkUrlMedia: true }));
		expect(good.status === 'error' ? errorOf(good).message : good.status).toBe('success');
		const looks = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'sample');
		expect(looks.length).toBeGreaterThan(0);
		for (const { headers } of looks) expect(headers.range).toMatch(/^bytes=\d+-\d+$/);

		wan.emulator.forget();
		const bad = await wan.run(outpaint('long.mp4', { checkUrlMedia: true }));
		expect(errorOf(bad).message).toBe("'Video URL' of item 0 is 12 s long; Outpaint takes up to 5 s");
		expect(wan.emulator.count('create')).toBe(0);
	});
});

describe("the person's own bucket", () => {
	let wan: Wan;
	let files: IBinaryKeyData;
	beforeAll(async () => {
		wan = await startWan({ timeScale: 150 });
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
	const outpaint = (options: IDataObject, more: IDataObject = {}): IDataObject => ({
		...FROM_FILES.outpaint!.parameters,
		options,
		...more,
	});

	it('takes the files, and the provider fetches them by links that live as long as the person says', async () => {
		const run = await wan.run(outpaint({ fileTransfer: 'oss', ossLinkHours: 3 }), {
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
		const parameters = outpaint(
			{ fileTransfer: 'oss' },
			{ videoField: '={{ $("Start").first().binary.video }}' },
		);
		await wan.run(parameters, { files, inputs: [{}, {}, {}], ossCredential: ossCredential() });
		expect(wan.emulator.count('create')).toBe(3);
		expect(wan.emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
	});

	it('keeps the finished video, with a lasting address and a link', async () => {
		const run = await wan.run(
			{ ...outpaint({ archiveResult: true, fileTransfer: 'temporary' }), downloadVideo: true },
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
		const run = await wan.run(outpaint({ archiveResult: true }), {
			files,
			ossCredential: ossCredential({ accessKeySecret: 'wrong-secret' }),
		});
		expect(errorOf(run).message).toMatch(/is finished but could not be put into the OSS bucket$/);
		expect(errorOf(run).context).toMatchObject({
			kind: 'archive',
			taskId: wan.emulator.tasks.at(-1)?.id,
			videoUrl: expect.stringContaining('/result/'),
		});
		expect(JSON.stringify(run.data)).not.toContain('wrong-secret');
	});

	it.each([
		['a wrong secret', { accessKeySecret: 'wrong-secret' }, 'HTTP 403 SignatureDoesNotMatch'],
		['a bucket that does not exist', { bucket: 'no-such-bucket' }, 'HTTP 404 NoSuchBucket'],
	])('with %s is told before any task is created', async (_, change, reason) => {
		const run = await wan.run(outpaint({ fileTransfer: 'oss' }), {
			files,
			ossCredential: ossCredential(change),
		});
		expect(errorOf(run).message).toContain(`'Video' of item 0 could not be put into the bucket`);
		expect(errorOf(run).message).toContain(reason);
		expect(wan.emulator.count('create')).toBe(0);
	});

	it.each([{ archiveResult: true }, { fileTransfer: 'oss' }])(
		'is missed before anything is sent when no credential is selected for %j',
		async (options) => {
			const run = await wan.run(outpaint(options), { files });
			expect(errorOf(run).message).toContain('need a credential of the type Wan Alibaba Cloud OSS API');
			expect(paidOrPlaced(wan)).toEqual([]);
		},
	);

	it('is asked again after a fault, under the same key', async () => {
		wan.emulator.inject({ on: 'bucket', kind: 'reset' });
		const run = await wan.run(outpaint({ fileTransfer: 'oss' }), { files, ossCredential: ossCredential() });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const puts = wan.emulator.requests.filter(({ method }) => method === 'PUT');
		expect(puts).toHaveLength(2);
		expect(new Set(puts.map(({ path }) => path)).size).toBe(1);
	});
});
