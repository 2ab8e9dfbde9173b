import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from './parameters';

/** What an item gives out. */
export interface Output {
	readonly simplify: boolean;
	/** Name of the field for the file, where the video is to be downloaded. */
	readonly downloadTo?: string;
	/** Life in hours of the link to the copy in the person's bucket, where one is wanted. */
	readonly archiveHours?: number;
	/** Whether the video may be fetched from hosts of n8n's own network. */
	readonly allowPrivateHosts?: boolean;
}

export const downloadFields: INodeProperties[] = [
	{
		displayName: 'Download Video',
		name: 'downloadVideo',
		type: 'boolean',
		default: false,
		description: 'Whether to fetch the finished video as a file for the next node',
		hint: 'The link to the result dies after 24 hours: download it, or fetch it in a later node before then',
	},
	{
		displayName: 'Output Data Field Name',
		name: 'outputField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { downloadVideo: [true] } },
		placeholder: 'e.g. data',
		description: 'The name of the output field that takes the file',
	},
];

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** What comes out of an item. @throws Failure `badInput` */
export const readOutput = (parameters: ItemParameters): Output => ({
	simplify: parameters.boolean('simplify') ?? true,
	downloadTo:
		parameters.boolean('downloadVideo') === true ? parameters.requiredText('outputField') : undefined,
});
