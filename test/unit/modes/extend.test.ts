import { VACE_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { bodyOf, bodyOfRaw, checkedOf, failureOf, form, refusalOf, VIDEO } from '../drafts';

const link = (name: string) => `https://example.com/${name}`;

describe('Extend', () => {
	it('sends one anchor and the prompt when nothing else was set', () => {
		expect(bodyOf('extend')).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_extension', prompt: 'A dog', first_clip_url: VIDEO },
		});
	});

	it('sends everything that the user set', () => {
		expect(
			bodyOf('extend', {
				startUrl: ` ${link('first.mp4')} `,
				endsWith: 'image',
				endUrl: link('last.png'),
				options: {
					motionVideo: { video: { url: link('motion.mp4') } },
					controlCondition: 'depth',
					promptExtend: false,
					watermark: false,
					seed: 2147483647,
				},
			}),
		).toEqual({
			model: 'wan2.1-vace-plus',
			input: {
				function: 'video_extension',
				prompt: 'A dog',
				first_clip_url: link('first.mp4'),
				last_frame_url: link('last.png'),
				video_url: link('motion.mp4'),
			},
			parameters: { control_condition: 'depth', prompt_extend: false, watermark: false, seed: 2147483647 },
		});
	});

	it.each([
		['start', 'clip', 'first_clip_url'],
		['end', 'clip', 'last_clip_url'],
		['start', 'image', 'first_frame_url'],
		['end', 'image', 'last_frame_url'],
	])('sends what the video has at its %s, a(n) %s, as %s', (end, kind, field) => {
		const values = {
			startsWith: 'nothing',
			endsWith: 'nothing',
			[`${end}sWith`]: kind,
			[`${end}Url`]: link('a'),
		};
		expect(bodyOf('extend', values).input).toEqual({
			function: 'video_extension',
			prompt: 'A dog',
			[field]: link('a'),
		});
	});

	it('applies the limits of clips to clips and those of images to frames', () => {
		const request = checkedOf(
			'extend',
			form('extend', { startsWith: 'image', startUrl: link('a.png'), endsWith: 'clip', endUrl: VIDEO }),
		);
		expect(request.slots.map(({ limit }) => limit)).toEqual([VACE_MEDIA.image, VACE_MEDIA.clip]);
	});

	it('sends no field of another mode', () => {
		const foreign = {
			...form('extend'),
			videoUrl: VIDEO,
			controlCondition: 'depth',
			options: { strength: 1, size: '1280*720', duration: 5, expandMode: 'hull' },
		};
		expect(bodyOfRaw('extend', foreign)).toEqual({
			model: 'wan2.1-vace-plus',
			input: { function: 'video_extension', prompt: 'A dog', first_clip_url: VIDEO },
		});
	});

	it('treats a motion video field that was added and left empty as unset', () => {
		const leftOver = { ...form('extend', { endsWith: 'nothing' }), endUrl: link('old.mp4') };
		expect(bodyOfRaw('extend', leftOver).input).not.toHaveProperty('last_clip_url');
	});

	it.each<[string, object, string]>([
		[
			'nothing at both ends',
			{ startsWith: 'nothing' },
			"'Starts With' and 'Ends With' are both Nothing; Extend needs a clip or an image for at least one of them",
		],
		[
			'an end of a kind that does not exist',
			{ endsWith: 'frame' },
			'\'Ends With\' is "frame"; Extend takes clip, image, nothing',
		],
		['a clip without a link', { startUrl: ' ' }, "'Start URL' is empty"],
		[
			'an image that is no link',
			{ startsWith: 'image', startUrl: 'a.png' },
			'\'Start URL\' is "a.png"; it takes a link that starts with http, https or oss',
		],
		[
			'a motion video that was added and left empty',
			{ options: { motionVideo: { video: { url: '' } }, controlCondition: 'depth' } },
			"'Motion Video' has no link in entry 1",
		],
		[
			'two motion videos',
			{ options: { motionVideo: { video: { url: [VIDEO, VIDEO] } }, controlCondition: 'depth' } },
			"'Motion Video' has 2 files; this node takes up to 1",
		],
		[
			'a motion video without a control condition',
			{ options: { motionVideo: { video: { url: VIDEO } } } },
			"'Keep From Video' is not set; Extend needs it with a motion video",
		],
		[
			'a control condition without a motion video',
			{ options: { controlCondition: 'depth' } },
			"'Motion Video' is empty; 'Keep From Video' needs it",
		],
		[
			'a control condition of Repaint only',
			{ options: { motionVideo: { video: { url: VIDEO } }, controlCondition: 'posebody' } },
			'\'Keep From Video\' is "posebody"; Extend takes posebodyface, depth',
		],
		[
			'a motion video that is no link',
			{ options: { motionVideo: { video: { url: 'ftp://example.com/a.mp4' } }, controlCondition: 'depth' } },
			'\'Motion Video\' is "ftp://example.com/a.mp4"; it takes a link that starts with http, https or oss',
		],
	])('rejects %s', (_, values, message) => {
		const complete = { ...form('extend'), ...values };
		expect(refusalOf('extend', complete, 5).message).toBe(message);
	});

	it('rejects a motion video that is not an entry', () => {
		const values = { ...form('extend'), options: { motionVideo: { video: VIDEO } } };
		expect(failureOf(() => checkedOf('extend', values, 5)).message).toBe(
			`'Motion Video' is "${VIDEO}"; it takes a list of entries`,
		);
	});
});

describe('A file of Extend', () => {
	it.each([
		['clip', 'clip', ['Start Clip', 'End Clip']],
		['image', 'image', ['Start Image', 'End Image']],
		['image', 'clip', ['Start Image', 'End Clip']],
	])('has the name of its place: %s and %s', (startsWith, endsWith, labels) => {
		const files = { startInput: 'binary', startField: 'one', endInput: 'binary', endField: 'two' };
		const { slots } = checkedOf('extend', form('extend', { startsWith, endsWith, ...files }));
		expect(slots.map(({ label }) => label)).toEqual(labels);
	});
});
