import type { INodeProperties } from 'n8n-workflow';
import { COMMON } from '../dashscope/limits';
import { FAMILIES, type ModelFamily } from '../dashscope/models';
import type { ItemParameters } from './parameters';

/** The model of a family that has several: one of its known names, or any ID. */
export const modelField = (family: ModelFamily): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'resourceLocator',
	required: true,
	default: {
		// The editor compares values with the default, and writes these keys when the credential changes. A value that
		// differs from the default counts as the user's choice, and would be kept in other operations.
		__rl: true,
		mode: 'list',
		value: FAMILIES[family].defaultModel,
		cachedResultName: FAMILIES[family].defaultModel,
		cachedResultUrl: '',
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

/** The model of a family that has one: an entry of 'Options', for another ID. */
const modelOption = (family: ModelFamily): INodeProperties => ({
	displayName: 'Model',
	name: 'model',
	type: 'string',
	default: '',
	placeholder: `e.g. ${FAMILIES[family].defaultModel}`,
	description: `ID of another model. ${FAMILIES[family].defaultModel} if not set.`,
});

/** The model of an item: the chosen one, or the family's only one. */
export const readModel = (parameters: ItemParameters, family: ModelFamily): string =>
	isChosenInSight(family)
		? parameters.locator('model')
		: (parameters.text('options.model') ?? FAMILIES[family].defaultModel);

/** Whether the model is a field of its own in the form, rather than an option. */
export const isChosenInSight = (family: ModelFamily): boolean => family === 'wan2.7-videoedit';

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

/** Entries of 'Options' that every mode has. @param literal whether Alibaba Cloud recommends not to rewrite the prompt (ALI-VACE) */
export const commonOptions = (family: ModelFamily, literal: boolean): INodeProperties[] => [
	literal
		? {
				...rewritePrompt,
				default: false,
				description: `${rewritePrompt.description}. Alibaba Cloud recommends leaving it off for this operation.`,
			}
		: rewritePrompt,
	...seedAndWatermark,
	...(isChosenInSight(family) ? [] : [modelOption(family)]),
];
