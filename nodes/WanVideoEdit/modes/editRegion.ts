import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { commonOptionsOfLiteralPrompts, promptField } from '../form/promptAndModel';
import { motionControlOption } from '../form/motionControl';
import { sizeOption } from '../form/size';
import { readReferenceImages, readSlot, referenceImageFields, slotFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import { onlySet, parametersIfAny, urlOf, urlsIfAny } from './body';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';
import { readVaceVideo, vaceVideoFields } from './vaceVideo';

interface EditRegionSettings {
	readonly maskKind: string;
	/** Of an image mask only. */
	readonly image?: {
		readonly maskFrameId: number;
		readonly maskType: string;
		/** Of a tracking mask only. */
		readonly expand?: { readonly ratio: number; readonly mode?: string };
	};
	readonly controlCondition?: string;
	readonly size?: string;
}

const MASK_KINDS = { values: ['image', 'video'], source: 'SEED: mask_image_url or mask_video_url' } as const;
const forImageMask = { show: { maskKind: ['image'] } };
const forTrackingMask = { show: { maskKind: ['image'], maskType: ['tracking'] } };

/** VACE `video_edit`: adds, removes or changes things in the white region of a mask. */
export const editRegion: Mode<EditRegionSettings> = {
	operation: 'editRegion',
	label: 'Edit Region',
	action: 'Edit region of video',
	description: 'Add, remove or change things in a masked region and leave the rest as it is',
	family: 'vace',

	fields: [
		...vaceVideoFields('edit'),
		promptField({
			required: true,
			placeholder: 'e.g. A lion in a suit sips coffee in a Parisian cafe',
			description: 'What the edited video shows, in up to 800 characters',
		}),
		{
			displayName: 'Mask Kind',
			name: 'maskKind',
			type: 'options',
			default: 'image',
			options: choices(MASK_KINDS, {
				image: { name: 'Image', description: 'The region is painted on one frame and followed from there' },
				video: { name: 'Video', description: 'The region is given for every frame' },
			}),
			description: 'How the region is given',
			hint: 'An image is recommended: only one frame has to be painted',
		},
		...slotFields({
			parameter: 'mask',
			displayName: 'Mask',
			placeholder: 'e.g. https://example.com/mask.png',
			description:
				'Link to the mask, as wide and high as the video. A mask video also needs its length and frame rate.',
			hint: 'White is edited, black is kept: pure white and pure black only',
		}),
		{
			displayName: 'Mask Type',
			name: 'maskType',
			type: 'options',
			default: 'tracking',
			displayOptions: forImageMask,
			options: choices(VACE.maskType, {
				tracking: { name: 'Tracking', description: 'The region follows the motion of its target' },
				fixed: { name: 'Fixed', description: 'The region stays where it is' },
			}),
			description: 'Whether the region moves with its target',
		},
		{
			displayName: 'Mask Frame ID',
			name: 'maskFrameId',
			type: 'number',
			typeOptions: { minValue: VACE.maskFrameId.min, numberPrecision: 0 },
			default: 1,
			displayOptions: forImageMask,
			description: 'Number of the frame that the mask was painted on, where 1 is the first frame',
		},
		{
			displayName: 'Expand Ratio',
			name: 'expandRatio',
			type: 'number',
			typeOptions: { minValue: VACE.expandRatio.min, maxValue: VACE.expandRatio.max, numberPrecision: 2 },
			default: 0.05,
			displayOptions: forTrackingMask,
			description:
				'How far the region grows beyond the mask, 0 to 1. A low value follows the target tightly.',
		},
		referenceImageFields(
			'One image whose content fills the region',
			'Best: the subject alone on a plain background',
		),
	],

	options: [
		{
			displayName: 'Expand Mode',
			name: 'expandMode',
			type: 'options',
			default: 'hull',
			displayOptions: { show: { '/maskKind': ['image'], '/maskType': ['tracking'] } },
			options: choices(VACE.expandMode, {
				hull: { name: 'Hull', description: 'A polygon around the region' },
				bbox: { name: 'Bounding Box', description: 'A rectangle around the region' },
				original: { name: 'Original', description: 'The shape of the mask as it is' },
			}),
			description: 'Shape in which a tracking mask grows',
		},
		motionControlOption('What to keep of the motion in the video. Nothing when not set.'),
		...commonOptionsOfLiteralPrompts,
		sizeOption,
	],

	read(parameters) {
		const maskKind = parameters.requiredText('maskKind');
		const maskType = maskKind === 'image' ? (parameters.text('maskType') ?? 'tracking') : 'tracking';
		return {
			slots: [
				...readVaceVideo(parameters),
				...readSlot(parameters, 'mask', {
					name: 'mask',
					title: 'Mask',
					limit: maskKind === 'video' ? VACE_MEDIA.video : VACE_MEDIA.image,
				}),
				...readReferenceImages(parameters, VACE_MEDIA.image),
			],
			settings: {
				maskKind,
				image:
					maskKind === 'image'
						? {
								maskType,
								maskFrameId: parameters.requiredNumber('maskFrameId'),
								expand:
									maskType === 'tracking'
										? {
												ratio: parameters.requiredNumber('expandRatio'),
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

	check({ item, slots, settings }) {
		const rules = new Rules(item, 'Edit Region');
		rules.choice('Mask Kind', settings.maskKind, MASK_KINDS);
		rules.choice('Mask Type', settings.image?.maskType, VACE.maskType);
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

	checkFiles({ item, settings }, files) {
		const rules = new Rules(item, 'Edit Region');
		const video = files.find(({ slot }) => slot.name === 'video')?.facts;
		if (video?.kind !== 'video' || settings.image === undefined) return [];
		// ALI-VACE: up to frame rate × seconds + 1; containers round both.
		const frames = Math.round(video.fps * video.seconds) + 1;
		rules.number('Mask Frame ID', settings.image.maskFrameId, { ...VACE.maskFrameId, max: frames });
		return rules.violations;
	},

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: {
			function: 'video_edit',
			prompt,
			...onlySet({
				video_url: urlOf(slots, 'video'),
				[settings.image ? 'mask_image_url' : 'mask_video_url']: urlOf(slots, 'mask'),
				// Two documents disagree about the default (0 or 1), so it is always sent.
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
