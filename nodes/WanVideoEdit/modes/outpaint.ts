import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { commonOptionsOfLiteralPrompts, promptField } from '../form/promptAndModel';
import { onlySet, parametersIfAny, urlOf } from './body';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';
import { readVaceVideo, vaceVideoFields } from './vaceVideo';

type Side = 'top' | 'bottom' | 'left' | 'right';

type OutpaintSettings = Readonly<Record<Side, number>>;

const SIDES: ReadonlyArray<{ readonly side: Side; readonly label: string }> = [
	{ side: 'top', label: 'Top Scale' },
	{ side: 'bottom', label: 'Bottom Scale' },
	{ side: 'left', label: 'Left Scale' },
	{ side: 'right', label: 'Right Scale' },
];

/** Scale of a side that does not expand: the API's default. */
const NO_GROWTH = VACE.scale.min;

const scaleField = (side: Side, label: string): INodeProperties => ({
	displayName: label,
	name: `${side}Scale`,
	type: 'number',
	typeOptions: { minValue: VACE.scale.min, maxValue: VACE.scale.max, numberPrecision: 2 },
	default: NO_GROWTH,
	hint: side === 'top' ? 'At least one of the four scales must be above 1' : undefined,
	description: `How far to expand the video at the ${side}, 1 to 2. For example, 1.5 adds half of its ${side === 'top' || side === 'bottom' ? 'height' : 'width'}.`,
});

/** VACE `video_outpainting`: expands the frame beyond its edges. */
export const outpaint: Mode<OutpaintSettings> = {
	operation: 'outpaint',
	label: 'Outpaint',
	action: 'Outpaint video',
	description: 'Expand the frame of a video beyond its edges',
	family: 'vace',

	fields: [
		...vaceVideoFields('expand'),
		promptField({
			required: true,
			placeholder: 'e.g. A lady plays the violin in front of a symphony orchestra',
			description: 'What the expanded video shows, in up to 800 characters',
		}),
		...SIDES.map(({ side, label }) => scaleField(side, label)),
	],

	options: commonOptionsOfLiteralPrompts,

	read: (parameters) => ({
		slots: readVaceVideo(parameters),
		settings: {
			top: parameters.number('topScale') ?? NO_GROWTH,
			bottom: parameters.number('bottomScale') ?? NO_GROWTH,
			left: parameters.number('leftScale') ?? NO_GROWTH,
			right: parameters.number('rightScale') ?? NO_GROWTH,
		},
	}),

	check({ item, settings }) {
		const rules = new Rules(item, 'Outpaint');
		for (const { side, label } of SIDES) rules.number(label, settings[side], VACE.scale);
		rules.require(
			SIDES.some(({ side }) => settings[side] !== NO_GROWTH),
			`'Top Scale', 'Bottom Scale', 'Left Scale' and 'Right Scale' are all ${NO_GROWTH}; Outpaint needs at least one above ${NO_GROWTH}`,
		);
		return rules.violations;
	},

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: { function: 'video_outpainting', prompt, ...onlySet({ video_url: urlOf(slots, 'video') }) },
		...parametersIfAny({
			top_scale: grown(settings.top),
			bottom_scale: grown(settings.bottom),
			left_scale: grown(settings.left),
			right_scale: grown(settings.right),
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};

const grown = (scale: number): number | undefined => (scale === NO_GROWTH ? undefined : scale);
