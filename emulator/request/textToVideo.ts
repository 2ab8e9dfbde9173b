import { COMMON, WAN27 } from '../../nodes/WanVideoEdit/dashscope/limits';
import { invalidParameter } from '../http/apiError';
import type { Fields } from './fields';
import type { TextToVideoJob } from './job';

/** Durations that public clients offer for text-to-video. */
const DURATION = { min: 2, max: 15, integer: true, source: '@ai-sdk/alibaba' };
const SHOT_TYPE = { values: ['single', 'multi'], source: '@ai-sdk/alibaba' } as const;
const LONGEST_SIDE = 1920;

/**
 * Body of a text-to-video model, as sent by `@ai-sdk/alibaba`. Not an editing model: parsed for public
 * clients.
 */
export function readTextToVideo(model: string, input: Fields, parameters: Fields): TextToVideoJob {
	input.tolerate('function', (value) => value === 'video-synthesis');
	input.tolerate('extend_prompt', (value) => typeof value === 'boolean');
	const prompt = input.text('prompt', { ...WAN27.prompt, required: true }) ?? '';
	input.text('negative_prompt', WAN27.negativePrompt);
	input.refuseRest();

	parameters.choice('shot_type', SHOT_TYPE);
	const seed = parameters.number('seed', COMMON.seed);
	const job: TextToVideoJob = {
		kind: 'text_to_video',
		model,
		prompt,
		size: readSize(parameters),
		duration: parameters.number('duration', DURATION) ?? 5,
		audio: parameters.flag('audio') ?? true,
		promptExtend: parameters.flag('prompt_extend') ?? true,
		watermark: parameters.flag('watermark') ?? false,
		...(seed !== undefined && { seed }),
	};
	parameters.refuseRest();
	return job;
}

function readSize(parameters: Fields): readonly [number, number] {
	const text = parameters.text('size', { maxCharacters: 16, required: false, source: '' }) ?? '1280*720';
	const [, width = 0, height = 0] = (/^(\d+)\*(\d+)$/.exec(text) ?? []).map(Number);
	const fits = [width, height].every((side) => side >= 240 && side <= LONGEST_SIDE && side % 2 === 0);
	if (!fits) throw invalidParameter(`The size is not match ${text}`);
	return [width, height];
}
