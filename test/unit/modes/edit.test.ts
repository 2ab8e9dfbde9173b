import type { InspectedSlot } from '../../../nodes/WanVideoEdit/media/slot';
import {
	bodyOf,
	bodyOfRaw,
	checkedOf,
	failureOf,
	form,
	IMAGE,
	modeNamed,
	refusalOf,
	text,
	VIDEO,
} from '../drafts';
import { FILM, inspected, PICTURE } from './inspected';

const images = (count: number) => ({
	image: Array.from({ length: count }, (_, index) => ({ url: `https://example.com/${index}.png` })),
});

describe('Edit', () => {
	it('sends only the model, the video and the prompt when nothing else was set', () => {
		expect(bodyOf('edit')).toEqual({
			model: 'wan2.7-videoedit',
			input: { prompt: 'Clay', media: [{ type: 'video', url: VIDEO }] },
			parameters: { resolution: '720P' },
		});
	});

	it('sends everything that the user set, and no function', () => {
		expect(
			bodyOf('edit', {
				model: { __rl: true, mode: 'id', value: 'wan2.7-videoedit-2026' },
				prompt: '  Clothes from the image \n',
				referenceImages: { image: [{ url: IMAGE }, { url: 'oss://folder/b.png' }] },
				resolution: '1080P',
				options: {
					negativePrompt: 'blurry',
					ratio: '16:9',
					duration: 5,
					audioSetting: 'origin',
					promptExtend: false,
					watermark: false,
					seed: 0,
				},
			}),
		).toEqual({
			model: 'wan2.7-videoedit-2026',
			input: {
				prompt: 'Clothes from the image',
				negative_prompt: 'blurry',
				media: [
					{ type: 'video', url: VIDEO },
					{ type: 'reference_image', url: IMAGE },
					{ type: 'reference_image', url: 'oss://folder/b.png' },
				],
			},
			parameters: {
				resolution: '1080P',
				ratio: '16:9',
				duration: 5,
				audio_setting: 'origin',
				prompt_extend: false,
				watermark: false,
				seed: 0,
			},
		});
	});

	it('accepts numbers and booleans that an expression returns as text', () => {
		expect(
			bodyOf('edit', { options: { duration: '10', seed: ' 42 ', watermark: 'true', promptExtend: 'False' } }),
		).toMatchObject({ parameters: { duration: 10, seed: 42, watermark: true, prompt_extend: false } });
	});

	it('omits options that were added and left empty', () => {
		expect(bodyOf('edit', { options: { negativePrompt: ' ', seed: '', ratio: '' } })).toEqual({
			model: 'wan2.7-videoedit',
			input: { prompt: 'Clay', media: [{ type: 'video', url: VIDEO }] },
			parameters: { resolution: '720P' },
		});
	});

	it.each([undefined, '', '   ', '\n'])(
		'needs a prompt or a reference image: an unchanged video is billed as well (%j)',
		(prompt) => {
			expect(refusalOf('edit', { prompt }).message).toBe(
				"'Prompt' is empty; Edit needs a prompt or a reference image",
			);
			expect(refusalOf('edit', { prompt, options: { negativePrompt: 'blurry' } }).message).toContain(
				"'Prompt' is empty",
			);
			expect(bodyOf('edit', { prompt, referenceImages: images(1) })).toMatchObject({
				input: { media: [{ type: 'video' }, { type: 'reference_image' }] },
			});
			expect(bodyOf('edit', { prompt, referenceImages: images(1) }).input).not.toHaveProperty('prompt');
		},
	);

	it('sends no field of another mode', () => {
		const foreign = {
			...form('edit'),
			controlCondition: 'depth',
			maskUrl: IMAGE,
			topScale: 2,
			options: {
				size: '1280*720',
				strength: 0.5,
				expandMode: 'hull',
				motionVideo: { video: { url: VIDEO } },
			},
		};
		expect(bodyOfRaw('edit', foreign)).toEqual({
			model: 'wan2.7-videoedit',
			input: { prompt: 'Clay', media: [{ type: 'video', url: VIDEO }] },
			parameters: { resolution: '720P' },
		});
	});

	it.each<[string, object]>([
		['a prompt of 5,000 characters', { prompt: text(5000) }],
		['5,000 characters that are two UTF-16 units each', { prompt: '🎬'.repeat(5000) }],
		['a negative prompt of 500 characters', { options: { negativePrompt: text(500) } }],
		['four reference images', { referenceImages: images(4) }],
		['no reference image', { referenceImages: {} }],
		['a duration of 0, for the whole video', { options: { duration: 0 } }],
		['a duration of 2', { options: { duration: 2 } }],
		['a duration of 10', { options: { duration: 10 } }],
		['the seed 0', { options: { seed: 0 } }],
		['the seed 2147483647', { options: { seed: 2147483647 } }],
		['720P', { resolution: '720P' }],
		['9:16', { options: { ratio: '9:16' } }],
		['3:4', { options: { ratio: '3:4' } }],
		['automatic sound', { options: { audioSetting: 'auto' } }],
		['a link with Chinese characters', { videoUrl: 'https://example.com/视频.mp4' }],
		['an oss:// video', { videoUrl: 'oss://folder/in.mp4' }],
		['an image as data URL', { referenceImages: { image: [{ url: 'data:image/webp;base64,AAAA' }] } }],
	])('accepts %s', (_, values) => {
		expect(() => checkedOf('edit', form('edit', values))).not.toThrow();
	});

	it.each<[string, object, string]>([
		[
			'a prompt of 5,001 characters',
			{ prompt: text(5001) },
			"'Prompt' has 5001 characters; Edit takes up to 5000",
		],
		[
			'a negative prompt of 501 characters',
			{ options: { negativePrompt: text(501) } },
			"'Negative Prompt' has 501 characters; Edit takes up to 500",
		],
		[
			'five reference images',
			{ referenceImages: images(5) },
			"'Reference Images' has 5 images; Edit takes up to 4",
		],
		[
			'five reference images in one entry',
			{ referenceImages: { image: [{ url: images(5).image.map(({ url }) => url) }] } },
			"'Reference Images' has 5 images; Edit takes up to 4",
		],
		[
			'a resolution that does not exist',
			{ resolution: '480P' },
			'\'Resolution\' is "480P"; Edit takes 720P, 1080P',
		],
		[
			'a ratio that does not exist',
			{ options: { ratio: '21:9' } },
			'\'Ratio\' is "21:9"; Edit takes 16:9, 9:16, 1:1, 4:3, 3:4',
		],
		[
			'an audio setting that does not exist',
			{ options: { audioSetting: 'mute' } },
			'\'Audio\' is "mute"; Edit takes auto, origin',
		],
		[
			'a duration of 1',
			{ options: { duration: 1 } },
			"'Duration' is 1; it takes a whole number from 2 to 10, or 0 for the whole video",
		],
		[
			'a duration of 11',
			{ options: { duration: 11 } },
			"'Duration' is 11; it takes a whole number from 2 to 10, or 0 for the whole video",
		],
		[
			'half seconds',
			{ options: { duration: 2.5 } },
			"'Duration' is 2.5; it takes a whole number from 2 to 10, or 0 for the whole video",
		],
		['a duration in words', { options: { duration: 'five' } }, '\'Duration\' is "five"; it takes a number'],
		['an empty video', { videoUrl: ' ' }, "'Video URL' is empty"],
		[
			'a video as data URL',
			{ videoUrl: 'data:video/mp4;base64,AAAA' },
			'\'Video URL\' is "data:video/mp4;base64,AAAA"; it takes a link that starts with http, https or oss',
		],
		['a list where one video belongs', { videoUrl: [VIDEO] }, `'Video URL' is ["${VIDEO}"]; it takes a text`],
		[
			'a GIF as data URL',
			{ referenceImages: { image: [{ url: 'data:image/gif;base64,AAAA' }] } },
			'\'Reference Images\' is "data:image/gif;base64,AAAA"; a data URL must have the form data:{type};base64,… with the type image/jpeg, image/png, image/bmp or image/webp',
		],
	])('rejects %s', (_, values, message) => {
		expect(refusalOf('edit', values, 3).message).toBe(message);
	});

	it('reports all violations of an item at once, the first as message and the others in the description', () => {
		const failure = refusalOf(
			'edit',
			{ prompt: text(5001), options: { duration: 11, ratio: '2:1', seed: -1 } },
			7,
		);
		expect(failure.kind).toBe('badInput');
		expect(failure.message).toBe("'Seed' is -1; it takes a whole number from 0 to 2147483647");
		expect(failure.description).toBe(
			"Change it, or check its expression. Also: 'Prompt' has 5001 characters; Edit takes up to 5000. Shorten it by 1 character." +
				' \'Ratio\' is "2:1"; Edit takes 16:9, 9:16, 1:1, 4:3, 3:4. Choose one from the list, or check its expression.' +
				" 'Duration' is 11; it takes a whole number from 2 to 10, or 0 for the whole video.",
		);
	});

	it('says what to do when one rule is broken', () => {
		expect(refusalOf('edit', { options: { duration: 11 } }).description).toBe(
			'Change it, or check its expression.',
		);
	});

	it('says what to do when the video is missing', () => {
		const values = { ...form('edit'), videoUrl: undefined };
		expect(failureOf(() => checkedOf('edit', values)).description).toBe(
			'Fill it in, or check its expression.',
		);
	});
});

