import { VACE_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { bodyOf, bodyOfRaw, checkedOf, failureOf, form, refusalOf, VIDEO } from '../drafts';

const link = (name: string) => `https://example.com/${name}`;
const anchors = (...anchor: object[]) => ({ anchors: { anchor } });

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
				...anchors(
					{ kind: 'lastFrame', url: link('last.png') },
					{ kind: 'firstFrame', url: link('first.png') },
					{ kind: 'lastClip', url: link('last.mp4') },
					{ kind: 'firstClip', url: ` ${link('first.mp4')} ` },
				),
				options: {
					motionVideoUrl: link('motion.mp4'),
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
				last_clip_url: link('last.mp4'),
				first_frame_url: link('first.png'),
				last_frame_url: link('last.png'),
				video_url: link('motion.mp4'),
			},
			parameters: { control_condition: 'depth', prompt_extend: false, watermark: false, seed: 2147483647 },
		});
	});

	it.each([
		['firstClip', 'first_clip_url'],
		['lastClip', 'last_clip_url'],
		['firstFrame', 'first_frame_url'],
		['lastFrame', 'last_frame_url'],
	])('sends an anchor of the kind %s as %s', (kind, field) => {
		expect(bodyOf('extend', anchors({ kind, url: link('a') })).input).toEqual({
			function: 'video_extension',
			prompt: 'A dog',
			[field]: link('a'),
		});
	});

	it('applies the limits of clips to clips and those of images to frames', () => {
		const request = checkedOf(
			'extend',
			form('extend', anchors({ kind: 'lastClip', url: VIDEO }, { kind: 'firstFrame', url: link('a.png') })),
		);
		expect(request.slots.map(({ limit }) => limit)).toEqual([VACE_MEDIA.clip, VACE_MEDIA.image]);
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
		expect(() => checkedOf('extend', form('extend', { options: { motionVideoUrl: '' } }))).not.toThrow();
	});

	it.each<[string, object, string]>([
		['no anchor', { anchors: {} }, "'Anchors' has 0 entries; Extend takes 1 to 4"],
		[
			'two anchors of the same kind',
			anchors({ kind: 'lastClip', url: VIDEO }, { kind: 'lastClip', url: VIDEO }),
			"'Anchors' has 2 entries of the kind Last Clip; Extend takes one of each kind",
		],
		[
			'an anchor of a kind that does not exist',
			anchors({ kind: 'firstClip', url: VIDEO }, { kind: 'middleClip', url: VIDEO }),
			'\'Anchors (Entry 2: Kind)\' is "middleClip"; Extend takes firstClip, lastClip, firstFrame, lastFrame',
		],
		[
			'an anchor without a link',
			anchors({ kind: 'firstFrame', url: ' ' }),
			"'Anchors' has no link in entry 1",
		],
		[
			'an anchor that is no link',
			anchors({ kind: 'firstFrame', url: 'a.png' }),
			'\'Anchors (First Frame)\' is "a.png"; it takes a link that starts with http, https or oss',
		],
		[
			'a motion video without a control condition',
			{ options: { motionVideoUrl: VIDEO } },
			"'Keep From Video' is not set; Extend needs it with a motion video",
		],
		[
			'a control condition without a motion video',
			{ options: { controlCondition: 'depth' } },
			"'Motion Video URL' is empty; 'Keep From Video' needs it",
		],
		[
			'a control condition of Repaint only',
			{ options: { motionVideoUrl: VIDEO, controlCondition: 'posebody' } },
			'\'Keep From Video\' is "posebody"; Extend takes posebodyface, depth',
		],
		[
			'a motion video that is no link',
			{ options: { motionVideoUrl: 'ftp://example.com/a.mp4', controlCondition: 'depth' } },
			'\'Motion Video URL\' is "ftp://example.com/a.mp4"; it takes a link that starts with http, https or oss',
		],
	])('rejects %s', (_, values, message) => {
		const complete = { ...form('extend'), ...values };
		expect(refusalOf('extend', complete, 5).message).toBe(message);
	});

	it('rejects anchors that are not entries', () => {
		const values = { ...form('extend'), anchors: { anchor: [VIDEO] } };
		expect(failureOf(() => checkedOf('extend', values, 5)).message).toBe(
			`'Anchor' is ["${VIDEO}"]; it takes a list of entries`,
		);
	});
});
