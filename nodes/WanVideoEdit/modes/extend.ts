import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { alsoWhen } from '../form/displayed';
import { motionControlOption } from '../form/motionControl';
import type { ItemParameters } from '../form/parameters';
import { promptField } from '../form/promptAndModel';
import { groupField, readGroup, readSlot, slotFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import type { Slot } from '../media/slot';
import { Rules } from '../rules/rules';
import { fullOutput } from './billedSeconds';
import { onlySet, parametersIfAny, urlOf } from './body';
import { lengthOptions } from '../form/fitting';
import { soundOptions } from '../form/sound';
import type { Mode } from './mode';

interface ExtendSettings {
	readonly startsWith: string;
	readonly endsWith: string;
	readonly controlCondition?: string;
}

type End = 'start' | 'end';

const ENDS: Readonly<
	Record<
		End,
		{ readonly parameter: 'startsWith' | 'endsWith'; readonly label: string; readonly initial: Kind }
	>
> = {
	start: { parameter: 'startsWith', label: 'Starts With', initial: 'clip' },
	end: { parameter: 'endsWith', label: 'Ends With', initial: 'nothing' },
};

const KINDS = {
	values: ['clip', 'image', 'nothing'],
	source: 'SEED: first_clip_url, last_clip_url, first_frame_url, last_frame_url',
} as const;

type Kind = (typeof KINDS.values)[number];

/** Slot of a clip or an image at an end of the video. */
const SLOTS: Readonly<Record<End, Readonly<Record<Exclude<Kind, 'nothing'>, Slot['name']>>>> = {
	start: { clip: 'firstClip', image: 'firstFrame' },
	end: { clip: 'lastClip', image: 'lastFrame' },
};

/** What the video starts or ends with, and the fields for its file. */
function endFields(end: End, what: string): INodeProperties[] {
	const { parameter, label, initial } = ENDS[end];
	const verb = end === 'start' ? 'starts' : 'ends';
	const slot = slotFields({
		parameter: end,
		displayName: end === 'start' ? 'Start' : 'End',
		placeholder: 'e.g. https://example.com/clip.mp4',
		description: `Link to the clip (MP4, up to 3 seconds and 50 MB) or the image that the video ${verb} with`,
	});
	return [
		{
			displayName: label,
			name: parameter,
			type: 'options',
			default: initial,
			options: choices(KINDS, {
				clip: { name: 'Clip', description: `A clip of up to 3 seconds that the video ${verb} with` },
				image: { name: 'Image', description: `An image that the video ${verb} with` },
				nothing: { name: 'Nothing', description: `The video ${verb} freely` },
			}),
			description: what,
		},
		...slot.map((field) => alsoWhen(field, { [parameter]: ['clip', 'image'] })),
	];
}

/** VACE `video_extension`: generates a 5-second video around given clips or frames. */
export const extend: Mode<ExtendSettings> = {
	operation: 'extend',
	label: 'Extend',
	action: 'Extend video',
	description: 'Extend a clip or an image forwards or backwards to a 5-second video',
	toolDescription:
		'Extends a clip to a 5-second video. Needs a public link to a clip (MP4, up to 3 seconds and 50 MB) and a prompt of up to 800 characters that says what happens in the video.',
	family: 'vace',
	isPromptLiteral: true,

	fields: [
		promptField({
			required: true,
			placeholder: 'e.g. A dog wearing sunglasses skates along the street, 3D cartoon',
			description: 'What happens in the video, in up to 800 characters',
			hint: 'The result is 5 seconds long in total, including the clips',
		}),
		...endFields('start', 'What the video starts with'),
		...endFields('end', 'What the video ends with. Two clips may be up to 3 seconds long together.'),
	],

	options: [
		groupField({
			parameter: 'motionVideo',
			displayName: 'Motion Video',
			entry: 'video',
			placeholder: 'e.g. https://example.com/motion.mp4',
			description:
				'A video whose motion the result follows. It must have the same frame rate and size as the clips.',
		}),
		motionControlOption("Which motion of the motion video to keep. Required with 'Motion Video'."),
		...lengthOptions('single'),
		...soundOptions('withoutVideo'),
	],

	read(parameters) {
		const [startsWith, endsWith] = [kindAt(parameters, 'start'), kindAt(parameters, 'end')];
		return {
			slots: [
				...readEnd(parameters, 'start', startsWith),
				...readEnd(parameters, 'end', endsWith),
				...readGroup(parameters, 'options.motionVideo.video', {
					name: 'motionVideo',
					title: 'Motion Video',
					limit: VACE_MEDIA.video,
				}),
			],
			settings: {
				startsWith,
				endsWith,
				controlCondition: parameters.text('options.controlCondition'),
			},
		};
	},

	check({ slots, settings: { startsWith, endsWith, controlCondition } }) {
		const rules = new Rules('Extend');
		rules.choice('Starts With', startsWith, KINDS);
		rules.choice('Ends With', endsWith, KINDS);
		rules.require(
			startsWith !== 'nothing' || endsWith !== 'nothing',
			`${rules.subject('Starts With')} and 'Ends With' are both Nothing; Extend needs a clip or an image for at least one of them`,
			"Set 'Starts With' to Clip to continue a clip, or 'Ends With' to lead up to one.",
		);
		const hasMotionVideo = slots.some(({ name }) => name === 'motionVideo');
		rules.choice('Keep From Video', controlCondition, VACE.motionControl);
		rules.require(
			!hasMotionVideo || controlCondition !== undefined,
			`${rules.subject('Keep From Video')} is not set; Extend needs it with a motion video`,
			'Choose there what the result takes over from the motion video, or remove the motion video.',
		);
		rules.require(
			hasMotionVideo || controlCondition === undefined,
			`${rules.subject('Motion Video')} is empty; 'Keep From Video' needs it`,
			"Add the motion video, or remove 'Keep From Video' from the options.",
		);
		return rules.violations;
	},

	billedSeconds: fullOutput,

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

const kindAt = (parameters: ItemParameters, end: End): string =>
	parameters.text(ENDS[end].parameter) ?? ENDS[end].initial;

function readEnd(parameters: ItemParameters, end: End, kind: string): Slot[] {
	if (kind !== 'clip' && kind !== 'image') return [];
	return readSlot(parameters, end, {
		name: SLOTS[end][kind],
		title: `${end === 'start' ? 'Start' : 'End'} ${kind === 'clip' ? 'Clip' : 'Image'}`,
		limit: kind === 'clip' ? VACE_MEDIA.clip : VACE_MEDIA.image,
	});
}
