import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { promptField } from '../form/promptAndModel';
import { readReferenceImages, referenceImageFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import { outputAsLongAsVideo } from './billedSeconds';
import { onlySet, parametersIfAny, urlOf, urlsIfAny } from './body';
import { lengthOptions } from '../form/fitting';
import { soundOptions } from '../form/sound';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';
import { readVaceVideo, vaceVideoFields } from './vaceVideo';

interface RepaintSettings {
	readonly controlCondition: string;
	readonly strength?: number;
}

/** VACE `video_repainting`: keeps the motion or composition of a video and gives it a new look. */
export const repaint: Mode<RepaintSettings> = {
	operation: 'repaint',
	label: 'Repaint',
	action: 'Repaint video',
	description: 'Keep the motion or composition of a video and give it a new look',
	toolDescription:
		'Gives a video a new look and keeps its motion or composition. Needs a public link to a video (MP4, up to 5 seconds and 50 MB) and a prompt of up to 800 characters that describes the whole new scene.',
	family: 'vace',
	isPromptLiteral: true,
	joinsResults: true,

	fields: [
		...vaceVideoFields('repaint'),
		promptField({
			required: true,
			placeholder: 'e.g. The video shows a black steampunk car driven by a gentleman',
			description: 'What the new video shows, in up to 800 characters',
			hint: 'Describe the whole scene in detail, also what stays the same',
		}),
		referenceImageFields({
			description: 'One image whose subject replaces the subject of the video',
			hint: 'Works best with the subject alone on a plain background',
		}),
		{
			displayName: 'Keep From Video',
			name: 'controlCondition',
			type: 'options',
			default: 'depth',
			options: choices(VACE.repaintControl, {
				posebodyface: {
					name: 'Body and Face',
					description: 'Body motion and detailed facial expression',
				},
				posebody: { name: 'Body Only', description: 'Body motion without the face' },
				depth: {
					name: 'Composition',
					description: 'Composition and moving outlines. Keeps the structure of the scene.',
				},
				scribble: { name: 'Sketch', description: 'Line structure. Keeps the edges.' },
			}),
			description: 'Which features of the video to keep',
		},
	],

	options: [
		{
			displayName: 'Strength',
			name: 'strength',
			type: 'number',
			typeOptions: { minValue: VACE.strength.min, maxValue: VACE.strength.max, numberPrecision: 2 },
			default: 1,
			placeholder: 'e.g. 0.8',
			description: 'How closely to follow the video, 0 to 1. A low value gives more freedom.',
		},
		...lengthOptions('joined'),
		...soundOptions('withVideo'),
	],

	read: (parameters) => ({
		slots: [...readVaceVideo(parameters), ...readReferenceImages(parameters, VACE_MEDIA.image)],
		settings: {
			controlCondition: parameters.requiredText('controlCondition'),
			strength: parameters.number('options.strength'),
		},
	}),

	check({ slots, settings }) {
		const rules = new Rules('Repaint');
		rules.count(
			'Reference Images',
			slots.filter(({ name }) => name === 'referenceImage').length,
			VACE.subjectImages,
			'images',
		);
		rules.choice('Keep From Video', settings.controlCondition, VACE.repaintControl);
		rules.number('Strength', settings.strength, VACE.strength);
		return rules.violations;
	},

	billedSeconds: outputAsLongAsVideo,

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: {
			function: 'video_repainting',
			prompt,
			...onlySet({ video_url: urlOf(slots, 'video'), ref_images_url: urlsIfAny(slots, 'referenceImage') }),
		},
		...parametersIfAny({
			// Optional in the guide, required in the API reference: always send it.
			control_condition: settings.controlCondition,
			strength: settings.strength,
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};
