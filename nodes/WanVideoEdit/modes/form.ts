import type { INodeProperties } from 'n8n-workflow';
import { alsoWhen } from '../form/displayed';
import { fileOptions, ossBucketField } from '../form/fileHandling';
import { commonOptions } from '../form/promptAndModel';
import { downloadFields, outputMaskOption, resultOptions, simplifyField } from '../form/result';
import { spendingOptions, toolSpendingField } from '../form/spending';
import {
	advancedOptionsField,
	cancelOnStopOption,
	concurrencyOption,
	waitField,
	waitingOptions,
} from '../form/waiting';
import type { AnyMode } from './mode';

/** Whether small images may be sent in the request itself: only wan2.7 accepts base64 (ALI-27). */
export const takesInline = (mode: AnyMode): boolean => mode.family === 'wan2.7-videoedit';

/** Whether the mode has a mask. */
const takesMask = (mode: AnyMode): boolean => mode.fields.some(({ name }) => name === 'maskKind');

/** Entries of 'Options': what the result looks like. */
export const optionsOf = (mode: AnyMode): INodeProperties[] => [
	...mode.options,
	...commonOptions(mode.family, mode.isPromptLiteral),
];

/** The form of a mode, top to bottom: what to edit, how to get the result, options. */
export const fieldsOf = (mode: AnyMode): INodeProperties[] => [
	...mode.fields,
	waitField,
	...downloadFields.map((field) => alsoWhen(field, { waitForCompletion: [true] })),
	toolSpendingField,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: optionsOf(mode),
	},
	ossBucketField,
	advancedOptionsField([
		...waitingOptions,
		cancelOnStopOption,
		concurrencyOption(mode.family),
		...spendingOptions,
		...resultOptions,
		...(takesMask(mode) ? [outputMaskOption] : []),
		...fileOptions(takesInline(mode)),
	]),
	simplifyField,
];
