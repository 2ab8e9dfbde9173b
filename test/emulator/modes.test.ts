import { join } from 'node:path';
import { startEmulator, type Emulator } from '../../emulator';
import { probe, type MediaFacts } from '../../emulator/media/probe';
import { ensureSamples } from '../../emulator/samples/samples';
import { clientOf, edit, vace, type Client, type Json } from './client';
import { CORNER, difference, differenceAt, pointsOf, WHOLE } from './picture';

let emulator: Emulator;
let client: Client;
let folder: string;

beforeAll(async () => {
	emulator = await startEmulator({
		timeScale: 200,
		runSeconds: { queue: 0, run: 1 },
		limits: { submitsPerSecond: 1000, concurrentTasks: 20, taskRequestsPerSecond: 1e6 },
	});
	client = clientOf(emulator);
	folder = await ensureSamples();
});
afterAll(() => emulator.close());

/** In the look that is rendered fastest. */
const recolor: typeof edit = (url, parameters, input) =>
	edit(url, parameters, { prompt: 'A winter morning', ...input });

const s = (name: string) => emulator.sample(name);
const local = (name: string) => join(folder, name);

interface Made {
	path: string;
	facts: MediaFacts;
	answer: Json;
}

/** Makes a video and measures it. */
async function make(body: object): Promise<Made> {
	const answer = await client.finish(body);
	const task = emulator.tasks.find(({ id }) => id === answer.output.task_id);
	if (!task?.outputPath) throw new Error(JSON.stringify(answer.output));
	return { path: task.outputPath, facts: await probe(task.outputPath), answer };
}

const shape = (width: number, height: number, seconds: number) => ({
	format: 'MP4',
	codec: 'h264',
	fps: 30,
	width,
	height,
	seconds: expect.closeTo(seconds, 2),
});

describe('edit (wan2.7)', () => {
	it('changes the whole picture and keeps the length', async () => {
		const { path, facts, answer } = await make(edit(s('product-short.mp4')));
		expect(facts).toMatchObject({ ...shape(1280, 720, 3), audioCodec: 'aac' });
		expect(answer.usage).toEqual({
			duration: 6,
			input_video_duration: 3,
			output_video_duration: 3,
			video_count: 1,
			SR: 720,
		});
		expect(await differenceAt(path, local('product-short.mp4'), 1, WHOLE)).toBeGreaterThan(10);
	});

	it('takes the size from ratio and resolution, and trims to the duration', async () => {
		const { facts, answer } = await make(recolor(s('product-short.mp4'), { ratio: '3:4', duration: 2 }));
		expect(facts).toMatchObject(shape(832, 1104, 2));
		expect(answer.usage).toMatchObject({ duration: 4, input_video_duration: 2, output_video_duration: 2 });
	});

	it('keeps the shape of the input if no ratio is given', async () => {
		const { facts } = await make(recolor(s('portrait.mp4'), { duration: 2 }));
		expect(facts).toMatchObject(shape(720, 1280, 2));
	});

	it('renders 1080P by default', async () => {
		const { facts, answer } = await make(
			recolor(s('product-short.mp4'), { resolution: undefined, duration: 2 }),
		);
		expect(facts).toMatchObject(shape(1920, 1080, 2));
		expect(answer.usage.SR).toBe(1080);
	});

	it('keeps the sound with "origin", and generates one with "auto"', async () => {
		const sounds = async (name: string, audio_setting: string) =>
			(await make(recolor(s(name), { duration: 2, audio_setting }))).facts.audioCodec;
		expect(await sounds('product-short.mp4', 'origin')).toBe('aac');
		expect(await sounds('silent.mp4', 'origin')).toBeUndefined();
		expect(await sounds('silent.mp4', 'auto')).toBe('aac');
	});

	it('looks different for another prompt and the same for the same', async () => {
		const look = async (prompt: string) =>
			await pointsOf(
				(await make(recolor(s('product-short.mp4'), { duration: 2 }, { prompt }))).path,
				1,
				WHOLE,
			);
		expect(difference(await look('A winter morning'), await look('A warm sunset'))).toBeGreaterThan(20);
		expect(difference(await look('A winter morning'), await look('A winter morning'))).toBe(0);
	});

	it('shows the reference image and, if requested, the watermark', async () => {
		const body = (parameters: object, ...images: string[]) =>
			recolor(
				s('product-short.mp4'),
				{ duration: 2, ...parameters },
				{
					media: [
						{ type: 'video', url: s('product-short.mp4') },
						...images.map((name) => ({ type: 'reference_image', url: s(name) })),
					],
				},
			);
		const [plain, inset, marked] = [
			await make(body({})),
			await make(body({}, 'clothes.png')),
			await make(body({ watermark: true })),
		];
		const insetPlace = { left: 0, top: 0.75, width: 0.15, height: 0.25 };
		expect(await differenceAt(plain.path, inset.path, 1, insetPlace)).toBeGreaterThan(30);
		expect(await differenceAt(plain.path, inset.path, 1, CORNER)).toBeLessThan(2);
		expect(await differenceAt(plain.path, marked.path, 1, CORNER)).toBeGreaterThan(20);
		expect(await differenceAt(plain.path, marked.path, 1, insetPlace)).toBeLessThan(2);
	});
});

