// cspell:ignore orginal
import { VACE_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import type { InspectedSlot } from '../../../nodes/WanVideoEdit/media/slot';
import { bodyOf, bodyOfRaw, checkedOf, form, IMAGE, modeNamed, refusalOf, VIDEO } from '../drafts';
import { FILM, inspected, PICTURE } from './inspected';

const MASK = 'https://example.com/mask.png';
const MASK_VIDEO = 'https://example.com/mask.mp4';

describe('Edit Region', () => {
	it('sends the video, the mask and the fields that describe the mask when nothing else was set', () => {
		expect(bodyOf('editRegion')).toEqual({
			model: 'wan2.1-vace-plus',
			input: {
				function: 'video_edit',
				prompt: 'A lion',
				video_url: VIDEO,
				mask_image_url: MASK,
				mask_frame_id: 1,
			},
			parameters: { mask_type: 'tracking' },
		});
	});

	it('sends everything that the user set', () => {
		expect(
			bodyOf('editRegion', {
				maskType: 'tracking',
				referenceImages: { image: [{ url: IMAGE }] },
				options: {
					maskFrameId: '12',
					expandRatio: 0.2,
					expandMode: 'bbox',
					controlCondition: 'posebodyface',
					size: '720*1280',
					promptExtend: false,
					watermark: true,
					seed: 5,
				},
			}),
		).toEqual({
			model: 'wan2.1-vace-plus',
			input: {
				function: 'video_edit',
				prompt: 'A lion',
				video_url: VIDEO,
				mask_image_url: MASK,
				mask_frame_id: 12,
				ref_images_url: [IMAGE],
			},
			parameters: {
				mask_type: 'tracking',
				expand_ratio: 0.2,
				expand_mode: 'bbox',
				control_condition: 'posebodyface',
				size: '720*1280',
				prompt_extend: false,
				watermark: true,
				seed: 5,
			},
		});
	});

	it('sends no fields that describe a mask image with a mask video', () => {
		const values = { maskKind: 'video', maskUrl: MASK_VIDEO };
		const body = {
			model: 'wan2.1-vace-plus',
			input: { function: 'video_edit', prompt: 'A lion', video_url: VIDEO, mask_video_url: MASK_VIDEO },
		};
		expect(bodyOf('editRegion', values)).toEqual(body);
		const leftOver = {
			...form('editRegion', values),
			maskType: 'fixed',
			options: { expandMode: 'hull', maskFrameId: 3, expandRatio: 0.5 },
		};
		expect(bodyOfRaw('editRegion', leftOver)).toEqual(body);
	});

	it('sends no expand ratio or mode with a fixed mask', () => {
		const parameters = { mask_type: 'fixed' };
		expect(bodyOf('editRegion', { maskType: 'fixed' })).toMatchObject({ parameters });
		const leftOver = {
			...form('editRegion', { maskType: 'fixed' }),
			options: { expandMode: 'hull', expandRatio: 0.5 },
		};
		expect(bodyOfRaw('editRegion', leftOver).parameters).toEqual(parameters);
	});

	it('sends no field of another mode', () => {
		const foreign = {
			...form('editRegion', { maskKind: 'video', maskUrl: MASK_VIDEO }),
			controlCondition: 'scribble',
			rightScale: 2,
			options: {
				strength: 1,
				resolution: '720P',
				negativePrompt: 'x',
				motionVideo: { video: { url: VIDEO } },
			},
		};
		expect(bodyOfRaw('editRegion', foreign)).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_edit', prompt: 'A lion', video_url: VIDEO, mask_video_url: MASK_VIDEO },
		});
	});

	it.each<[string, object]>([
		['the first frame', { options: { maskFrameId: 1 } }],
		['a far frame, since only the video can tell which is the last', { options: { maskFrameId: 81 } }],
		['an expand ratio of 0', { options: { expandRatio: 0 } }],
		['an expand ratio of 1', { options: { expandRatio: 1 } }],
		['the expand mode Original', { options: { expandMode: 'original' } }],
		['composition as motion control', { options: { controlCondition: 'depth' } }],
		['one reference image', { referenceImages: { image: [{ url: IMAGE }] } }],
	])('accepts %s', (_, values) => {
		expect(() => checkedOf('editRegion', form('editRegion', values))).not.toThrow();
	});

	it('sends an expand ratio of 0', () => {
		expect(bodyOf('editRegion', { options: { expandRatio: 0 } })).toMatchObject({
			parameters: { expand_ratio: 0 },
		});
	});

	it.each<[string, object, string]>([
		[
			'the frame 0',
			{ options: { maskFrameId: 0 } },
			"'Mask Frame ID' is 0; it takes a whole number of 1 or more",
		],
		[
			'half a frame',
			{ options: { maskFrameId: 1.5 } },
			"'Mask Frame ID' is 1.5; it takes a whole number of 1 or more",
		],
		[
			'an expand ratio below 0',
			{ options: { expandRatio: -0.1 } },
			"'Expand Ratio' is -0.1; it takes a number from 0 to 1",
		],
		[
			'an expand ratio above 1',
			{ options: { expandRatio: 1.1 } },
			"'Expand Ratio' is 1.1; it takes a number from 0 to 1",
		],
		[
			'a mask type that does not exist',
			{ maskType: 'moving' },
			'\'Mask Follows Motion\' is "moving"; Edit Region takes tracking, fixed',
		],
		[
			'a mask kind that does not exist',
			{ maskKind: 'text' },
			'\'Mask\' is "text"; Edit Region takes image, shape, video',
		],
		[
			'an expand mode that does not exist',
			{ options: { expandMode: 'orginal' } },
			'\'Expand Mode\' is "orginal"; Edit Region takes hull, bbox, original',
		],
		[
			'a motion control of Repaint only',
			{ options: { controlCondition: 'scribble' } },
			'\'Keep From Video\' is "scribble"; Edit Region takes posebodyface, depth',
		],
		[
			'a size that does not exist',
			{ options: { size: '1280x720' } },
			'\'Size\' is "1280x720"; Edit Region takes 1280*720, 720*1280, 960*960, 832*1088, 1088*832',
		],
		[
			'two reference images',
			{ referenceImages: { image: [{ url: [IMAGE, IMAGE] }] } },
			"'Reference Images' has 2 images; Edit Region takes up to 1",
		],
		['no mask', { maskUrl: '' }, "'Mask URL' is empty"],
		['no video', { videoUrl: '' }, "'Video URL' is empty"],
		[
			'a mask as data URL',
			{ maskUrl: 'data:image/png;base64,AAAA' },
			'\'Mask URL\' is "data:image/png;base64,AAAA"; it takes a link that starts with http, https or oss',
		],
	])('rejects %s', (_, values, message) => {
		expect(refusalOf('editRegion', values, 4).message).toBe(message);
	});
});

