import { bodyOf, bodyOfRaw, checkedOf, form, IMAGE, refusalOf, VIDEO } from '../drafts';

describe('Repaint', () => {
	it('sends the video and what to keep of it when nothing else was set', () => {
		expect(bodyOf('repaint')).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_repainting', prompt: 'A car', video_url: VIDEO },
			parameters: { control_condition: 'depth' },
		});
	});

	it('sends everything that the user set', () => {
		expect(
			bodyOf('repaint', {
				controlCondition: 'posebodyface',
				referenceImages: { image: [{ url: IMAGE }] },
				options: { strength: 0.8, promptExtend: false, watermark: true, seed: 1 },
			}),
		).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_repainting', prompt: 'A car', video_url: VIDEO, ref_images_url: [IMAGE] },
			parameters: {
				control_condition: 'posebodyface',
				strength: 0.8,
				prompt_extend: false,
				watermark: true,
				seed: 1,
			},
		});
	});

	it('sends no field of another mode, not even a role that an image got elsewhere', () => {
		const foreign = {
			...form('repaint'),
			referenceImages: { image: [{ url: IMAGE, role: 'bg' }] },
			maskUrl: IMAGE,
			leftScale: 2,
			options: { size: '960*960', expandMode: 'hull', duration: 5, negativePrompt: 'x' },
		};
		expect(bodyOfRaw('repaint', foreign)).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_repainting', prompt: 'A car', video_url: VIDEO, ref_images_url: [IMAGE] },
			parameters: { control_condition: 'depth' },
		});
	});

	it.each<[string, object]>([
		['a strength of 0', { options: { strength: 0 } }],
		['a strength of 1', { options: { strength: 1 } }],
		['a strength that an expression gives as text', { options: { strength: '0.5' } }],
		['poses without the face', { controlCondition: 'posebody' }],
		['sketches', { controlCondition: 'scribble' }],
		['an oss:// video', { videoUrl: 'oss://folder/in.mp4' }],
	])('accepts %s', (_, values) => {
		expect(() => checkedOf('repaint', form('repaint', values))).not.toThrow();
	});

	it('sends a strength of 0, which differs from an unset one', () => {
		expect(bodyOf('repaint', { options: { strength: 0 } })).toMatchObject({ parameters: { strength: 0 } });
	});

	it.each<[string, object, string]>([
		[
			'a strength below 0',
			{ options: { strength: -0.01 } },
			"'Strength' is -0.01; it takes a number from 0 to 1",
		],
		[
			'a strength above 1',
			{ options: { strength: 1.01 } },
			"'Strength' is 1.01; it takes a number from 0 to 1",
		],
		[
			'a control condition that does not exist',
			{ controlCondition: 'canny' },
			'\'Keep From Video\' is "canny"; Repaint takes posebodyface, posebody, depth, scribble',
		],
		['no control condition', { controlCondition: '' }, "'Keep From Video' is empty"],
		[
			'two reference images',
			{ referenceImages: { image: [{ url: IMAGE }, { url: IMAGE }] } },
			"'Reference Images' has 2 images; Repaint takes up to 1",
		],
		['no video', { videoUrl: '' }, "'Video URL' is empty"],
		[
			'a video link with Chinese characters',
			{ videoUrl: 'https://example.com/视频.mp4' },
			'\'Video URL\' is "https://example.com/视频.mp4"; this model takes ASCII links only: percent-encode the other characters',
		],
	])('rejects %s', (_, values, message) => {
		expect(refusalOf('repaint', values, 1).message).toBe(message);
	});
});