describe('image_reference', () => {
	it('renders five silent seconds of the subjects over the background', async () => {
		const images = { ref_images_url: [s('subject.png'), s('background.png')] };
		const { path, facts } = await make(
			vace('image_reference', images, { obj_or_bg: ['obj', 'bg'], size: '832*1088' }),
		);
		expect(facts).toMatchObject(shape(832, 1088, 5));
		expect(facts.audioCodec).toBeUndefined();
		expect(await differenceAt(path, path, 0, WHOLE)).toBe(0);
		expect(difference(await pointsOf(path, 0, WHOLE), await pointsOf(path, 2, WHOLE))).toBeGreaterThan(2);
	});
});

describe('video_repainting', () => {
	const repaint = async (control_condition: string, strength = 1) =>
		await make(
			vace('video_repainting', { video_url: s('product-short.mp4') }, { control_condition, strength }),
		);

	it('keeps size and length, drops the sound, and stays closer to the original at a high strength', async () => {
		const [close, free] = [await repaint('depth', 1), await repaint('depth', 0.1)];
		expect(close.facts).toMatchObject(shape(640, 360, 3));
		expect(close.facts.audioCodec).toBeUndefined();
		const away = async ({ path }: Made) => await differenceAt(path, local('product-short.mp4'), 1, WHOLE);
		expect(await away(close)).toBeGreaterThan(5);
		expect(await away(free)).toBeGreaterThan((await away(close)) + 5);
	});

	it('looks different for each condition', async () => {
		const [scribble, posebody, posebodyface] = [
			await repaint('scribble'),
			await repaint('posebody'),
			await repaint('posebodyface'),
		];
		expect(await differenceAt(scribble.path, posebody.path, 1, WHOLE)).toBeGreaterThan(10);
		expect(await differenceAt(posebody.path, posebodyface.path, 1, WHOLE)).toBeGreaterThan(10);
	});

	it('uses the first five seconds of a longer video', async () => {
		const { facts } = await make(
			vace('video_repainting', { video_url: s('long.mp4') }, { control_condition: 'depth' }),
		);
		expect(facts).toMatchObject(shape(480, 270, 5));
	});
});

describe('video_edit', () => {
	/** The bottle of product-short.mp4 in its first second, and a part of the picture that it never reaches. */
	const BOTTLE = { left: 0.22, top: 0.45, width: 0.1, height: 0.35 };
	const ELSEWHERE = { left: 0.6, top: 0, width: 0.4, height: 0.6 };
	const change = async (input: object, parameters: object = {}) =>
		await make(vace('video_edit', { video_url: s('product-short.mp4'), ...input }, parameters));

	it('changes the masked region and leaves the rest alone', async () => {
		const { path, facts } = await change({ mask_image_url: s('mask-short.png') });
		expect(facts).toMatchObject(shape(1280, 720, 3));
		expect(facts.audioCodec).toBeUndefined();
		expect(await differenceAt(path, local('product-short.mp4'), 0.1, BOTTLE)).toBeGreaterThan(40);
		expect(await differenceAt(path, local('product-short.mp4'), 0.1, ELSEWHERE)).toBeLessThan(2);
	});

	it('follows the target with "tracking" and stays with "fixed"', async () => {
		const [tracking, fixed] = [
			await change({ mask_image_url: s('mask-short.png') }),
			await change({ mask_image_url: s('mask-short.png') }, { mask_type: 'fixed' }),
		];
		// After 2.5 s the bottle has moved on by 225 of 1280 points.
		const later = { ...BOTTLE, left: BOTTLE.left + 0.17 };
		expect(await differenceAt(tracking.path, local('product-short.mp4'), 2.5, later)).toBeGreaterThan(40);
		expect(await differenceAt(tracking.path, fixed.path, 2.5, BOTTLE)).toBeGreaterThan(10);
	});

	it('grows the region by expand_ratio', async () => {
		const [tight, wide] = [
			await change({ mask_image_url: s('mask-short.png') }, { expand_ratio: 0 }),
			await change({ mask_image_url: s('mask-short.png') }, { expand_ratio: 0.3 }),
		];
		const beside = { left: 0.12, top: 0.5, width: 0.06, height: 0.2 };
		expect(await differenceAt(tight.path, local('product-short.mp4'), 0.1, beside)).toBeLessThan(2);
		expect(await differenceAt(wide.path, local('product-short.mp4'), 0.1, beside)).toBeGreaterThan(20);
	});

	it('follows a mask video, and fills the region from the reference image', async () => {
		const input = { mask_video_url: s('mask.mp4'), ref_images_url: [s('clothes.png')] };
		const { path, facts } = await change(input, { size: '1280*720' });
		expect(facts).toMatchObject(shape(1280, 720, 3));
		const later = { ...BOTTLE, left: BOTTLE.left + 0.17 };
		expect(await differenceAt(path, local('product-short.mp4'), 0.1, BOTTLE)).toBeGreaterThan(40);
		expect(await differenceAt(path, local('product-short.mp4'), 2.5, later)).toBeGreaterThan(40);
		expect(await differenceAt(path, local('product-short.mp4'), 2.5, ELSEWHERE)).toBeLessThan(2);
	});
});

