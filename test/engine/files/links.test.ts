import type { IDataObject } from 'n8n-workflow';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { errorOf, fileOf, requestsOf, startWan, type Wan } from '../../support/wan';

describe('links', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => {
		wan.emulator.forget();
		wan.emulator.clearFaults();
	});
	const outpaint = (sample: string, advancedOptions: IDataObject) => ({
		...requestsOf(wan.emulator).outpaint,
		videoUrl: wan.emulator.sample(sample),
		waitForCompletion: false,
		advancedOptions,
	});

	it('are downloaded by n8n and uploaded if the user wants that', async () => {
		const run = await wan.run(outpaint('product-short.mp4', { rehostUrls: true }));
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const order = wan.emulator.requests.map(({ endpoint }) => endpoint);
		expect(order).toEqual(['sample', 'policy', 'upload', 'create']);
	});

	it('are downloaded once for all items that share them', async () => {
		const run = await wan.run(outpaint('product-short.mp4', { rehostUrls: true }), { inputs: [{}, {}, {}] });
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const counts = ['sample', 'upload', 'create'].map((endpoint) => wan.emulator.count(endpoint as 'create'));
		expect(counts).toEqual([1, 1, 3]);
	});

	it.each([
		['where it may', false],
		['whether or not it may', true],
	])('are downloaded from a host that compresses its responses, %s', async (_, always) => {
		// Zeros at the end, which pack well.
		const { data } = await fileOf('product-short.mp4');
		const video = Buffer.concat([
			Buffer.from(data, 'base64'),
			Buffer.from([0, 1, 0, 0, 0x66, 0x72, 0x65, 0x65]),
		]);
		const whole = Buffer.concat([video, Buffer.alloc(65_528)]);
		const host = createServer(({ headers }, response) => {
			const packs = always || String(headers['accept-encoding']).includes('gzip');
			const body = packs ? gzipSync(whole) : whole;
			response.writeHead(200, {
				'Content-Length': body.length,
				...(packs ? { 'Content-Encoding': 'gzip' } : {}),
			});
			response.end(body);
		});
		await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
		const { port } = host.address() as AddressInfo;
		const run = await wan.run({
			...outpaint('product-short.mp4', { rehostUrls: true, allowPrivateHosts: true }),
			videoUrl: `http://127.0.0.1:${port}/in.mp4`,
		});
		host.close();
		expect(run.status === 'error' ? errorOf(run).message : run.status).toBe('success');
		const [upload] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'upload');
		expect(upload?.body).toMatchObject({ bytes: whole.length });
	});

	it('that n8n cannot download are reported as such', async () => {
		const run = await wan.run(outpaint('nothing.mp4', { rehostUrls: true }));
		expect(errorOf(run).message).toBe("'Video URL' could not be downloaded (HTTP 404)");
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('are checked by their headers if the user wants that, without downloading them completely', async () => {
		const good = await wan.run(outpaint('product-short.mp4', { checkUrlMedia: true }));
		expect(good.status === 'error' ? errorOf(good).message : good.status).toBe('success');
		const looks = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'sample');
		expect(looks.length).toBeGreaterThan(0);
		for (const { headers } of looks) {
			expect(headers.range).toMatch(/^bytes=\d+-\d+$/);
			expect(headers['accept-encoding']).toBe('identity');
		}

		wan.emulator.forget();
		const bad = await wan.run(outpaint('long.mp4', { checkUrlMedia: true }));
		expect(errorOf(bad).message).toBe("'Video URL' is 12 s long; Outpaint takes up to 5 s");
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('that cannot be checked are reported as such, before a task is created', async () => {
		const run = await wan.run(outpaint('nothing.mp4', { checkUrlMedia: true }));
		expect(errorOf(run).message).toBe("'Video URL' could not be read (HTTP 404)");
		expect(errorOf(run).context).toMatchObject({ httpStatus: 404, retryable: false });
		expect(wan.emulator.count('create')).toBe(0);
	});

	it('of many items do not hide the link that ends the run', async () => {
		const run = await wan.run(
			{
				...outpaint('product-short.mp4', { checkUrlMedia: true }),
				videoUrl: '={{ $json.url }}',
				concurrency: 5,
			},
			{
				inputs: ['product-short.mp4', 'product-short.mp4', 'nothing.mp4'].map((name) => ({
					url: wan.emulator.sample(name),
				})),
			},
		);
		expect(errorOf(run).message).toBe("'Video URL' could not be read (HTTP 404)");
	});
});