describe('The frame of a mask', () => {
	const violationsOf = (maskFrameId: number, files: InspectedSlot[], values: object = {}) =>
		modeNamed('editRegion').checkFiles!(
			checkedOf('editRegion', form('editRegion', { options: { maskFrameId }, ...values }), 4),
			files,
		);
	const film = inspected('video', { ...FILM, fps: 29.97, seconds: 2 });

	it('may be the one after the last, since containers round', () => {
		expect(violationsOf(61, [inspected('mask', PICTURE), film])).toEqual([]);
	});

	it('is refused beyond it', () => {
		expect(violationsOf(62, [film])).toMatchObject([
			{ says: "'Mask Frame ID' is 62; it takes a whole number from 1 to 61" },
		]);
	});

	it.each([
		['was not inspected', []],
		['cannot be read', [inspected('video', { kind: 'unreadable', reason: 'it is empty' })]],
	])('passes where the video %s', (_, files) => {
		expect(violationsOf(62, files)).toEqual([]);
	});

	it('is no matter with a mask video', () => {
		expect(violationsOf(62, [film], { maskKind: 'video', maskUrl: MASK_VIDEO })).toEqual([]);
	});
});

describe('The file of a mask', () => {
	const maskOf = (values: object) =>
		checkedOf('editRegion', form('editRegion', values)).slots.find(({ name }) => name === 'mask')!;
	const video = { maskKind: 'video', maskUrl: MASK_VIDEO };

	it('is an image, or a video if the mask is one', () => {
		expect(maskOf({}).limit).toBe(VACE_MEDIA.image);
		expect(maskOf(video).limit).toBe(VACE_MEDIA.video);
	});

	it('is cleaned if it is an image, unless the user turns that off', () => {
		expect(maskOf({}).isCleaned).toBe(true);
		expect(maskOf({ options: { cleanMask: false } }).isCleaned).toBe(false);
		expect(maskOf(video).isCleaned).toBe(false);
	});

	it('is painted from shapes if the user gives those', () => {
		const rectangle = { kind: 'rectangle', left: 10, top: 20, width: 30, height: 40 };
		expect(maskOf({ maskKind: 'shape', maskShapes: { shape: [rectangle] } })).toEqual({
			...{ name: 'mask', label: 'Mask Shapes', limit: VACE_MEDIA.image },
			source: { kind: 'shapes', shapes: [rectangle] },
		});
	});
});

describe('A video that Edit Region splits', () => {
	const split = { ...inspected('video', FILM), pieces: [inspected('video', FILM)] };
	const violationsOf = (values: object, files: InspectedSlot[] = [inspected('mask', PICTURE), split]) =>
		modeNamed('editRegion').checkFiles!(checkedOf('editRegion', form('editRegion', values)), files);

	it('takes a mask that stays where it is', () => {
		expect(violationsOf({ maskType: 'fixed' })).toEqual([]);
	});

	it.each([
		[
			'that follows the motion',
			{ maskType: 'tracking' },
			/follows the motion/,
			/^Set 'Mask Follows Motion' to No/,
		],
		[
			'video',
			{ maskKind: 'video', maskUrl: MASK_VIDEO },
			/a mask video is not split/,
			/^Set 'Mask' to Image/,
		],
	])('takes no mask %s', (_, values, says, advice) => {
		expect(violationsOf(values)).toEqual([
			{ says: expect.stringMatching(says), advice: expect.stringMatching(advice) },
		]);
	});

	it('takes any mask if it fits as it is', () => {
		expect(
			violationsOf({ maskType: 'tracking' }, [inspected('mask', PICTURE), inspected('video', FILM)]),
		).toEqual([]);
	});
});
