import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from './parameters';

/** Settings for the output of an item. */
export interface Output {
	readonly simplify: boolean;
	/** Name of the binary field for the video. Undefined: do not download it. */
	readonly downloadTo?: string;
	/** Hours after which the link to the copy in the user's bucket expires. Undefined: make no copy. */
	readonly archiveHours?: number;
	/** Whether the video may be fetched from hosts in n8n's own network. */
	readonly allowPrivateHosts?: boolean;
}

export const downloadFields: INodeProperties[] = [
	{
		displayName: 'Download Video',
		name: 'downloadVideo',
		type: 'boolean',
		default: false,
		description: 'Whether to download the finished video as a file for the next node',
		hint: 'The link to the result expires after 24 hours: download the video here, or in a later node before then',
	},
	{
		displayName: 'Output Data Field Name',
		name: 'outputField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { downloadVideo: [true] } },
		placeholder: 'e.g. data',
		description: 'Name of the output field for the file',
	},
];

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** @throws Failure `badInput` */
export const readOutput = (parameters: ItemParameters): Output => ({
	simplify: parameters.boolean('simplify') ?? true,
	downloadTo:
		parameters.boolean('downloadVideo') === true ? parameters.requiredText('outputField') : undefined,
});
