import type { IBinaryData, IDataObject, IRun } from 'n8n-workflow';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../../../emulator/media/probe';
import { errorOf, fileOf, startWan, type Wan } from '../../support/wan';
import { bytesMade } from '../../unit/media/realFiles';
import { type Body, paidOrPlaced } from './fromFiles';

/** Twelve seconds with a key frame every second, and a soft mask of half its size. */
const LONG = ['-t', '12', '-g', '30', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const SOFT = ['-vf', 'scale=320:180,boxblur=2', '-q:v', '3', '-frames:v', '1'];

const binaryOf = (content: Uint8Array, fileName: string, mimeType: string): IBinaryData => ({
	data: Buffer.from(content).toString('base64'),
	...{ fileName, mimeType },
});

const filesToFit = async () => ({
	video: binaryOf(
		await bytesMade('long.mov', ['-stream_loop', '-1', 'product-short.mp4'], ...LONG, '-c:a', 'aac'),
		...(['phone.mov', 'video/quicktime'] as const),
	),
	mask: binaryOf(await bytesMade('soft.jpg', 'mask-short.png', ...SOFT), 'mask.jpg', 'image/jpeg'),
});

const region = (more: IDataObject = {}, advancedOptions: IDataObject = {}): IDataObject => ({
	...{ operation: 'editRegion', prompt: 'A lion', videoInput: 'binary', videoField: 'video' },
	...{ maskInput: 'binary', maskField: 'mask', maskType: 'fixed', options: { ifTooLong: 'trim' } },
	...{ ...more, advancedOptions },
});

/** Facts about content, wherever it came from. */
async function factsOf(content: Uint8Array) {
	const path = join(tmpdir(), `made-${process.pid}-${Math.random()}`);
	await writeFile(path, content);
	return await probe(path);
}

async function factsAt(link: unknown) {
	const response = await fetch(String(link));
	expect(response.status).toBe(200);
	return await factsOf(Buffer.from(await response.arrayBuffer()));
}

const succeeded = (run: IRun): void =>
	expect(run.status === 'error' ? [errorOf(run).message, errorOf(run).description] : run.status).toBe(
		'success',
	);

const sentBy = (wan: Wan): Body['input'] => {
	const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
	return (created?.body as Body).input;
};

const VIDEO = { format: 'MP4', codec: 'h264', width: 640, height: 360 };
const MASK = { format: 'PNG', width: 640, height: 360 };

describe('a video that was cut and a mask that was cleaned', () => {
	let wan: Wan | undefined;
	afterEach(async () => {
		await wan?.close();
		wan = undefined;
	});

	it("travel through the user's bucket", async () => {
		wan = await startWan();
		const { credential } = wan.emulator.bucket;
		const run = await wan.run(region({ useOssBucket: true }), {
			...{ files: await filesToFit(), ossCredential: { ...credential } },
		});
		succeeded(run);
		const { video_url: video, mask_image_url: mask } = sentBy(wan);
		const film = await factsAt(video);
		expect(film).toMatchObject(VIDEO);
		expect(film.seconds).toBeLessThanOrEqual(5);
		expect(await factsAt(mask)).toMatchObject(MASK);
		expect(wan.emulator.count('upload')).toBe(0);
	});

	it('are stored in n8n for links to this n8n instance, once for all items', async () => {
		// Nobody answers there.
		wan = await startWan({ fetchInputs: false, instanceUrl: 'https://n8n.example.com/' });
		const shared = {
			videoField: '={{ $("Start").first().binary.video }}',
			maskField: '={{ $("Start").first().binary.mask }}',
		};
		const run = await wan.run(region(shared, { fileTransfer: 'signedUrl' }), {
			...{ files: await filesToFit(), inputs: [{}, {}] },
		});
		succeeded(run);
		const stored = async (link: unknown) => {
			const token = new URL(String(link)).searchParams.get('token') ?? '';
			const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
			const { id } = JSON.parse(payload) as { id: string };
			return await wan!.engine.readBinary({ id } as IBinaryData);
		};
		const { video_url: video, mask_image_url: mask } = sentBy(wan);
		expect(video).toMatch(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/);
		const film = await factsOf(await stored(video));
		expect(film).toMatchObject(VIDEO);
		expect(film.seconds).toBeLessThanOrEqual(5);
		expect(await factsOf(await stored(mask))).toMatchObject(MASK);
		const links = wan.emulator.requests
			.filter(({ endpoint }) => endpoint === 'create')
			.map(({ body }) => (body as Body).input.video_url);
		expect(links).toHaveLength(2);
		expect(new Set(links).size).toBe(1);
	});

	it('cannot be links to an n8n that keeps files in memory', async () => {
		wan = await startWan({ binaryDataMode: 'default', instanceUrl: 'https://n8n.example.com/' });
		const run = await wan.run(region({}, { fileTransfer: 'signedUrl' }), { files: await filesToFit() });
		expect(errorOf(run).message).toMatch(
			/^'Video' cannot be sent as a signed n8n URL: n8n keeps files in memory$/,
		);
		expect(paidOrPlaced(wan)).toEqual([]);
	});
});

describe.each(['filesystem', 'default'] as const)(
	"the mask that was sent, in n8n's binary mode %s",
	(mode) => {
		let wan: Wan;
		let host: Server | undefined;
		beforeAll(async () => {
			wan = await startWan({ binaryDataMode: mode });
		});
		afterAll(async () => await wan.close());
		beforeEach(() => wan.emulator.forget());
		afterEach(() => host?.close());

		async function serve(answer: RequestListener): Promise<string> {
			host = createServer(answer);
			await new Promise<void>((resolve) => host?.listen(0, '127.0.0.1', resolve));
			return `http://127.0.0.1:${(host.address() as AddressInfo).port}/mask`;
		}

		const linked = (maskUrl: string, advancedOptions: IDataObject = {}): IDataObject => ({
			...{ operation: 'editRegion', prompt: 'A lion', videoUrl: wan.emulator.sample('product-short.mp4') },
			...{ maskUrl, maskType: 'fixed', advancedOptions: { outputMask: true, ...advancedOptions } },
		});
		const hintsOf = (run: IRun): string[] =>
			(run.data.resultData.runData.Wan ?? []).flatMap(({ hints = [] }) =>
				hints.map(({ message }) => message),
			);
		const maskOf = (run: IRun): IBinaryData | undefined => wan.items(run)[0]?.binary?.mask;

		it('is returned if it was a link that was sent as it is', async () => {
			const maskUrl = wan.emulator.sample('mask-short.png');
			const run = await wan.run(linked(maskUrl));
			succeeded(run);
			expect(sentBy(wan).mask_image_url).toBe(maskUrl);
			const mask = maskOf(run);
			expect(mask).toMatchObject({ mimeType: 'image/png', fileName: 'mask.png', fileType: 'image' });
			const { data } = await fileOf('mask-short.png');
			expect((await wan.engine.readBinary(mask!)).toString('base64')).toBe(data);
		});

		it('is a video if the mask is one, whatever its host calls it', async () => {
			const content = Buffer.from((await fileOf('mask.mp4')).data, 'base64');
			const maskUrl = await serve((_, response) =>
				response.setHeader('Content-Type', 'image/gif').end(content),
			);
			const parameters = {
				...linked(maskUrl, { allowPrivateHosts: true }),
				maskKind: 'video',
			};
			const run = await wan.run(parameters);
			succeeded(run);
			expect(maskOf(run)).toMatchObject({ mimeType: 'video/mp4', fileName: 'mask.mp4', fileType: 'video' });
		});

		it.each<[string, RequestListener, RegExp]>([
			[
				'is gone',
				(_, response) => response.writeHead(404).end(),
				/'Mask URL' could not be downloaded \(HTTP 404\)/,
			],
			[
				'leads to a page by now',
				(_, response) => response.end('<!doctype html><p>Sign in</p>'),
				/'Mask URL' no longer leads to a mask: it is HTML/,
			],
		])('is missing with a hint if it %s, as the video is paid for', async (_, later, reason) => {
			const content = Buffer.from((await fileOf('mask-short.png')).data, 'base64');
			let asked = 0;
			// The first request is Alibaba Cloud's.
			const maskUrl = await serve((request, response) =>
				(asked += 1) === 1 ? response.end(content) : later(request, response),
			);
			const run = await wan.run(linked(maskUrl, { allowPrivateHosts: true }));
			succeeded(run);
			expect(wan.items(run)[0]?.binary).toMatchObject({ data: { mimeType: 'video/mp4' } });
			expect(maskOf(run)).toBeUndefined();
			const { id } = wan.emulator.tasks.at(-1)!;
			const hint = hintsOf(run).find((message) => message.startsWith(`The mask of task ${id} could not be`));
			expect(hint).toMatch(reason);
		});

		it('is not fetched from a private host unless the user allows that', async () => {
			const content = Buffer.from((await fileOf('mask-short.png')).data, 'base64');
			let asked = 0;
			const maskUrl = await serve((_, response) => {
				asked += 1;
				response.end(content);
			});
			const run = await wan.run(linked(maskUrl));
			succeeded(run);
			expect(asked).toBe(1);
			expect(maskOf(run)).toBeUndefined();
			expect(hintsOf(run).join()).toMatch(/mask of task .* a host in n8n's private network/);
		});
	},
);
