import type { Emulator } from '../../emulator';
import { clientOf, edit, UUID, vace, type Client } from './client';
import { image, IMAGE, mask, PNG, startQueued, URL_, video } from './createCalls';

let emulator: Emulator;
let client: Client;

beforeAll(async () => {
	emulator = await startQueued();
	client = clientOf(emulator);
});
afterAll(() => emulator.close());

describe('an accepted create request', () => {
	it('gets a response with id and PENDING, and nothing else', async () => {
		expect(await client.create(edit(URL_))).toEqual({
			status: 200,
			body: {
				output: { task_status: 'PENDING', task_id: expect.stringMatching(UUID) },
				request_id: expect.stringMatching(UUID),
			},
		});
	});

	const accepted: Array<[string, object, Record<string, string>?]> = [
		[
			'every field of wan2.7',
			edit(
				URL_,
				{
					resolution: '1080P',
					ratio: '16:9',
					duration: 5,
					audio_setting: 'origin',
					prompt_extend: false,
					watermark: false,
					seed: 12345,
				},
				{ negative_prompt: 'blurry', media: [video, image, { ...image, url: PNG }] },
			),
		],
		['wan2.7 without prompt and parameters', { model: 'wan2.7-videoedit', input: { media: [video] } }],
		['four reference images', edit(URL_, {}, { media: [video, image, image, image, image] })],
		[
			'what the Python SDK always sends',
			edit(URL_, {}, { function: 'video-synthesis', extend_prompt: true }),
		],
		['what the Java SDK always sends', edit(URL_, { with_audio: false }, { extend_prompt: true })],
		[
			'an upload, with the header that resolves it',
			edit('oss://bucket/a/in.mp4'),
			{ 'x-dashscope-ossresourceresolve': 'enable' },
		],
		['one reference image without a role', vace('image_reference', { ref_images_url: [IMAGE] })],
		[
			'a subject before a background',
			vace(
				'image_reference',
				{ ref_images_url: [IMAGE, IMAGE] },
				{ prompt_extend: true, obj_or_bg: ['obj', 'bg'], size: '1280*720' },
			),
		],
		[
			'a fourth reference image, which is dropped',
			vace(
				'image_reference',
				{ ref_images_url: [IMAGE, IMAGE, IMAGE, IMAGE] },
				{ obj_or_bg: ['obj', 'obj', 'bg', 'obj'] },
			),
		],
		[
			'repainting',
			vace(
				'video_repainting',
				{ video_url: URL_, ref_images_url: [IMAGE] },
				{ control_condition: 'depth', strength: 0 },
			),
		],
		[
			'a local edit with a mask image',
			vace(
				'video_edit',
				{ ...mask, mask_frame_id: 1 },
				{
					mask_type: 'tracking',
					expand_ratio: 0.05,
					expand_mode: 'hull',
					size: '1280*720',
					control_condition: '',
					duration: 5,
				},
			),
		],
		['a local edit with a mask video', vace('video_edit', { video_url: URL_, mask_video_url: URL_ })],
		[
			'an extension between two frames',
			vace('video_extension', { first_frame_url: IMAGE, last_frame_url: IMAGE }),
		],
		[
			'an extension with a motion video',
			vace('video_extension', { first_clip_url: URL_, video_url: URL_ }, { control_condition: 'depth' }),
		],
		['outpainting on one side', vace('video_outpainting', { video_url: URL_ }, { left_scale: 2 })],
		[
			'the other spelling of VACE',
			{ ...vace('video_outpainting', { video_url: URL_ }, { left_scale: 2 }), model: 'wanx2.1-vace-plus' },
		],
	];
	it.each(accepted)('accepts %s', async (_name, body, headers = {}) => {
		expect((await client.create(body, headers)).status).toBe(200);
	});

	it('truncates an over-long prompt instead of rejecting it', async () => {
		const { status } = await client.create(
			edit(URL_, {}, { prompt: '界'.repeat(6000), negative_prompt: 'x'.repeat(501) }),
		);
		expect(status).toBe(200);
	});
});
