import type { INodeProperties } from 'n8n-workflow';
import { COMMON } from '../dashscope/limits';
import { FAMILIES, type ModelFamily } from '../dashscope/models';

/** The model: a list of the family's known names, or any ID. */
export const modelField = (family: ModelFamily): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	required: true,
	default: {
		// Without it the editor takes the default for a choice of the person, and keeps it in another operation.
		__rl: true,
		mode: 'list',
		value: FAMILIES[family].defaultModel,
		cachedResultName: FAMILIES[family].defaultModel,
	},
	description: 'The model that edits the video',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a model...',
			typeOptions: { searchListMethod: 'searchModels', searchable: true },
		},
		{
			displayName: 'ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${FAMILIES[family].defaultModel}`,
		},
	],
});

/** What the video should become. */
export const promptField = (text: {
	required: boolean;
	placeholder: string;
	description: string;
	hint?: string;
}): INodeProperties => ({
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	...text,
});

const rewritePrompt: INodeProperties = {
	displayName: 'Rewrite Prompt',
	name: 'promptExtend',
	type: 'boolean',
	default: true,
	description: 'Whether the provider may rewrite the prompt with a language model before it edits the video',
};

const seedAndWatermark: INodeProperties[] = [
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { minValue: COMMON.seed.min, maxValue: COMMON.seed.max, numberPrecision: 0 },
		default: 0,
		placeholder: 'e.g. 42',
		description: 'Number that makes results similar when the same request is run again. Random when not set.',
	},
	{
		displayName: 'Watermark',
		name: 'watermark',
		type: 'boolean',
		default: false,
		description: 'Whether to put a small "AI generated" mark into the lower right corner',
	},
];

/** Entries of 'Options' that every mode has. */
export const commonOptions: INodeProperties[] = [rewritePrompt, ...seedAndWatermark];

/** The same for modes in which the provider recommends to leave the prompt as it is (ALI-VACE). */
export const commonOptionsOfLiteralPrompts: INodeProperties[] = [
	{ ...rewritePrompt, default: false, hint: 'Recommended off for this operation' },
	...seedAndWatermark,
];
