import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { commonOptionsOfLiteralPrompts, promptField } from '../form/promptAndModel';
import { motionControlOption } from '../form/motionControl';
import type { ItemParameters } from '../form/parameters';
import { entryFields, labelInEntry, readEntry, readSlot, slotOptions } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import { onlySet, parametersIfAny, urlOf } from './body';
import type { Mode } from './mode';
import type { Slot } from '../media/slot';
import { Rules } from '../rules/rules';

interface ExtendSettings {
	readonly controlCondition?: string;
}

const ANCHOR_KINDS = {
	values: ['firstClip', 'lastClip', 'firstFrame', 'lastFrame'],
	source: 'SEED: first_clip_url, last_clip_url, first_frame_url, last_frame_url',
} as const;

type AnchorKind = (typeof ANCHOR_KINDS.values)[number];

const ANCHORS: Readonly<Record<AnchorKind, { readonly name: string; readonly description: string }>> = {
	firstClip: { name: 'First Clip', description: 'A clip of up to 3 seconds at the start of the video' },
	lastClip: { name: 'Last Clip', description: 'A clip of up to 3 seconds at the end of the video' },
	firstFrame: { name: 'First Frame', description: 'An image that the video starts with' },
	lastFrame: { name: 'Last Frame', description: 'An image that the video ends with' },
};

/** VACE `video_extension`: generates a 5-second video around given clips or frames. */
export const extend: Mode<ExtendSettings> = {
	operation: 'extend',
	label: 'Extend',
	action: 'Extend video',
	description: 'Extend a clip or an image forwards or backwards to a 5-second video',
	family: 'vace',

	fields: [
		{
			displayName: 'Anchors',
			name: 'anchors',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Anchor',
			default: {},
			required: true,
			description: 'Clips or images to start from or to end with. At least one, and each kind at most once.',
			options: [
				{
					displayName: 'Anchor',
					name: 'anchor',
					values: [
						{
							displayName: 'Kind',
							name: 'kind',
							type: 'options',
							default: 'firstClip',
							options: choices(ANCHOR_KINDS, ANCHORS),
							description: 'What the file is, and where it belongs in the video',
						},
						...entryFields(
							{
								displayName: 'URL',
								placeholder: 'e.g. https://example.com/clip.mp4',
								description: 'Link to the clip (MP4) or image',
								hint: 'The result is 5 seconds long in total, including the clips. Two clips may be up to 3 seconds long together.',
							},
							'The name of the input field that has the file',
						),
					],
				},
			],
		},
		promptField({
			required: true,
			placeholder: 'e.g. A dog wearing sunglasses skates along the street, 3D cartoon',
			description: 'What happens in the video, in up to 800 characters',
		}),
	],

	options: [
		motionControlOption("Which motion of the motion video to keep. Required if 'Motion Video URL' is set."),
		...slotOptions({
			parameter: 'motionVideo',
			displayName: 'Motion Video',
			required: false,
			placeholder: 'e.g. https://example.com/motion.mp4',
			description:
				'Link to a video whose motion the result follows. It must have the same frame rate and size as the clips.',
		}),
		...commonOptionsOfLiteralPrompts,
	],

	read: (parameters) => ({
		slots: [
			...readAnchors(parameters),
			...readSlot(parameters, 'options.motionVideo', {
				name: 'motionVideo',
				title: 'Motion Video',
				limit: VACE_MEDIA.video,
				optional: true,
			}),
		],
		settings: { controlCondition: parameters.text('options.controlCondition') },
	}),

	check({ item, slots, settings }) {
		const rules = new Rules(item, 'Extend');
		const anchors = slots.filter(({ name }) => name !== 'motionVideo');
		rules.count('Anchors', anchors.length, VACE.anchors);
		for (const kind of ANCHOR_KINDS.values) {
			const count = anchors.filter(({ name }) => name === kind).length;
			rules.require(
				count <= 1,
				`${rules.subject('Anchors')} has ${count} entries of the kind ${ANCHORS[kind].name}; Extend takes one of each kind`,
			);
		}
		const hasMotionVideo = anchors.length < slots.length;
		rules.choice('Keep From Video', settings.controlCondition, VACE.motionControl);
		rules.require(
			!hasMotionVideo || settings.controlCondition !== undefined,
			`${rules.subject('Keep From Video')} is not set; Extend needs it with a motion video`,
		);
		rules.require(
			hasMotionVideo || settings.controlCondition === undefined,
			`${rules.subject('Motion Video URL')} is empty; 'Keep From Video' needs it`,
		);
		return rules.violations;
	},

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: {
			function: 'video_extension',
			prompt,
			...onlySet({
				first_clip_url: urlOf(slots, 'firstClip'),
				last_clip_url: urlOf(slots, 'lastClip'),
				first_frame_url: urlOf(slots, 'firstFrame'),
				last_frame_url: urlOf(slots, 'lastFrame'),
				video_url: urlOf(slots, 'motionVideo'),
			}),
		},
		...parametersIfAny({
			control_condition: settings.controlCondition,
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};

function readAnchors(parameters: ItemParameters): Slot[] {
	const label = parameters.label('anchors');
	return parameters.entries('anchors.anchor').flatMap((entry, index) => {
		const rules = new Rules(parameters.item, 'Extend');
		const kind = entry.value('kind') as AnchorKind;
		rules.choice(labelInEntry(label, index, 'Kind'), String(kind), ANCHOR_KINDS);
		rules.throwIfBroken();
		const limit = kind.endsWith('Clip') ? VACE_MEDIA.clip : VACE_MEDIA.image;
		return readEntry(entry, index, label, parameters.item).map((source): Slot => ({
			name: kind,
			label: `${label} (${ANCHORS[kind].name})`,
			limit,
			source,
		}));
	});
}
