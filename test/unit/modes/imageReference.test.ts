import { bodyOf, bodyOfRaw, checkedOf, form, IMAGE, refusalOf } from '../drafts';

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.png';
const C = 'https://example.com/c.png';
const references = (...image: object[]) => ({ referenceImages: { image } });

describe('Generate From References', () => {
	it('sends one image as subject when nothing else was set', () => {
		expect(bodyOf('imageReference')).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'image_reference', prompt: 'A girl', ref_images_url: [IMAGE] },
			parameters: { obj_or_bg: ['obj'] },
		});
	});

	it('sends everything that the user set', () => {
		expect(
			bodyOf('imageReference', {
				prompt: 'A girl in a forest',
				...references({ url: A, role: 'obj' }, { url: B, role: 'bg' }),
				options: { size: '832*1088', promptExtend: true, watermark: true, seed: 7 },
			}),
		).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'image_reference', prompt: 'A girl in a forest', ref_images_url: [A, B] },
			parameters: {
				obj_or_bg: ['obj', 'bg'],
				size: '832*1088',
				prompt_extend: true,
				watermark: true,
				seed: 7,
			},
		});
	});

	it.each<[string, unknown]>([
		['commas', `${A}, ${B},${C}`],
		['lines', `${A}\n${B}\r\n\r\n${C}\n`],
		['commas and lines', `${A},\n${B},\n${C}`],
		['an expression that gives a list', [A, B, C]],
		['a list whose entries are lists of their own', [`${A}\n${B}`, [C]]],
	])('creates as many images from an entry as it has links, separated by %s', (_, url) => {
		expect(bodyOf('imageReference', references({ url, role: 'obj' }))).toMatchObject({
			input: { ref_images_url: [A, B, C] },
			parameters: { obj_or_bg: ['obj', 'obj', 'obj'] },
		});
	});

	it('gives every link of an entry the role of that entry, in the order of the entries', () => {
		expect(
			bodyOf('imageReference', references({ url: A, role: 'bg' }, { url: `${B}\n${C}`, role: 'obj' })),
		).toMatchObject({
			input: { ref_images_url: [A, B, C] },
			parameters: { obj_or_bg: ['bg', 'obj', 'obj'] },
		});
	});

	it('keeps a comma that is part of a link', () => {
		const link = 'https://example.com/w_300,h_200/a.png?x=1,2';
		expect(bodyOf('imageReference', references({ url: `${link},${B}` }))).toMatchObject({
			input: { ref_images_url: [link, B] },
		});
	});

	it('sends no field of another mode', () => {
		const foreign = {
			...form('imageReference'),
			controlCondition: 'depth',
			videoUrl: 'https://example.com/in.mp4',
			options: { negativePrompt: 'x', ratio: '1:1', duration: 5, strength: 1 },
		};
		expect(bodyOfRaw('imageReference', foreign)).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'image_reference', prompt: 'A girl', ref_images_url: [IMAGE] },
			parameters: { obj_or_bg: ['obj'] },
		});
	});

	it.each<[string, object]>([
		['three images', references({ url: [A, B, C] })],
		['one background', references({ url: A, role: 'bg' })],
		['every size', { options: { size: '1088*832' } }],
	])('accepts %s', (_, values) => {
		expect(() => checkedOf('imageReference', form('imageReference', values))).not.toThrow();
	});

	it.each<[string, object, string]>([
		[
			'no image at all',
			{ referenceImages: {} },
			"'Reference Images' has 0 images; Generate From References takes 1 to 3",
		],
		[
			'four images, of which the provider would drop one',
			references({ url: [A, B, C] }, { url: IMAGE }),
			"'Reference Images' has 4 images; Generate From References takes 1 to 3",
		],
		[
			'two backgrounds',
			references({ url: A, role: 'bg' }, { url: B, role: 'bg' }),
			"'Reference Images' has 2 images with the role Background; Generate From References takes up to 1",
		],
		[
			'two links in a background entry',
			references({ url: [A, B], role: 'bg' }),
			"'Reference Images' has 2 images with the role Background; Generate From References takes up to 1",
		],
		[
			'a role that does not exist',
			references({ url: A, role: 'subject' }),
			'\'Role\' is "subject"; Generate From References takes obj, bg',
		],
		[
			'a role that is none',
			references({ url: A, role: null }),
			'\'Role\' is "null"; Generate From References takes obj, bg',
		],
		[
			'a size that does not exist',
			{ options: { size: '1920*1080' } },
			'\'Size\' is "1920*1080"; Generate From References takes 1280*720, 720*1280, 960*960, 832*1088, 1088*832',
		],
		[
			'an entry without a link',
			references({ url: A }, { url: ' \n' }),
			"'Reference Images' has no link in entry 2",
		],
		[
			'an entry whose expression gave an empty list',
			references({ url: [] }),
			"'Reference Images' has no link in entry 1",
		],
		[
			'an image as data URL',
			references({ url: 'data:image/png;base64,AAAA' }),
			'\'Reference Images\' is "data:image/png;base64,AAAA"; it takes a link that starts with http, https or oss',
		],
		[
			'a link with Chinese characters',
			references({ url: 'https://example.com/图.png' }),
			'\'Reference Images\' is "https://example.com/图.png"; this model takes ASCII links only: percent-encode the other characters',
		],
		[
			'a list of things that are no links',
			references({ url: [{ link: A }] }),
			`'Reference Images' is "{"link":"${A}"}"; it takes a link that starts with http, https or oss`,
		],
	])('rejects %s', (_, values, message) => {
		expect(refusalOf('imageReference', values, 2).message).toBe(message);
	});
});
