// cspell:ignore orginal
import { startEmulator, type Emulator } from '../../emulator';
import { clientOf, edit, refusal, vace, type Client } from './client';
import { image, IMAGE, mask, PNG, startQueued, URL_, video } from './createCalls';

let emulator: Emulator;
let client: Client;

beforeAll(async () => {
	emulator = await startQueued();
	client = clientOf(emulator);
});
afterAll(() => emulator.close());

describe('a create request that is rejected', () => {
	it('needs the header for asynchronous tasks', async () => {
		expect(await client.create(edit(URL_), { 'x-dashscope-async': 'disable' })).toEqual(
			refusal(403, 'AccessDenied', 'current user api does not support synchronous calls.'),
		);
	});

	it('needs a key', async () => {
		expect(await client.create(edit(URL_), { authorization: '' })).toEqual(
			refusal(401, 'InvalidApiKey', 'No API-key provided.'),
		);
	});

	it("accepts neither an unknown key nor another region's", async () => {
		const answer = refusal(401, 'InvalidApiKey', 'Invalid API-key provided.');
		expect(await clientOf(emulator, 'sk-nobody').create(edit(URL_))).toEqual(answer);
		expect(await clientOf(emulator, 'sk-emulator-intl').create(edit(URL_))).toEqual(answer);
	});

	it('needs a JSON object with a model and an input', async () => {
		expect(await client.create('{"model":')).toEqual(refusal(400, 'InvalidParameter'));
		expect(await client.create('[]')).toEqual(refusal(400, 'InvalidParameter'));
		expect(await client.create({ input: {} })).toEqual(refusal(400, 'BadRequest.EmptyModel'));
		expect(await client.create({ model: 'wan2.7-videoedit' })).toEqual(refusal(400, 'BadRequest.EmptyInput'));
	});

	it('needs a model that this host knows', async () => {
		expect(await client.create({ ...edit(URL_), model: 'wan9' })).toEqual(
			refusal(400, 'InvalidParameter', 'Model not exist.'),
		);
		const strict = await startEmulator({ knownVaceNames: ['wanx2.1-vace-plus'] });
		try {
			const body = vace('video_outpainting', { video_url: URL_ }, { top_scale: 2 });
			expect(await clientOf(strict).create(body)).toEqual(
				refusal(400, 'InvalidParameter', 'Model not exist.'),
			);
			expect((await clientOf(strict).create({ ...body, model: 'wanx2.1-vace-plus' })).status).toBe(200);
		} finally {
			await strict.close();
		}
	});

	const P = 'InvalidParameter';
	const U = 'InvalidURL';
	const refused: Array<[string, object, string, string?]> = [
		['no video', edit(URL_, {}, { media: [image] }), P, 'exactly one video'],
		['two videos', edit(URL_, {}, { media: [video, video] }), P, 'exactly one video'],
		[
			'five reference images',
			edit(URL_, {}, { media: [video, ...Array<object>(5).fill(image)] }),
			P,
			'at most 4',
		],
		[
			'a medium of another type',
			edit(URL_, {}, { media: [{ type: 'audio', url: URL_ }] }),
			P,
			'input.media[0].type',
		],
		['a medium without a link', edit(URL_, {}, { media: [{ type: 'video' }] }), P, 'input.media[0].url'],
		['a resolution that is not listed', edit(URL_, { resolution: '480P' }), P, 'resolution'],
		['a ratio that is not listed', edit(URL_, { ratio: '21:9' }), P, 'ratio'],
		['a duration of 1', edit(URL_, { duration: 1 }), P, 'duration'],
		['a duration of 11', edit(URL_, { duration: 11 }), P, 'duration'],
		['a duration that is no whole number', edit(URL_, { duration: 2.5 }), P, 'duration'],
		['an unknown audio setting', edit(URL_, { audio_setting: 'mute' }), P, 'audio_setting'],
		['a seed below 0', edit(URL_, { seed: -1 }), P, 'seed'],
		['a seed above the range', edit(URL_, { seed: 2147483648 }), P, 'seed'],
		['a flag that is no boolean', edit(URL_, { watermark: 'true' }), P, 'watermark'],
		['a member that is null', edit(URL_, { seed: null }), P, 'seed'],
		['a function for wan2.7', edit(URL_, {}, { function: 'video_edit' }), P, 'input.function'],
		['a size for wan2.7', edit(URL_, { size: '1280*720' }), P, 'parameters.size'],
		['an unknown member of input', edit(URL_, {}, { style: 'x' }), P, 'input.style'],
		['an unknown member at the top', { ...edit(URL_), n: 1 }, P, 'body.n'],
		['a prompt that is no text', edit(URL_, {}, { prompt: 7 }), P, 'input.prompt'],
		['a link of another scheme', edit('ftp://example.com/in.mp4'), U, 'url error, please check url!'],
		['a path as link', edit('in.mp4'), U],
		['an upload without the header that resolves it', edit('oss://bucket/a/in.mp4'), U, 'OssResourceResolve'],
		['a video as data URL', edit('data:video/mp4;base64,AAAA'), U],
		[
			'a data URL of another type',
			edit(URL_, {}, { media: [video, { ...image, url: 'data:image/gif;base64,AAAA' }] }),
			P,
			'image/gif',
		],
		[
			'VACE without a function',
			{ model: 'wan2.1-vace-plus', input: { prompt: 'x', video_url: URL_ } },
			P,
			'input.function',
		],
		['an unknown function', vace('video_dubbing'), P, 'input.function'],
		[
			'VACE without a prompt',
			vace('video_outpainting', { prompt: '', video_url: URL_ }, { top_scale: 2 }),
			P,
			'input.prompt',
		],
		[
			'a negative prompt for VACE',
			vace('video_outpainting', { negative_prompt: 'x', video_url: URL_ }, { top_scale: 2 }),
			P,
			'negative_prompt',
		],
		[
			'a VACE link beyond ASCII',
			vace('video_outpainting', { video_url: 'https://example.com/视频.mp4' }, { top_scale: 2 }),
			U,
			'ASCII',
		],
		['a VACE image as data URL', vace('image_reference', { ref_images_url: [PNG] }), U],
		[
			'references without roles',
			vace('image_reference', { ref_images_url: [IMAGE, IMAGE] }),
			P,
			'ref_images_url and obj_or_bg must be the same length.',
		],
		[
			'too few roles',
			vace('image_reference', { ref_images_url: [IMAGE, IMAGE] }, { obj_or_bg: ['obj'] }),
			P,
			'ref_images_url and obj_or_bg must be the same length.',
		],
		[
			'two backgrounds',
			vace('image_reference', { ref_images_url: [IMAGE, IMAGE] }, { obj_or_bg: ['bg', 'bg'] }),
			P,
			'at most one bg',
		],
		[
			'an unknown role',
			vace('image_reference', { ref_images_url: [IMAGE] }, { obj_or_bg: ['hero'] }),
			P,
			'obj_or_bg',
		],
		['no reference', vace('image_reference', { ref_images_url: [] }), P, 'ref_images_url'],
		[
			'a size that is not listed',
			vace('image_reference', { ref_images_url: [IMAGE] }, { size: '1920*1080' }),
			P,
			'size',
		],
		[
			'another VACE duration than 5',
			vace('image_reference', { ref_images_url: [IMAGE] }, { duration: 4 }),
			P,
			'duration',
		],
		[
			'a duration in repainting',
			vace('video_repainting', { video_url: URL_ }, { control_condition: 'depth', duration: 5 }),
			P,
			'duration',
		],
		[
			'repainting without a condition',
			vace('video_repainting', { video_url: URL_ }),
			P,
			'control_condition is required',
		],
		[
			'an unknown condition',
			vace('video_repainting', { video_url: URL_ }, { control_condition: 'canny' }),
			P,
			'control_condition',
		],
		[
			'a strength above 1',
			vace('video_repainting', { video_url: URL_ }, { control_condition: 'depth', strength: 1.1 }),
			P,
			'strength',
		],
		[
			'two subject images',
			vace(
				'video_repainting',
				{ video_url: URL_, ref_images_url: [IMAGE, IMAGE] },
				{ control_condition: 'depth' },
			),
			P,
			'ref_images_url',
		],
		[
			'a subject image that is no list',
			vace('video_repainting', { video_url: URL_, ref_images_url: IMAGE }, { control_condition: 'depth' }),
			P,
			'must be an array',
		],
		['a local edit without a mask', vace('video_edit', { video_url: URL_ }), P, 'mask_image_url'],
		[
			'a local edit with both masks',
			vace('video_edit', { ...mask, mask_video_url: URL_ }),
			P,
			'mask_image_url',
		],
		['a mask frame of 0', vace('video_edit', { ...mask, mask_frame_id: 0 }), P, 'mask_frame_id'],
		[
			'a mask frame for a mask video',
			vace('video_edit', { video_url: URL_, mask_video_url: URL_, mask_frame_id: 1 }),
			P,
			'mask_frame_id',
		],
		[
			'growth of a mask that stays',
			vace('video_edit', mask, { mask_type: 'fixed', expand_ratio: 0.1 }),
			P,
			'expand_ratio',
		],
		['growth above 1', vace('video_edit', mask, { expand_ratio: 1.5 }), P, 'expand_ratio'],
		['an unknown way of growth', vace('video_edit', mask, { expand_mode: 'orginal' }), P, 'expand_mode'],
		['roles in a local edit', vace('video_edit', mask, { obj_or_bg: ['obj'] }), P, 'obj_or_bg'],
		['an extension without an anchor', vace('video_extension'), P, 'At least one of'],
		[
			'a motion video without a condition',
			vace('video_extension', { first_clip_url: URL_, video_url: URL_ }),
			P,
			'control_condition is required',
		],
		['outpainting on no side', vace('video_outpainting', { video_url: URL_ }), P, 'above 1.0'],
		['a scale below 1', vace('video_outpainting', { video_url: URL_ }, { top_scale: 0.9 }), P, 'top_scale'],
		['a scale above 2', vace('video_outpainting', { video_url: URL_ }, { top_scale: 2.1 }), P, 'top_scale'],
		[
			'a mask in outpainting',
			vace('video_outpainting', { video_url: URL_, mask_image_url: IMAGE }, { top_scale: 2 }),
			P,
			'mask_image_url',
		],
	];
	it.each(refused)('rejects %s', async (_name, body, code, words = '') => {
		const before = emulator.tasks.length;
		expect(await client.create(body)).toEqual(refusal(400, code, expect.stringContaining(words)));
		expect(emulator.tasks).toHaveLength(before);
	});
});
