import type { IBinaryKeyData } from 'n8n-workflow';
import type { UploadBody } from '../../../emulator';
import { errorOf, fileOf, requestsOf, startWan, type Wan } from '../../support/wan';
import { type Body, FROM_FILES, loadFiles, paidOrPlaced, sha256 } from './fromFiles';

describe.each(['filesystem', 'default'] as const)(
	"files of previous nodes, in n8n's binary mode %s",
	(binaryDataMode) => {
		let wan: Wan;
		let files: IBinaryKeyData;
		beforeAll(async () => {
			wan = await startWan({ binaryDataMode });
			files = await loadFiles();
		});
		afterAll(async () => await wan.close());
		beforeEach(() => wan.emulator.forget());

		it.each(Object.keys(FROM_FILES))('reach Alibaba Cloud from every slot of %s', async (operation) => {
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

		it('are posted with the file last, and the key is not sent to the storage', async () => {
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

		it('are uploaded once, however many items share them', async () => {
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

		it('can be combined with links', async () => {
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

		it('are rejected before any upload if the item does not have them', async () => {
			const run = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'movie' }, { files });
			expect(errorOf(run).message).toBe(
				`'Input Data Field Name (Video)' is "movie", and the item has no file in that field: it has ${Object.keys(
					files,
				)
					.map((name) => `"${name}"`)
					.join(', ')}`,
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are reported as missing if the item has none, and the message stays short if it has many', async () => {
			const none = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'movie' });
			expect(errorOf(none).message).toMatch(/no file in that field: it has no files$/);
			const [video] = Object.values(files);
			const many = Object.fromEntries(
				Array.from({ length: 30 }, (_, index) => [`${index}_${'x'.repeat(200)}`, video!]),
			);
			const run = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'movie' }, { files: many });
			expect(errorOf(run).message).toMatch(/and 20 more$/);
			expect(errorOf(run).message.length).toBeLessThan(1200);
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are named together with the existing ones, in entries and options too', async () => {
			const run = await wan.run(
				{
					...requestsOf(wan.emulator).imageReference,
					referenceImages: { image: [{ input: 'binary', field: 'product' }] },
				},
				{ files: { photo: files.subject! } },
			);
			expect(errorOf(run).message).toBe(
				'\'Input Data Field Name (Reference Images)\' is "product", and the item has no file in that field: it has "photo"',
			);
		});

		it('are rejected before any upload if they do not fit their slot', async () => {
			const run = await wan.run({ ...FROM_FILES.outpaint!.parameters, videoField: 'subject' }, { files });
			expect(errorOf(run).message).toMatch(/^'Video' /);
			expect(paidOrPlaced(wan)).toEqual([]);
			const long = await wan.run(FROM_FILES.outpaint!.parameters, {
				files: { video: await fileOf('long.mp4') },
			});
			expect(errorOf(long).message).toBe("'Video' is 12 s long; Outpaint takes up to 5 s");
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are rejected with a mask that was painted on a frame that the video does not have', async () => {
			const { parameters } = FROM_FILES.editRegion!;
			const run = await wan.run({ ...parameters, options: { maskFrameId: 92 } }, { files });
			expect(errorOf(run).message).toBe("'Mask Frame ID' is 92; it takes a whole number from 1 to 91");
			expect(paidOrPlaced(wan)).toEqual([]);
		});

		it('are sent in the request if they are small images and the user wants that', async () => {
			const { parameters } = FROM_FILES.edit!;
			const run = await wan.run({ ...parameters, advancedOptions: { fileTransfer: 'inline' } }, { files });
			expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
			const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
			const links = FROM_FILES.edit!.links(created?.body as Body) as string[];
			expect(links[0]).toMatch(/^oss:/);
			expect(links[1]).toBe(`data:image/png;base64,${files.subject!.data}`);
			expect(wan.emulator.count('upload')).toBe(1);
		});

		it('cannot be sent as signed URLs of an n8n that only this machine can reach', async () => {
			const run = await wan.run(
				{ ...FROM_FILES.outpaint!.parameters, advancedOptions: { fileTransfer: 'signedUrl' } },
				{ files },
			);
			expect(errorOf(run).message).toMatch(
				binaryDataMode === 'default'
					? /n8n keeps files in memory$/
					: /this n8n is at "localhost", which Alibaba Cloud cannot reach$/,
			);
			expect(paidOrPlaced(wan)).toEqual([]);
		});
	},
);
