import { inputAndOutput } from '../dashscope/billing';
import { WAN27 } from '../dashscope/limits';
import { choices } from '../form/choices';
import { modelField, promptField } from '../form/promptAndModel';
import { readReferenceImages, readSlot, referenceImageFields, slotFields } from '../form/slots';
import { WAN27_MEDIA } from '../media/limits';
import { lengthOfVideo } from './billedSeconds';
import { onlySet, parametersIfAny } from './body';
import { lengthOptions } from '../form/fitting';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';

interface EditSettings {
	readonly negativePrompt?: string;
	readonly resolution: string;
	readonly ratio?: string;
	readonly duration?: number;
	readonly audioSetting?: string;
}

const DEFAULT_RESOLUTION = '720P';

/** wan2.7-videoedit: style transfer, object replacement and edits from reference images, by prompt. */
export const edit: Mode<EditSettings> = {
	operation: 'edit',
	label: 'Edit',
	action: 'Edit video',
	description: 'Change the style, objects or content of a video with a prompt and reference images',
	toolDescription:
		'Edits a video as the prompt says: its style, objects, clothes or background. Needs a public link to a video (MP4 or MOV, 2 to 10 seconds, up to 100 MB) and a prompt of up to 5,000 characters that says what to change. Up to four reference images can be linked.',
	family: 'wan2.7-videoedit',
	isPromptLiteral: false,
	joinsResults: true,

	fields: [
		modelField('wan2.7-videoedit'),
		...slotFields({
			parameter: 'video',
			displayName: 'Video',
			placeholder: 'e.g. https://example.com/video.mp4',
			description: 'Link to the video to edit: MP4 or MOV, 2 to 10 seconds, up to 100 MB',
		}),
		promptField({
			required: false,
			placeholder: 'e.g. Convert the entire scene to a claymation style',
			description: 'What to change, in up to 5,000 characters. Optional if there is a reference image.',
		}),
		referenceImageFields({
			description:
				'Up to four images of objects, clothes or a style to apply: JPEG, PNG without transparency, BMP or WEBP',
			hint: 'Say in the prompt what to take from each image',
		}),
		{
			displayName: 'Resolution',
			name: 'resolution',
			type: 'options',
			default: DEFAULT_RESOLUTION,
			options: choices(WAN27.resolution, {
				'720P': { name: '720P' },
				'1080P': { name: '1080P', description: 'Costs more per second than 720P' },
			}),
			description: 'Resolution of the result',
		},
	],

	options: [
		{
			displayName: 'Negative Prompt',
			name: 'negativePrompt',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. blurry, extra limbs',
			description: 'What must not appear in the video, in up to 500 characters',
		},
		{
			displayName: 'Ratio',
			name: 'ratio',
			type: 'options',
			default: '16:9',
			options: choices(WAN27.ratio, {
				'16:9': { name: '16:9 Landscape' },
				'9:16': { name: '9:16 Portrait' },
				'1:1': { name: '1:1 Square' },
				'4:3': { name: '4:3 Landscape' },
				'3:4': { name: '3:4 Portrait' },
			}),
			description: 'Aspect ratio of the result. If not set, close to that of the input video.',
		},
		{
			displayName: 'Duration',
			name: 'duration',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: WAN27.duration.max, numberPrecision: 0 },
			default: 0,
			placeholder: 'e.g. 5',
			description: 'Seconds to edit from the start of the video, 2 to 10. 0 edits the whole video.',
		},
		{
			displayName: 'Audio',
			name: 'audioSetting',
			type: 'options',
			default: 'auto',
			options: choices(WAN27.audioSetting, {
				auto: {
					name: 'Automatic',
					description: 'The model decides from the prompt and may generate new sound',
				},
				origin: { name: 'Keep Original', description: 'Keeps the sound of the input video' },
			}),
			description: 'How to handle the sound',
		},
		...lengthOptions('joined'),
	],

	read: (parameters) => ({
		slots: [
			...readSlot(parameters, 'video', { name: 'video', title: 'Video', limit: WAN27_MEDIA.video }),
			...readReferenceImages(parameters, WAN27_MEDIA.image),
		],
		settings: {
			negativePrompt: parameters.text('options.negativePrompt'),
			// Alibaba Cloud's own default is the more expensive 1080P, so it is always sent.
			resolution: parameters.text('resolution') ?? DEFAULT_RESOLUTION,
			ratio: parameters.text('options.ratio'),
			duration: parameters.number('options.duration'),
			audioSetting: parameters.text('options.audioSetting'),
		},
	}),

	check({ prompt, slots, settings }) {
		const rules = new Rules('Edit');
		const hasImage = slots.some(({ name }) => name === 'referenceImage');
		// The API accepts such a request and bills a video in which nothing has changed.
		rules.require(
			prompt !== undefined || hasImage,
			`${rules.subject('Prompt')} is empty; Edit needs a prompt or a reference image`,
			'Say what to change, or add an image to follow under Reference Images.',
		);
		rules.text('Prompt', prompt, WAN27.prompt);
		rules.text('Negative Prompt', settings.negativePrompt, WAN27.negativePrompt);
		rules.count(
			'Reference Images',
			slots.filter(({ name }) => name === 'referenceImage').length,
			WAN27.referenceImages,
			'images',
		);
		rules.choice('Resolution', settings.resolution, WAN27.resolution);
		rules.choice('Ratio', settings.ratio, WAN27.ratio);
		rules.choice('Audio', settings.audioSetting, WAN27.audioSetting);
		rules.number('Duration', settings.duration, WAN27.duration, { value: 0, meaning: 'the whole video' });
		return rules.violations;
	},

	checkFiles({ settings }, files) {
		const rules = new Rules('Edit');
		rules.require(
			!settings.duration || files.every(({ pieces }) => pieces === undefined),
			`${rules.subject('Duration')} is ${settings.duration}, which edits only the start of a video; 'If Too Long' is Split and Join, which edits all of it`,
			"Remove 'Duration' from the options, or set 'If Too Long' to Trim.",
		);
		return rules.violations;
	},

	echo: ({ settings }, files) => ({
		...onlySet({
			inputSeconds: usedSeconds(settings, lengthOfVideo(files)),
			resolution: settings.resolution,
		}),
	}),

	billedSeconds: ({ settings }, files) =>
		inputAndOutput(usedSeconds(settings, lengthOfVideo(files) ?? WAN27_MEDIA.video.seconds.max)),

	body: ({ model, prompt, slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: {
			...onlySet({ prompt, negative_prompt: settings.negativePrompt }),
			media: slots.map(({ name, url }) => ({ type: name === 'video' ? 'video' : 'reference_image', url })),
		},
		...parametersIfAny({
			resolution: settings.resolution,
			ratio: settings.ratio,
			duration: settings.duration,
			audio_setting: settings.audioSetting,
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};

/** Seconds of the video that are edited: 'Duration' cuts the input (ALI-27). */
function usedSeconds(settings: EditSettings, length: number): number;
function usedSeconds(settings: EditSettings, length: number | undefined): number | undefined;
function usedSeconds({ duration = 0 }: EditSettings, length: number | undefined): number | undefined {
	return length !== undefined && duration > 0 ? Math.min(length, duration) : length;
}
