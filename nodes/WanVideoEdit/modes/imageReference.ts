import { VACE } from '../dashscope/limits';
import { choices } from '../form/choices';
import { promptField } from '../form/promptAndModel';
import { sizeOption } from '../form/size';
import { readReferenceImages, referenceImageFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import { fullOutput } from './billedSeconds';
import { parametersIfAny, urlsOf } from './body';
import { soundOptions } from '../form/sound';
import type { Mode } from './mode';
import { Rules } from '../rules/rules';

interface ImageReferenceSettings {
	readonly size?: string;
}

const DEFAULT_ROLE = 'obj';

/** VACE `image_reference`: generates a video from one to three images of subjects and a background. */
export const imageReference: Mode<ImageReferenceSettings> = {
	operation: 'imageReference',
	label: 'Generate From References',
	action: 'Generate video from references',
	description: 'Combine up to three images of subjects and a background in a new 5-second video',
	toolDescription:
		'Generates a new 5-second video from one to three images of people, animals, objects or a background. Needs public links to the images (360 to 2,000 pixels on each side, up to 10 MB) and a prompt of up to 800 characters that says what happens in the video.',
	family: 'vace',
	isPromptLiteral: false,

	fields: [
		promptField({
			required: true,
			placeholder: 'e.g. A girl walks out of a misty forest and smiles in wonder',
			description: 'What happens in the video, in up to 800 characters',
		}),
		referenceImageFields({
			description: 'One to three images of subjects, at most one of them a background',
			hint: 'Works best with each subject alone on a plain background, and a background without the subjects',
			isRequired: true,
			more: [
				{
					displayName: 'Role',
					name: 'role',
					type: 'options',
					default: DEFAULT_ROLE,
					options: choices(VACE.objOrBg, {
						obj: { name: 'Subject', description: 'A person, an animal or an object' },
						bg: { name: 'Background', description: 'The scene behind the subjects' },
					}),
					description: 'What the image shows',
				},
			],
		}),
	],

	options: [sizeOption, ...soundOptions('withoutVideo')],

	read: (parameters) => ({
		slots: readReferenceImages(parameters, VACE_MEDIA.image),
		settings: { size: parameters.text('options.size') },
	}),

	check({ slots, settings }) {
		const rules = new Rules('Generate From References');
		// Alibaba Cloud silently drops surplus images.
		rules.count('Reference Images', slots.length, VACE.referenceImages, 'images');
		for (const { role } of slots) rules.choice('Role', role, VACE.objOrBg);
		const backgrounds = slots.filter(({ role }) => role === 'bg').length;
		rules.require(
			backgrounds <= VACE.backgrounds.max,
			`${rules.subject('Reference Images')} has ${backgrounds} images with the role Background; Generate From References takes up to ${VACE.backgrounds.max}`,
			"Set 'Role' of the others to Subject, or remove them.",
		);
		rules.choice('Size', settings.size, VACE.size);
		return rules.violations;
	},

	billedSeconds: fullOutput,

	body: ({ model, prompt = '', slots, settings, promptExtend, seed, watermark }) => ({
		model,
		input: { function: 'image_reference', prompt, ref_images_url: urlsOf(slots, 'referenceImage') },
		...parametersIfAny({
			obj_or_bg: slots.map(({ role }) => role ?? DEFAULT_ROLE),
			size: settings.size,
			prompt_extend: promptExtend,
			watermark,
			seed,
		}),
	}),
};
