import type { IBinaryData, IDataObject, IRun } from 'n8n-workflow';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../../../emulator/media/probe';
import { errorOf, fileOf, startWan, type Wan } from '../../support/wan';
import { bytesMade } from '../../unit/media/realFiles';
import { paidOrPlaced } from './fromFiles';

const LONG = ['-t', '12', '-g', '30', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const AAC = ['-c:a', 'aac', '-shortest'];
/** Twelve seconds of a sample with sound, with a key frame every second. */
const LOOPED = ['-stream_loop', '-1', 'product-short.mp4'];

const binaryOf = (content: Uint8Array, fileName: string, mimeType: string): IBinaryData => ({
	data: Buffer.from(content).toString('base64'),
	...{ fileName, mimeType },
});

const longMov = async () =>
	binaryOf(await bytesMade('long.mov', LOOPED, ...LONG, ...AAC), 'phone.mov', 'video/quicktime');

const hintsOf = (run: IRun): string[] =>
	(run.data.resultData.runData.Wan ?? []).flatMap(({ hints = [] }) => hints.map(({ message }) => message));

const succeeded = (run: IRun): void =>
	expect(run.status === 'error' ? [errorOf(run).message, errorOf(run).description] : run.status).toBe(
		'success',
	);

describe.each(['filesystem', 'default'] as const)("in n8n's binary mode %s", (binaryDataMode) => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan({ binaryDataMode });
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.forget());

	const repaint = (options: IDataObject, more: IDataObject = {}) => ({
		...{ operation: 'repaint', prompt: 'An engraving', videoInput: 'binary', videoField: 'video' },
		...{ options, ...more },
	});

	/** Content of a file of an output item, as a path. */
	async function saved(run: IRun, field: string): Promise<string> {
		const binary = wan.items(run)[0]?.binary?.[field];
		if (binary === undefined) throw new Error(`no file in ${field}`);
		const path = join(tmpdir(), `fitting-${process.pid}-${field}-${Math.random()}`);
		await writeFile(path, await wan.engine.readBinary(binary));
		return path;
	}

	const uploaded = () => wan.emulator.requests.filter(({ endpoint }) => endpoint === 'upload');

	it('a video that is too long is trimmed and made an MP4 if the user wants that, with a hint', async () => {
		const files = { video: await longMov() };
		const run = await wan.run(repaint({ ifTooLong: 'trim', startAt: 3.4 }), { files });
		succeeded(run);
		// From the key frame at or before the second.
		expect(hintsOf(run)).toContainEqual(
			expect.stringMatching(/^'Video' is 12 s long: 3–[78](\.\d+)? s of it are used\.$/),
		);
		expect(uploaded()).toHaveLength(1);
	});

	it('it is refused otherwise, before anything is sent, and the message names the option', async () => {
		const run = await wan.run(repaint({}), { files: { video: await longMov() } });
		expect(errorOf(run).message).toMatch(/^'Video' is 12 s long; Repaint takes up to 5 s$/);
		expect(errorOf(run).description).toMatch(
			/Set 'If Too Long' in the options: Trim uses the first 5 seconds/,
		);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('a start beyond the end of the video is refused', async () => {
		const files = { video: await longMov() };
		const run = await wan.run(repaint({ ifTooLong: 'trim', startAt: 30 }), { files });
		expect(errorOf(run).message).toMatch(/^'Video' ends before 'Start At \(Seconds\)', which is 30;/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('a short MOV becomes an MP4 without a word', async () => {
		const mov = await bytesMade('short.mov', 'product-short.mp4', '-c', 'copy');
		const run = await wan.run(repaint({}), { files: { video: binaryOf(mov, 'a.mov', 'video/quicktime') } });
		succeeded(run);
		expect(hintsOf(run).filter((hint) => hint.includes("'Video'"))).toEqual([]);
	});

	it('a result gets the sound of the input video, from where it was cut', async () => {
		const files = { video: await longMov() };
		const run = await wan.run(repaint({ ifTooLong: 'trim', startAt: 4, sound: 'original' }), { files });
		succeeded(run);
		const { audioCodec, seconds } = await probe(await saved(run, 'data'));
		expect(audioCodec).toBe('aac');
		expect(seconds).toBeGreaterThan(2.5);
		expect(hintsOf(run).join()).not.toMatch(/silent/);
	});

	it('a result gets the sound of a file', async () => {
		const music = await bytesMade('music.m4a', 'product-short.mp4', '-vn', '-c:a', 'copy');
		const files = {
			video: await fileOf('product-short.mp4'),
			music: binaryOf(music, 'music.m4a', 'audio/mp4'),
		};
		const sound = { sound: 'file', soundInput: 'binary', soundField: 'music' };
		const run = await wan.run(repaint(sound), { files });
		succeeded(run);
		expect(await probe(await saved(run, 'data'))).toMatchObject({ audioCodec: 'aac', codec: 'h264' });
		// The music goes nowhere else.
		expect(uploaded()).toHaveLength(1);
	});

	it.each<[string, () => Promise<{ options: IDataObject; more?: IDataObject; video?: IBinaryData }>, RegExp]>(
		[
			[
				'a video without sound',
				async () => ({
					options: { sound: 'original' },
					video: binaryOf(
						await bytesMade('mute.mp4', 'product-short.mp4', '-an', '-c:v', 'copy'),
						'a.mp4',
						'video/mp4',
					),
				}),
				/^'Video' has no sound; 'Sound' is set to use it$/,
			],
			[
				'sound that cannot be copied',
				async () => ({
					options: { sound: 'original' },
					video: binaryOf(
						await bytesMade('pcm.mov', 'product-short.mp4', '-c:v', 'copy', '-c:a', 'pcm_s16le'),
						'a.mov',
						'video/quicktime',
					),
				}),
				/^'Video' has PCM sound; 'Sound' takes AAC$/,
			],
			[
				'nothing that takes the file',
				async () => ({ options: { sound: 'original' }, more: { downloadVideo: false } }),
				/^'Sound' is set, but the video is returned as a link only/,
			],
			[
				'no wait',
				async () => ({ options: { sound: 'original' }, more: { waitForCompletion: false } }),
				/^'Sound' is set, but 'Wait for Completion' is off/,
			],
		],
	)('sound is refused before anything is sent: %s', async (_, given, message) => {
		const { options, more, video = await fileOf('product-short.mp4') } = await given();
		const run = await wan.run(repaint(options, more), { files: { video } });
		expect(errorOf(run).message).toMatch(message);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	const region = (more: IDataObject, options: IDataObject = {}, advancedOptions: IDataObject = {}) => ({
		...{ operation: 'editRegion', prompt: 'A lion', videoInput: 'binary', videoField: 'video' },
		...{ maskType: 'fixed', ...more, options, advancedOptions },
	});

	it('a mask is painted from shapes, in the size of the video, and returned', async () => {
		const shapes = {
			shape: [{ kind: 'bottomThird' }, { kind: 'ellipse', left: 0, top: 0, width: 20, height: 20 }],
		};
		const files = { video: await fileOf('product-short.mp4') };
		const run = await wan.run(region({ maskKind: 'shape', maskShapes: shapes }, {}, { outputMask: true }), {
			files,
		});
		succeeded(run);
		const facts = await probe(await saved(run, 'mask'));
		expect(facts).toMatchObject({ format: 'PNG', width: 640, height: 360 });
		const [created] = wan.emulator.requests.filter(({ endpoint }) => endpoint === 'create');
		expect((created?.body as { input: object }).input).toMatchObject({
			mask_image_url: expect.stringMatching(/^oss:.*\.png$/),
			mask_frame_id: 1,
		});
	});

	it('a soft, gray JPEG mask of another size is made to fit, with a hint', async () => {
		const soft = ['-vf', 'scale=320:180,boxblur=2', '-q:v', '3', '-frames:v', '1'];
		const mask = binaryOf(await bytesMade('soft.jpg', 'mask-short.png', ...soft), 'mask.jpg', 'image/jpeg');
		const files = { video: await fileOf('product-short.mp4'), mask };
		const run = await wan.run(region({ maskInput: 'binary', maskField: 'mask' }), { files });
		succeeded(run);
		expect(hintsOf(run)).toContainEqual(
			expect.stringMatching(
				/^'Mask' is sent in pure black and white, as PNG: cut at half .*, scaled from 320 × 180 px to 640 × 360 px\.$/,
			),
		);
	});

	it('a mask video with other key frames than the video is refused, as it would be out of step', async () => {
		const sparse = ['-t', '12', '-g', '90', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
		const files = {
			video: binaryOf(await bytesMade('often.mp4', LOOPED, ...LONG, '-an'), 'a.mp4', 'video/mp4'),
			mask: binaryOf(await bytesMade('sparse.mp4', LOOPED, ...sparse, '-an'), 'b.mp4', 'video/mp4'),
		};
		const cut = { ifTooLong: 'trim', startAt: 5.5 };
		const run = await wan.run(region({ maskKind: 'video', maskInput: 'binary', maskField: 'mask' }, cut), {
			files,
		});
		expect(errorOf(run).message).toMatch(
			/^'Mask' can be cut at 3 s, and the video at 5 s: each has its own key/,
		);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('shapes outside the picture are refused before anything is sent', async () => {
		const shapes = { shape: [{ kind: 'rectangle', left: 80, top: 0, width: 30, height: 10 }] };
		const files = { video: await fileOf('product-short.mp4') };
		const run = await wan.run(region({ maskKind: 'shape', maskShapes: shapes }), { files });
		expect(errorOf(run).message).toMatch(/^'Mask Shapes \(1\)' reaches beyond the right edge/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('a reference image that is too large is scaled down, with a hint', async () => {
		const large = await bytesMade('large.jpg', 'first-frame.png', '-vf', 'scale=2100:400', '-frames:v', '1');
		const files = {
			video: await fileOf('product-short.mp4'),
			picture: binaryOf(large, 'l.jpg', 'image/jpeg'),
		};
		const referenceImages = { image: [{ input: 'binary', field: 'picture' }] };
		const run = await wan.run(repaint({}, { referenceImages }), { files });
		succeeded(run);
		expect(hintsOf(run)).toContainEqual(
			expect.stringMatching(/is scaled from 2100 × 400 px to 2000 × \d+ px\.$/),
		);
	});
});

describe('links', () => {
	let wan: Wan;
	beforeAll(async () => {
		wan = await startWan();
	});
	afterAll(async () => await wan.close());
	beforeEach(() => wan.emulator.forget());

	const repaint = (options: IDataObject) => ({
		...{ operation: 'repaint', prompt: 'An engraving', videoUrl: wan.emulator.sample('product-short.mp4') },
		options,
	});

	it('that are too long are read by ranges, cut, and uploaded', async () => {
		const videoUrl = wan.emulator.sample('long.mp4');
		const run = await wan.run({ ...repaint({ ifTooLong: 'trim', sound: 'original' }), videoUrl });
		succeeded(run);
		expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^'Video URL' is [\d.]+ s long: 0–/));
		expect(wan.emulator.count('upload')).toBe(1);
	});

	it('that fit are handed on as they are', async () => {
		const run = await wan.run(repaint({ ifTooLong: 'trim' }));
		succeeded(run);
		expect(wan.emulator.count('upload')).toBe(0);
	});

	it('to a video get a mask from shapes in its size', async () => {
		const run = await wan.run({
			...{ operation: 'editRegion', prompt: 'A lion', videoUrl: wan.emulator.sample('product-short.mp4') },
			...{ maskKind: 'shape', maskShapes: { shape: [{ kind: 'leftHalf' }] }, maskType: 'tracking' },
			options: { invertMask: true },
		});
		succeeded(run);
		expect(wan.emulator.count('upload')).toBe(1);
	});

	it('of another kind cannot get a mask from shapes, and nothing is sent', async () => {
		const run = await wan.run({
			...{ operation: 'editRegion', prompt: 'A lion', videoUrl: 'oss://dashscope-instant/a/b.mp4' },
			...{ maskKind: 'shape', maskShapes: { shape: [{ kind: 'leftHalf' }] } },
		});
		expect(errorOf(run).message).toMatch(/^'Mask Shapes' needs the size of the video, and n8n can read http/);
		expect(paidOrPlaced(wan)).toEqual([]);
	});

	it('that n8n downloads are cut, too', async () => {
		const videoUrl = wan.emulator.sample('long.mp4');
		const run = await wan.run({
			...repaint({ ifTooLong: 'trim' }),
			...{ videoUrl, advancedOptions: { rehostUrls: true } },
		});
		succeeded(run);
		expect(hintsOf(run)).toContainEqual(expect.stringMatching(/^'Video URL' is 12 s long: 0–5 s of it/));
	});
});