describe('video_extension', () => {
	it('begins with the unchanged clip and continues to five seconds', async () => {
		const { path, facts } = await make(vace('video_extension', { first_clip_url: s('clip.mp4') }));
		expect(facts).toMatchObject(shape(640, 360, 5));
		expect(facts.audioCodec).toBeUndefined();
		expect(await differenceAt(path, local('clip.mp4'), 0, WHOLE)).toBeLessThan(2);
		expect(await differenceAt(path, local('clip.mp4'), 0.9, WHOLE)).toBeLessThan(2);
		expect(difference(await pointsOf(path, 0.9, WHOLE), await pointsOf(path, 3, WHOLE))).toBeGreaterThan(10);
	});

	it('ends with the unchanged clip', async () => {
		const both = { first_clip_url: s('clip.mp4'), last_clip_url: s('last-clip.mp4') };
		for (const input of [{ last_clip_url: s('last-clip.mp4') }, both]) {
			const { path, facts } = await make(vace('video_extension', input));
			expect(facts).toMatchObject(shape(640, 360, 5));
			const end = await pointsOf(path, 4.5, WHOLE);
			expect(difference(end, await pointsOf(local('last-clip.mp4'), 0.5, WHOLE))).toBeLessThan(2);
		}
	});

	it('begins and ends with the given frames', async () => {
		const input = { first_frame_url: s('first-frame.png'), last_frame_url: s('last-frame.png') };
		const { path, facts } = await make(vace('video_extension', input));
		expect(facts).toMatchObject(shape(640, 360, 5));
		expect(
			difference(await pointsOf(path, 0, WHOLE), await pointsOf(local('first-frame.png'), 0, WHOLE)),
		).toBeLessThan(4);
		expect(
			difference(await pointsOf(path, 4.96, WHOLE), await pointsOf(local('last-frame.png'), 0, WHOLE)),
		).toBeLessThan(4);
	});
});

describe('video_outpainting', () => {
	it('extends the frame by the four scales around the original picture', async () => {
		const scales = { left_scale: 1.5, right_scale: 1.25, top_scale: 1.25, bottom_scale: 1.0 };
		const { path, facts } = await make(
			vace('video_outpainting', { video_url: s('product-short.mp4') }, scales),
		);
		// 640 × 1.75 and 360 × 1.25.
		expect(facts).toMatchObject(shape(1120, 450, 3));
		expect(facts.audioCodec).toBeUndefined();
		const inner = { left: 320 / 1120, top: 90 / 450, width: 640 / 1120, height: 360 / 450 };
		const old = await pointsOf(local('product-short.mp4'), 1, WHOLE);
		expect(difference(await pointsOf(path, 1, inner), old)).toBeLessThan(3);
		const added = await pointsOf(path, 1, { left: 0, top: 0, width: 0.25, height: 1 });
		expect(Math.max(...added)).toBeGreaterThan(60);
	});

	it('shrinks results above 720P', async () => {
		const scales = { left_scale: 1.5, right_scale: 1.5, top_scale: 1.5, bottom_scale: 1.5 };
		const { facts } = await make(vace('video_outpainting', { video_url: s('product.mp4') }, scales));
		expect(facts).toMatchObject(shape(1280, 720, 5));
	});
});

it('renders equal requests once', async () => {
	const body = vace('video_outpainting', { video_url: s('product-short.mp4') }, { bottom_scale: 1.3 });
	const [one, other] = [await make(body), await make(body)];
	expect(one.path).toBe(other.path);
	expect(one.answer.output.video_url).not.toBe(other.answer.output.video_url);
});
