import { COMMON, WAN27 } from '../../nodes/WanVideoEdit/dashscope/limits';
import { WAN27_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import { invalidParameter } from '../http/apiError';
import { Fields } from './fields';
import type { EditJob, Link } from './job';

/** Body of `wan2.7-videoedit` (SEED, ALI-27). */
export function readWan27(
	model: string,
	input: Fields,
	parameters: Fields,
	resolvesUploads: boolean,
): EditJob {
	// The official Python SDK sends these two in every video request, the Java SDK the third (read from
	// their source code).
	input.tolerate('function', (value) => value === 'video-synthesis');
	input.tolerate('extend_prompt', (value) => typeof value === 'boolean');
	parameters.tolerate('with_audio', (value) => typeof value === 'boolean');

	const prompt = input.text('prompt', WAN27.prompt) ?? '';
	input.text('negative_prompt', WAN27.negativePrompt);
	const media = readMedia(input, resolvesUploads);
	input.refuseRest();

	const ratio = parameters.choice('ratio', WAN27.ratio);
	const seed = parameters.number('seed', COMMON.seed);
	const job: EditJob = {
		kind: 'edit',
		model,
		prompt,
		...media,
		resolution: parameters.choice('resolution', WAN27.resolution) ?? '1080P',
		...(ratio && { ratio }),
		duration: parameters.number('duration', WAN27.duration, 0) ?? 0,
		audio: parameters.choice('audio_setting', WAN27.audioSetting) ?? 'auto',
		promptExtend: parameters.flag('prompt_extend') ?? true,
		watermark: parameters.flag('watermark') ?? false,
		...(seed !== undefined && { seed }),
	};
	parameters.refuseRest();
	return job;
}

const MEDIA_TYPE = { values: ['video', 'reference_image'], source: 'SEED' } as const;

function readMedia(input: Fields, resolvesUploads: boolean): { video: Link; references: Link[] } {
	const items = input.list('media');
	if (!items) throw invalidParameter('input.media is required.');
	const videos: Link[] = [];
	const references: Link[] = [];
	items.forEach((value, index) => {
		const item = new Fields(value, `input.media[${index}]`, resolvesUploads);
		const type = item.choice('type', MEDIA_TYPE);
		if (!type) throw invalidParameter(`input.media[${index}].type is required.`);
		if (type === 'video') videos.push(item.requiredLink('url', WAN27_MEDIA.video));
		else references.push(item.requiredLink('url', WAN27_MEDIA.image));
		item.refuseRest();
	});
	const [video] = videos;
	if (!video || videos.length > WAN27.videos.max) {
		throw invalidParameter(`input.media must hold exactly one video, not ${videos.length}.`);
	}
	if (references.length > WAN27.referenceImages.max) {
		throw invalidParameter(
			`input.media may hold at most ${WAN27.referenceImages.max} reference_image items, not ${references.length}.`,
		);
	}
	return { video, references };
}
