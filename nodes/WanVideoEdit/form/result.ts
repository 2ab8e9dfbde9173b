import type { INodeProperties } from 'n8n-workflow';
import { trimBoth } from '../text/trim';
import { notAsTool } from './displayed';
import type { ItemParameters } from './parameters';

/** Settings for the output of an item. */
export interface Output {
	readonly simplify: boolean;
	/** Name of the binary field for the video. Undefined: do not download it. */
	readonly downloadTo?: string;
	/** Name of the file, with its extension. Undefined: named after operation and task. */
	readonly fileName?: string;
	/** Keep the fields of the input item beside those of the result. */
	readonly includeInputFields?: boolean;
	/** Whether to return the mask that was sent, too. */
	readonly outputMask?: boolean;
	/** Hours after which the link to the copy in the user's bucket expires. Undefined: make no copy. */
	readonly archiveHours?: number;
	/** Whether the video may be fetched from hosts in n8n's own network. */
	readonly allowPrivateHosts?: boolean;
}

/** The fields for the video as a file. An agent gets no files. */
export const downloadFields: readonly INodeProperties[] = [
	notAsTool({
		displayName: 'Download Video',
		name: 'downloadVideo',
		type: 'boolean',
		default: true,
		description:
			'Whether to download the finished video as a file, to see it here and to pass it to the next node. If off, returns only its link, which expires after 24 hours.',
	}),
	notAsTool({
		displayName: 'Output Data Field Name',
		name: 'outputField',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { downloadVideo: [true] } },
		placeholder: 'e.g. data',
		description: 'Name of the output field for the file',
	}),
];

/** Entries of 'Advanced Options' for what an item returns. */
export const resultOptions: readonly INodeProperties[] = [
	notAsTool({
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		displayOptions: { show: { '/waitForCompletion': [true] } },
		placeholder: 'e.g. summer.mp4',
		description: 'Name of the video file. If not set, consists of the operation and the task ID.',
	}),
	{
		displayName: 'Include Input Fields',
		name: 'includeInputFields',
		type: 'boolean',
		default: false,
		description: "Whether to keep the input item's fields beside those of the result",
	},
];

/** Entry of 'Advanced Options' for modes with a mask. */
export const outputMaskOption: INodeProperties = notAsTool({
	displayName: 'Output Mask',
	name: 'outputMask',
	type: 'boolean',
	default: false,
	displayOptions: { show: { '/waitForCompletion': [true], '/downloadVideo': [true] } },
	description: 'Whether to return the mask that was sent as well, as a file in the field mask',
});

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
	fileName: fileNameOf(parameters.text('advancedOptions.fileName')),
	includeInputFields: parameters.boolean('advancedOptions.includeInputFields') ?? false,
	outputMask: parameters.boolean('advancedOptions.outputMask') ?? false,
});

/** Longest name that common file systems take, in bytes. */
const NAME_BYTES = 255;
const EXTENSION = '.mp4';

/** A file name with its extension, without what file systems and storages do not take in names. */
export function fileNameOf(wanted: string | undefined): string | undefined {
	if (wanted === undefined) return undefined;
	// Every character has at least one byte: the rest would be cut off anyway.
	const start = wanted.slice(0, NAME_BYTES);
	const stem = trimBoth(start.replace(/[\p{Cc}<>:"/\\|?*]/gu, '_').replace(/\.mp4$/i, ''), /[.\s]/);
	if (stem === '') return undefined;
	let short = stem;
	while (Buffer.byteLength(short) > NAME_BYTES - EXTENSION.length)
		short = Array.from(short).slice(0, -1).join('');
	return `${short}${EXTENSION}`;
}