describe('What a finished task of Edit repeats', () => {
	const video = (seconds: number) => inspected('video', { ...FILM, seconds });

	it.each<[string, object, number, number]>([
		['the length of the video where no duration is set', {}, 6, 6],
		['the length of the video where the duration is 0', { duration: 0 }, 6, 6],
		['the duration, where the video is longer', { duration: 4 }, 6, 4],
		['the length of the video, where it is shorter than the duration', { duration: 8 }, 6, 6],
	])('is %s', (_, options, seconds, inputSeconds) => {
		expect(echoOf({ options }, [inspected('referenceImage', PICTURE), video(seconds)])).toMatchObject({
			inputSeconds,
		});
	});

	it('is the resolution', () => {
		expect(echoOf({ options: { resolution: '720P' } }, [])).toEqual({ resolution: '720P' });
	});

	it.each([
		['was not inspected', []],
		['cannot be read', [inspected('video', { kind: 'unreadable', reason: 'it is empty' })]],
	])('has no length where the video %s', (_, files) => {
		expect(echoOf({ options: { duration: 4 } }, files)).not.toHaveProperty('inputSeconds');
	});

	function echoOf(values: object, files: InspectedSlot[]) {
		return modeNamed('edit').echo!(checkedOf('edit', form('edit', values)), files);
	}
});

describe('A video that Edit splits', () => {
	const split = { ...inspected('video', FILM), pieces: [inspected('video', FILM)] };
	const saysOf = (options: object, files: InspectedSlot[]) =>
		modeNamed('edit').checkFiles!(checkedOf('edit', form('edit', { options })), files).map(
			({ says }) => says,
		);

	it('is not combined with a duration, which edits only its start', () => {
		expect(saysOf({ duration: 4 }, [inspected('referenceImage', PICTURE), split])).toEqual([
			expect.stringMatching(/^'Duration' is 4, which edits only the start .* Split and Join/),
		]);
	});

	it('passes without a duration, as a whole video does with one', () => {
		expect(saysOf({}, [split])).toEqual([]);
		expect(saysOf({ duration: 0 }, [split])).toEqual([]);
		expect(saysOf({ duration: 4 }, [inspected('video', FILM)])).toEqual([]);
	});
});
