import type { INodeProperties } from 'n8n-workflow';
import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { promptField } from '../form/promptAndModel';
import { Failure } from '../failure/failure';
import type { InspectedSlot } from '../media/slot';
import { Rules } from '../rules/rules';
import { outputAsLongAsVideo } from './billedSeconds';
import { onlySet, parametersIfAny, urlOf } from './body';
import { lengthOptions } from '../form/fitting';
import { soundOptions } from '../form/sound';
import type { Mode } from './mode';
import { nearestTo, type Scales, scalesTo, SHAPES, type Shape, SIDES } from './outpaintShape';
import { readVaceVideo, vaceVideoFields } from './vaceVideo';

interface OutpaintSettings {
	readonly expandTo: string;
	/** Of a shape: known when the size of the video is. */
	readonly scales: Scales;
}

const EXPAND_TO = { values: ['custom', ...SHAPES], source: 'this node' } as const;

/** Scale of a side that does not expand: the API's default. */
const NO_GROWTH = VACE.scale.min;
const UNCHANGED: Scales = { top: NO_GROWTH, bottom: NO_GROWTH, left: NO_GROWTH, right: NO_GROWTH };
const INITIAL_SCALE = 1.5;

const LABELS: Readonly<Record<keyof Scales, string>> = {
	top: 'Top Scale',
	bottom: 'Bottom Scale',
	left: 'Left Scale',
	right: 'Right Scale',
};

const scaleField = (side: keyof Scales): INodeProperties => ({
	displayName: LABELS[side],
	name: `${side}Scale`,
	type: 'number',
	typeOptions: { minValue: VACE.scale.min, maxValue: VACE.scale.max, numberPrecision: 2 },
	default: INITIAL_SCALE,
	displayOptions: { show: { expandTo: ['custom'] } },
	description: `How far to expand the video at the ${side}, 1 to 2. For example, 1.5 adds half of its ${side === 'top' || side === 'bottom' ? 'height' : 'width'}.`,
});

/** VACE `video_outpainting`: expands the frame beyond its edges. */
export const outpaint: Mode<OutpaintSettings> = {
	operation: 'outpaint',
	label: 'Outpaint',
	action: 'Outpaint video',
	description: 'Expand the frame of a video beyond its edges',
	toolDescription:
		'Expands the frame of a video beyond its edges, for example from landscape to portrait. Needs a public link to a video (MP4, up to 5 seconds and 50 MB) and a prompt of up to 800 characters that describes the whole expanded scene.',
	family: 'vace',
	isPromptLiteral: true,
	joinsResults: true,

	fields: [
		...vaceVideoFields('expand'),
		promptField({
			required: true,
			placeholder: 'e.g. A lady plays the violin in front of a symphony orchestra',
			description: 'What the expanded video shows, in up to 800 characters',
		}),
		{
			displayName: 'Expand To',
			name: 'expandTo',
			type: 'options',
			default: 'custom',
			options: choices(EXPAND_TO, {
				custom: { name: 'Custom', description: 'Set how far each side expands' },
				'16:9': { name: '16:9 Landscape' },
				'9:16': { name: '9:16 Portrait' },
				'1:1': { name: '1:1 Square' },
				'4:5': { name: '4:5 Portrait' },
				'3:4': { name: '3:4 Portrait' },
				'4:3': { name: '4:3 Landscape' },
			}),
			description: 'The aspect ratio to expand the video to, equally on both sides',
		},
		...SIDES.map(scaleField),
	],

	options: [...lengthOptions('joined'), ...soundOptions('withVideo')],

	read: (parameters) => ({
		slots: readVaceVideo(parameters),
		settings: settingsOf(parameters.text('expandTo') ?? 'custom', (side) =>
			parameters.number(`${side}Scale`),
		),
	}),

	check({ settings: { expandTo, scales } }) {
		const rules = new Rules('Outpaint');
		rules.choice('Expand To', expandTo, EXPAND_TO);
		if (expandTo !== 'custom') return rules.violations;
		for (const side of SIDES) rules.number(LABELS[side], scales[side], VACE.scale);
		rules.require(
			SIDES.some((side) => scales[side] !== NO_GROWTH),
			`'Top Scale', 'Bottom Scale', 'Left Scale' and 'Right Scale' are all ${NO_GROWTH}; Outpaint needs at least one above ${NO_GROWTH}`,
			`Set one to e.g. 1.5, or choose a shape in 'Expand To'.`,
		);
		return rules.violations;
	},

	needsFactsOf: ({ settings }) => (settings.expandTo === 'custom' ? [] : ['video']),

	checkFiles({ settings: { expandTo } }, files) {
		const rules = new Rules('Outpaint');
		const size = sizeOf(files);
		if (expandTo === 'custom' || size === undefined) return [];
		const shape = expandTo as Shape;
		const [width, height] = size;
		const is = `the video is ${width} × ${height}`;
		const nearest = nearestTo(shape, width, height);
		const scales = scalesTo(shape, width, height);
		rules.require(
			scales !== 'sameShape',
			`${rules.subject('Expand To')} is ${shape}, but ${is}, which has that shape already`,
			"Choose another shape, or 'Custom' and how far to expand each side.",
		);
		rules.require(
			scales !== 'tooFar',
			`${rules.subject('Expand To')} is ${shape}, but ${is}, and Outpaint adds at most its own size on each side; ${nearest === undefined ? "choose 'Custom'" : `the nearest that it can reach is ${nearest}`}`,
			`Choose ${nearest === undefined ? '' : `${nearest}, or `}'Custom' and how far to expand each side.`,
		);
		return rules.violations;
	},

	settle({ settings }, files) {
		if (settings.expandTo === 'custom') return settings;
		const size = sizeOf(files);
		const scales = size && scalesTo(settings.expandTo as Shape, ...size);
		if (typeof scales === 'object') return { ...settings, scales };
		throw new Failure(
			'badInput',
			`'Expand To' is ${settings.expandTo}, but the size of the video could not be read`,
			"Choose 'Custom' and set the scales, or provide the video as 'File'.",
		);
	},

	billedSeconds: outputAsLongAsVideo,

	body: ({ model, prompt = '', slots, settings: { scales }, promptExtend, seed, watermark }) => ({
		model,
		input: { function: 'video_outpainting', prompt, ...onlySet({ video_url: urlOf(slots, 'video') }) },
		...parametersIfAny({
			top_scale: grown(scales.top),
			bottom_scale: grown(scales.bottom),
			left_scale: grown(scales.left),
			right_scale: grown(scales.right),
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};

/** Scales that the form hides may hold old values. */
function settingsOf(expandTo: string, scale: (side: keyof Scales) => number | undefined): OutpaintSettings {
	if (expandTo !== 'custom') return { expandTo, scales: UNCHANGED };
	const [top, bottom, left, right] = SIDES.map((side) => scale(side) ?? NO_GROWTH) as [
		number,
		number,
		number,
		number,
	];
	return { expandTo, scales: { top, bottom, left, right } };
}

/** Width and height of the input video, if known. */
function sizeOf(files: readonly InspectedSlot[]): readonly [number, number] | undefined {
	const facts = files.find(({ slot }) => slot.name === 'video')?.facts;
	return facts?.kind === 'video' ? [facts.width, facts.height] : undefined;
}

const grown = (scale: number): number | undefined => (scale === NO_GROWTH ? undefined : scale);
