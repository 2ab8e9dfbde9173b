import type { INodeProperties } from 'n8n-workflow';
import { COMMON } from '../dashscope/limits';
import { FAMILIES, type ModelFamily } from '../dashscope/models';

/** The model: one of the family's known names, or any ID. */
export const modelField = (family: ModelFamily): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	required: true,
	default: {
		// Without it, the editor takes the default for the user's choice and keeps it in other operations.
		__rl: true,
		mode: 'list',
		value: FAMILIES[family].defaultModel,
		cachedResultName: FAMILIES[family].defaultModel,
	},
	description: 'Model that edits the video',
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
	description: 'Whether Alibaba Cloud rewrites the prompt with a language model before editing the video',
};

const seedAndWatermark: INodeProperties[] = [
	{
		displayName: 'Seed',
		name: 'seed',
		type: 'number',
		typeOptions: { minValue: COMMON.seed.min, maxValue: COMMON.seed.max, numberPrecision: 0 },
		default: 0,
		placeholder: 'e.g. 42',
		description: 'The same number makes the results of repeated requests similar. Random if not set.',
	},
	{
		displayName: 'Watermark',
		name: 'watermark',
		type: 'boolean',
		default: false,
		description: 'Whether to add a small "AI generated" mark in the lower right corner',
	},
];

/** Entries of 'Options' that every mode has. */
export const commonOptions: INodeProperties[] = [rewritePrompt, ...seedAndWatermark];

/** The same for modes in which Alibaba Cloud recommends not to rewrite the prompt (ALI-VACE). */
export const commonOptionsOfLiteralPrompts: INodeProperties[] = [
	{ ...rewritePrompt, default: false, hint: 'Alibaba Cloud recommends leaving it off for this operation' },
	...seedAndWatermark,
];
