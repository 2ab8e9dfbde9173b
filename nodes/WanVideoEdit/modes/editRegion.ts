import { VACE } from '../dashscope/limits';
import { alsoWhen } from '../form/displayed';
import { checkShapes, type ReadShape, readShapes, shapesField } from '../form/maskShapes';
import type { ItemParameters } from '../form/parameters';
import type { Slot } from '../media/slot';
import { choices } from '../form/choices';
import { promptField } from '../form/promptAndModel';
import { motionControlOption } from '../form/motionControl';
import { sizeOption } from '../form/size';
import { readReferenceImages, readSlot, referenceImageFields, slotFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import { outputAsLongAsVideo } from './billedSeconds';
import { onlySet, parametersIfAny, urlOf, urlsIfAny } from './body';
import { lengthOptions, maskOptions } from '../form/fitting';
import { soundOptions } from '../form/sound';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';
import { readVaceVideo, vaceVideoFields } from './vaceVideo';

interface EditRegionSettings {
	readonly maskKind: string;
	/** Undefined unless the mask is made of shapes. */
	readonly shapes?: readonly ReadShape[];
	/** Only for a mask that is not a video. */
	readonly image?: {
		readonly maskFrameId: number;
		readonly maskType: string;
		/** Only for a tracking mask. */
		readonly expand?: { readonly ratio?: number; readonly mode?: string };
	};
	readonly controlCondition?: string;
	readonly size?: string;
}

const MASK_KINDS = {
	values: ['image', 'shape', 'video'],
	source: 'SEED: mask_image_url or mask_video_url. Shapes are painted by this node.',
} as const;
const forImageMask = { show: { maskKind: ['image', 'shape'] } };
const forTrackingMask = { show: { '/maskKind': ['image', 'shape'], '/maskType': ['tracking'] } };

/** Two documents disagree about the API's default (0 or 1), so it is always sent. */
const FIRST_FRAME = 1;

/** VACE `video_edit`: adds, removes or changes objects in the white region of a mask. */
export const editRegion: Mode<EditRegionSettings> = {
	operation: 'editRegion',
	label: 'Edit Region',
	action: 'Edit region of video',
	description: 'Add, remove or change objects in a masked region and leave the rest unchanged',
	toolDescription:
		'Adds, removes or changes objects in one region of a video and leaves the rest unchanged. Needs a public link to a video (MP4, up to 5 seconds and 50 MB), the region to edit, as shapes in percent of the picture or as a link to a mask image that is white where the video is edited and black elsewhere, and a prompt of up to 800 characters that describes the edited video.',
	family: 'vace',
	isPromptLiteral: true,
	joinsResults: true,

	fields: [
		...vaceVideoFields('edit'),
		promptField({
			required: true,
			placeholder: 'e.g. A lion in a suit sips coffee in a Parisian cafe',
			description: 'What the edited video shows, in up to 800 characters',
		}),
		referenceImageFields({
			description: 'One image whose content fills the region',
			hint: 'Works best with the subject alone on a plain background',
		}),
		{
			displayName: 'Mask',
			name: 'maskKind',
			type: 'options',
			default: 'image',
			options: choices(MASK_KINDS, {
				image: { name: 'Image', description: 'You paint the region on one frame' },
				shape: { name: 'Shape', description: 'Rectangles, ellipses and polygons: no file is needed' },
				video: { name: 'Video', description: 'The mask shows the region in every frame' },
			}),
			description: 'What marks the region to edit',
		},
		...slotFields({
			parameter: 'mask',
			displayName: 'Mask',
			placeholder: 'e.g. https://example.com/mask.png',
			description:
				'Link to the mask. It must have the same width and height as the video; a mask video also the same length and frame rate.',
			hint: 'White areas are edited, black areas are kept',
		}).map((field) => alsoWhen(field, { maskKind: ['image', 'video'] })),
		alsoWhen(shapesField, { maskKind: ['shape'] }),
		{
			displayName: 'Mask Follows Motion',
			name: 'maskType',
			type: 'options',
			default: 'tracking',
			displayOptions: forImageMask,
			options: choices(VACE.maskType, {
				tracking: { name: 'Yes', description: 'The region follows the motion of its target' },
				fixed: { name: 'No', description: 'The region stays where it is' },
			}),
			description: 'Whether the region moves with its target',
		},
	],

	options: [
		{
			displayName: 'Mask Frame ID',
			name: 'maskFrameId',
			type: 'number',
			typeOptions: { minValue: VACE.maskFrameId.min, numberPrecision: 0 },
			default: FIRST_FRAME,
			displayOptions: { show: { '/maskKind': ['image', 'shape'] } },
			description: 'Number of the frame on which you painted the mask. 1 is the first frame.',
		},
		{
			displayName: 'Expand Ratio',
			name: 'expandRatio',
			type: 'number',
			typeOptions: { minValue: VACE.expandRatio.min, maxValue: VACE.expandRatio.max, numberPrecision: 2 },
			default: 0.05,
			displayOptions: forTrackingMask,
			description:
				'How far the region expands beyond the mask, 0 to 1. A low value follows the target more tightly.',
		},
		{
			displayName: 'Expand Mode',
			name: 'expandMode',
			type: 'options',
			default: 'hull',
			displayOptions: forTrackingMask,
			options: choices(VACE.expandMode, {
				hull: { name: 'Hull', description: 'A polygon around the region' },
				bbox: { name: 'Bounding Box', description: 'A rectangle around the region' },
				original: { name: 'Original', description: 'The unchanged shape of the mask' },
			}),
			description: 'Shape of the region around a mask that follows the motion',
		},
		sizeOption,
		motionControlOption('Which motion of the video to keep. None if not set.'),
		...maskOptions,
		...lengthOptions('joined'),
		...soundOptions('withVideo'),
	],

	read(parameters) {
		const maskKind = parameters.requiredText('maskKind');
		const isStill = maskKind !== 'video';
		const shapes = maskKind === 'shape' ? readShapes(parameters) : undefined;
		const maskType = isStill ? (parameters.text('maskType') ?? 'tracking') : 'tracking';
		return {
			slots: [
				...readVaceVideo(parameters),
				...readMask(parameters, maskKind, shapes),
				...readReferenceImages(parameters, VACE_MEDIA.image),
			],
			settings: {
				maskKind,
				shapes,
				image: isStill
					? {
							maskType,
							maskFrameId: parameters.number('options.maskFrameId') ?? FIRST_FRAME,
							expand:
								maskType === 'tracking'
									? {
											ratio: parameters.number('options.expandRatio'),
											mode: parameters.text('options.expandMode'),
										}
									: undefined,
						}
					: undefined,
				controlCondition: parameters.text('options.controlCondition'),
				size: parameters.text('options.size'),
			},
		};
	},

	check({ slots, settings }) {
		const rules = new Rules('Edit Region');
		rules.choice('Mask', settings.maskKind, MASK_KINDS);
		checkShapes(settings.shapes, rules);
		rules.choice('Mask Follows Motion', settings.image?.maskType, VACE.maskType);
		rules.number('Mask Frame ID', settings.image?.maskFrameId, VACE.maskFrameId);
		rules.number('Expand Ratio', settings.image?.expand?.ratio, VACE.expandRatio);
		rules.choice('Expand Mode', settings.image?.expand?.mode, VACE.expandMode);
		rules.count(
			'Reference Images',
			slots.filter(({ name }) => name === 'referenceImage').length,
			VACE.subjectImages,
			'images',
		);
		rules.choice('Keep From Video', settings.controlCondition, VACE.motionControl);
		rules.choice('Size', settings.size, VACE.size);
		return rules.violations;
	},

	checkFiles({ settings }, files) {
		const rules = new Rules('Edit Region');
		const seen = files.find(({ slot }) => slot.name === 'video');
		const video = seen?.facts;
		rules.require(
			seen?.pieces === undefined || settings.image?.maskType === 'fixed',
			`${rules.subject('If Too Long')} is Split and Join, which takes only a fixed mask: ${settings.image ? 'one that follows the motion shows its region at the start of the first piece only' : 'a mask video is not split'}`,
			settings.image
				? "Set 'Mask Follows Motion' to No, or 'If Too Long' to Trim."
				: "Set 'Mask' to Image or Shape, or 'If Too Long' to Trim.",
		);
		if (video?.kind !== 'video' || settings.image === undefined) return rules.violations;
		// ALI-VACE: at most frame rate × seconds + 1. Containers round both.
		const frames = Math.round(video.fps * video.seconds) + 1;
		rules.number('Mask Frame ID', settings.image.maskFrameId, { ...VACE.maskFrameId, max: frames });
		return rules.violations;
	},

	billedSeconds: outputAsLongAsVideo,

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: {
			function: 'video_edit',
			prompt,
			...onlySet({
				video_url: urlOf(slots, 'video'),
				[settings.image ? 'mask_image_url' : 'mask_video_url']: urlOf(slots, 'mask'),
				mask_frame_id: settings.image?.maskFrameId,
				ref_images_url: urlsIfAny(slots, 'referenceImage'),
			}),
		},
		...parametersIfAny({
			mask_type: settings.image?.maskType,
			expand_ratio: settings.image?.expand?.ratio,
			expand_mode: settings.image?.expand?.mode,
			control_condition: settings.controlCondition,
			size: settings.size,
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};

function readMask(
	parameters: ItemParameters,
	maskKind: string,
	shapes: readonly ReadShape[] | undefined,
): Slot[] {
	if (shapes !== undefined) {
		const painted = shapes.flatMap(({ shape }) => shape ?? []);
		return [
			{
				...{ name: 'mask', label: 'Mask Shapes', limit: VACE_MEDIA.image },
				source: { kind: 'shapes', shapes: painted },
			},
		];
	}
	// Its rule speaks.
	if (maskKind !== 'image' && maskKind !== 'video') return [];
	const isVideo = maskKind === 'video';
	const limit = isVideo ? VACE_MEDIA.video : VACE_MEDIA.image;
	const isCleaned = !isVideo && (parameters.boolean('options.cleanMask') ?? true);
	return readSlot(parameters, 'mask', { name: 'mask', title: 'Mask', limit }).map((slot) => ({
		...slot,
		isCleaned,
	}));
}
