import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator, type Emulator } from '../../emulator';
import { clientOf, edit, vace, type Client } from './client';

let emulator: Emulator;
let client: Client;
/** Somebody else's web server with things that are no good input. */
let server: Server;
let web: string;
/** Nobody listens there any more. */
let deaf: string;

beforeAll(async () => {
	emulator = await startEmulator({
		runSeconds: { queue: 0, run: 0 },
		limits: { submitsPerSecond: 1000, concurrentTasks: 50 },
	});
	client = clientOf(emulator);
	server = createServer((request, response) => {
		if (request.url === '/text.mp4') return response.end('this is no video');
		if (request.url === '/huge.mp4') {
			return response.writeHead(200, { 'content-length': 200 * 1024 * 1024 }).write('x');
		}
		return response.writeHead(404).end();
	});
	web = await listen(server);
	const closed = createServer();
	deaf = await listen(closed);
	closed.close();
});
async function listen(listener: Server): Promise<string> {
	await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await emulator.close();
});

const s = (name: string) => emulator.sample(name);
const withImage = (image: string) =>
	edit(
		s('product-short.mp4'),
		{},
		{
			media: [
				{ type: 'video', url: s('product-short.mp4') },
				{ type: 'reference_image', url: image },
			],
		},
	);
const region = (input: object) => vace('video_edit', { video_url: s('product-short.mp4'), ...input });

const broken: Array<[string, () => object, string]> = [
	['a video that is not there', () => edit(`${web}/missing.mp4`), 'InvalidParameter.DataInspection'],
	['a host that does not listen', () => edit(`${deaf}/in.mp4`), 'InvalidURL.ConnectionRefused'],
	['a file that is no medium', () => edit(`${web}/text.mp4`), 'InvalidFile.Openerror'],
	['a file above the size', () => edit(`${web}/huge.mp4`), 'InvalidFile.Size'],
	['a picture in place of a video', () => edit(s('subject.png')), 'InvalidFile.Format'],
	['a video in place of a picture', () => withImage(s('clip.mp4')), 'InvalidFile.Format'],
	['a wan2.7 video that is too long', () => edit(s('long.mp4')), 'InvalidFile.Duration'],
	['a wan2.7 video that is too short', () => edit(s('clip.mp4')), 'InvalidFile.Duration'],
	['a wan2.7 picture that is too small', () => withImage(s('tiny.png')), 'InvalidFile.Resolution'],
	['a wan2.7 picture with transparency', () => withImage(s('transparent.png')), 'InvalidImageFormat'],
	[
		'a VACE picture that is too small',
		() => vace('image_reference', { ref_images_url: [s('tiny.png')] }),
		'InvalidFile.Resolution',
	],
	['a mask of another size', () => region({ mask_image_url: s('mask.png') }), 'InvalidParameter'],
	[
		'a mask that is neither black nor white',
		() => region({ mask_image_url: s('first-frame.png') }),
		'InvalidParameter',
	],
	[
		'a mask frame beyond the end',
		() => region({ mask_image_url: s('mask-short.png'), mask_frame_id: 92 }),
		'InvalidParameter',
	],
	[
		'a mask video of another length',
		() => vace('video_edit', { video_url: s('clip.mp4'), mask_video_url: s('mask.mp4') }),
		'InvalidFile.Duration',
	],
	[
		'two clips that are too long together',
		() => vace('video_extension', { first_clip_url: s('product-short.mp4'), last_clip_url: s('clip.mp4') }),
		'InvalidFile.Duration',
	],
	[
		'a motion video of another size',
		() =>
			vace(
				'video_extension',
				{ first_clip_url: s('clip.mp4'), video_url: s('product.mp4') },
				{ control_condition: 'depth' },
			),
		'InvalidParameter',
	],
];

it.each(broken)('ends as FAILED for %s', async (_name, body, code) => {
	const { output } = await client.finish(body());
	expect(output).toMatchObject({ task_status: 'FAILED', code, message: expect.any(String) });
	expect(output).not.toHaveProperty('video_url');
});

it('accepts a data URL as a reference image of wan2.7', async () => {
	const response = await fetch(s('subject.png'));
	const base64 = Buffer.from(await response.arrayBuffer()).toString('base64');
	const body = withImage(`data:image/png;base64,${base64}`);
	const { output } = await client.finish({ ...body, parameters: { resolution: '720P', duration: 2 } });
	expect(output.task_status).toBe('SUCCEEDED');
});

it('recognizes its own files under its public name, and returns links with that name', async () => {
	const publicUrl = 'https://files.example.com';
	const named = await startEmulator({ publicUrl, render: 'sample', runSeconds: { queue: 0, run: 0 } });
	try {
		const video = named.sample('product-short.mp4');
		expect(video).toBe(`${publicUrl}/samples/product-short.mp4`);
		const guest = clientOf(named);
		const { output } = await guest.until(await guest.submit(edit(video)), 'SUCCEEDED', 'FAILED');
		expect(output).toMatchObject({ task_status: 'SUCCEEDED' });
		expect(output.video_url).toMatch(/^https:\/\/files\.example\.com\/result\//);
		const { status } = await fetch(String(output.video_url).replace(publicUrl, named.url));
		expect(status).toBe(200);
	} finally {
		await named.close();
	}
});
