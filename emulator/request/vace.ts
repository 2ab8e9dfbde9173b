import { COMMON, VACE, type ChoiceLimit, type NumberLimit } from '../../nodes/WanVideoEdit/dashscope/limits';
import { VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import { invalidParameter } from '../http/apiError';
import type { Fields } from './fields';
import type { EditRegionJob, ExtendJob, ImageReferenceJob, Link, OutpaintJob, RepaintJob, Size } from './job';

/** "Only 5, cannot be changed" (ALI-VACE). */
const DURATION: NumberLimit = { min: 5, max: 5, integer: true, source: 'ALI-VACE' };

/** If a motion condition is optional, its default is the empty string (ALI-VACE). */
const OPTIONAL_MOTION = {
	values: ['', ...VACE.motionControl.values],
	source: VACE.motionControl.source,
} as const;

const EXPAND_RATIO_DEFAULT = 0.05;

type Common = Pick<RepaintJob, 'model' | 'prompt' | 'promptExtend' | 'watermark' | 'seed'>;
type VaceJob = ImageReferenceJob | RepaintJob | EditRegionJob | ExtendJob | OutpaintJob;
type Reader = (common: Common, input: Fields, parameters: Fields) => VaceJob;

const FUNCTION: ChoiceLimit<VaceJob['kind']> = {
	values: ['image_reference', 'video_repainting', 'video_edit', 'video_extension', 'video_outpainting'],
	source: 'SEED',
};

/** Body of VACE (SEED, ALI-VACE). Every function accepts only its own fields. */
export function readVace(model: string, input: Fields, parameters: Fields): VaceJob {
	// The official Python SDK sends it in every video request.
	input.tolerate('extend_prompt', (value) => typeof value === 'boolean');
	parameters.tolerate('with_audio', (value) => typeof value === 'boolean');

	const name = input.choice('function', FUNCTION);
	if (!name) throw invalidParameter('input.function is required.');
	const seed = parameters.number('seed', COMMON.seed);
	const common: Common = {
		model,
		prompt: input.text('prompt', VACE.prompt) ?? '',
		promptExtend: parameters.flag('prompt_extend') ?? true,
		watermark: parameters.flag('watermark') ?? false,
		...(seed !== undefined && { seed }),
	};
	if (name !== 'video_repainting') parameters.number('duration', DURATION);
	const job = READERS[name](common, input, parameters);
	input.refuseRest();
	parameters.refuseRest();
	return job;
}

const READERS: Record<VaceJob['kind'], Reader> = {
	image_reference: (common, input, parameters) => {
		const links = input.links('ref_images_url', VACE_MEDIA.image);
		if (!links || links.length < VACE.referenceImages.min) {
			throw invalidParameter('input.ref_images_url must hold at least one URL.');
		}
		const roles = readRoles(parameters, links.length);
		const references = links
			.map((link, index) => ({ link, role: roles[index] ?? 'obj' }) as const)
			// Documented: only the first three of a longer list are used.
			.slice(0, VACE.referenceImages.max);
		return { kind: 'image_reference', ...common, references, size: readSize(parameters) };
	},

	video_repainting: (common, input, parameters) => {
		const control = parameters.choice('control_condition', VACE.repaintControl);
		// Optional in SEED, required in ALI-VACE: the stricter rule applies.
		if (!control) throw invalidParameter('parameters.control_condition is required.');
		const strength = parameters.number('strength', VACE.strength) ?? 1;
		return {
			kind: 'video_repainting',
			...common,
			video: input.requiredLink('video_url', VACE_MEDIA.video),
			...readSubject(input),
			control,
			strength,
		};
	},

	video_edit: (common, input, parameters) => {
		parameters.choice('control_condition', OPTIONAL_MOTION);
		return {
			kind: 'video_edit',
			...common,
			video: input.requiredLink('video_url', VACE_MEDIA.video),
			mask: readMask(input, parameters),
			...readSubject(input),
			size: readSize(parameters),
		};
	},

	video_extension: (common, input, parameters) => {
		const firstClip = input.link('first_clip_url', VACE_MEDIA.clip);
		const lastClip = input.link('last_clip_url', VACE_MEDIA.clip);
		const firstFrame = input.link('first_frame_url', VACE_MEDIA.image);
		const lastFrame = input.link('last_frame_url', VACE_MEDIA.image);
		const motion = input.link('video_url', VACE_MEDIA.video);
		if (!firstClip && !lastClip && !firstFrame && !lastFrame) {
			throw invalidParameter(
				'At least one of first_clip_url, last_clip_url, first_frame_url and last_frame_url is required.',
			);
		}
		const control = parameters.choice('control_condition', OPTIONAL_MOTION);
		if (motion && !control) {
			throw invalidParameter('parameters.control_condition is required when input.video_url is given.');
		}
		return {
			kind: 'video_extension',
			...common,
			...(firstClip && { firstClip }),
			...(lastClip && { lastClip }),
			...(firstFrame && { firstFrame }),
			...(lastFrame && { lastFrame }),
			...(motion && { motion }),
		};
	},

	video_outpainting: (common, input, parameters) => {
		const scale = (side: string) => parameters.number(`${side}_scale`, VACE.scale) ?? VACE.scale.min;
		const scales = { top: scale('top'), bottom: scale('bottom'), left: scale('left'), right: scale('right') };
		if (Object.values(scales).every((value) => value === VACE.scale.min)) {
			throw invalidParameter('At least one of the four scales must be above 1.0.');
		}
		const video = input.requiredLink('video_url', VACE_MEDIA.video);
		return { kind: 'video_outpainting', ...common, video, scales };
	},
};

function readRoles(parameters: Fields, images: number): Array<'obj' | 'bg'> {
	const roles = parameters.list('obj_or_bg');
	// ALI-VACE: may only be missing for a single image, which is then a subject.
	if (!roles && images === 1) return ['obj'];
	if (roles?.length !== images) {
		throw invalidParameter('ref_images_url and obj_or_bg must be the same length.');
	}
	const allowed: readonly unknown[] = VACE.objOrBg.values;
	if (!roles.every((role) => allowed.includes(role))) {
		throw invalidParameter(`parameters.obj_or_bg may hold ${VACE.objOrBg.values.join(' and ')} only.`);
	}
	if (roles.filter((role) => role === 'bg').length > VACE.backgrounds.max) {
		throw invalidParameter('parameters.obj_or_bg may hold at most one bg.');
	}
	return roles as Array<'obj' | 'bg'>;
}

function readSubject(input: Fields): { subject?: Link } {
	const images = input.links('ref_images_url', VACE_MEDIA.image);
	if (images && images.length > VACE.subjectImages.max) {
		throw invalidParameter('input.ref_images_url may hold one URL only.');
	}
	return images?.[0] ? { subject: images[0] } : {};
}

function readMask(input: Fields, parameters: Fields): EditRegionJob['mask'] {
	const image = input.link('mask_image_url', VACE_MEDIA.image);
	const video = input.link('mask_video_url', VACE_MEDIA.video);
	if (image && video) throw invalidParameter('Only one of mask_image_url and mask_video_url may be given.');
	if (video) return { kind: 'video', link: video };
	if (!image) throw invalidParameter('One of mask_image_url and mask_video_url is required.');

	const frame = input.number('mask_frame_id', VACE.maskFrameId) ?? VACE.maskFrameId.min;
	if (parameters.choice('mask_type', VACE.maskType) === 'fixed')
		return { kind: 'image', link: image, frame, tracks: false, grow: 0 };
	const grow = parameters.number('expand_ratio', VACE.expandRatio) ?? EXPAND_RATIO_DEFAULT;
	parameters.choice('expand_mode', VACE.expandMode);
	return { kind: 'image', link: image, frame, tracks: true, grow };
}

function readSize(parameters: Fields): Size {
	const [width = 0, height = 0] = (parameters.choice('size', VACE.size) ?? VACE.size.values[0])
		.split('*')
		.map(Number);
	return [width, height];
}
