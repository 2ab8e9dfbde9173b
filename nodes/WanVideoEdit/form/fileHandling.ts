import type { INodeProperties } from 'n8n-workflow';
import { choices } from './choices';
import type { ItemParameters } from './parameters';
import { Rules } from '../rules/rules';

/** How files reach the provider. `inline` is for reference images of Edit only. */
export type FileTransfer = 'temporary' | 'oss' | 'signedUrl' | 'inline';

/** What is done with files and links before the task is created, and with the result afterwards. */
export interface FileHandling {
	readonly fileTransfer: FileTransfer;
	/** Fetch links through n8n and place them like files. */
	readonly rehostUrls: boolean;
	/** Look at the headers of linked media too. */
	readonly checkUrlMedia: boolean;
	/** Put the finished video into the person's bucket. */
	readonly archiveResult: boolean;
	/** Let n8n itself fetch links to hosts of its own network. */
	readonly allowPrivateHosts: boolean;
	/** Life of presigned links to the bucket. */
	readonly ossLinkHours: number;
}

const TRANSFERS: Readonly<Record<FileTransfer, { name: string; description: string }>> = {
	temporary: {
		name: 'Temporary Storage',
		description: "The provider's own storage: kept for 48 hours, meant for tests and small use",
	},
	oss: { name: 'Own OSS Bucket', description: 'A bucket of yours at Alibaba Cloud, for production' },
	signedUrl: {
		name: 'Signed n8n URL',
		description: 'The provider fetches the file from this n8n, which has to be reachable from the internet',
	},
	inline: {
		name: 'In the Request',
		description: 'Small reference images travel in the request, all other files by temporary storage',
	},
};

const EVERYWHERE = { values: ['temporary', 'oss', 'signedUrl'], source: 'this node' } as const;
const WITH_INLINE = { values: [...EVERYWHERE.values, 'inline'], source: 'this node' } as const;

/** OSS refuses links that live longer than 7 days (signature V4). */
const LINK_HOURS = { min: 1, max: 168, integer: true, source: 'OSS signature V4' } as const;
const DEFAULT_LINK_HOURS = 24;

/** Entries of 'Options' about files, which every mode has. @param takesInline whether images may travel in the request */
export const fileOptions = (takesInline: boolean): INodeProperties[] => [
	{
		displayName: 'Allow Private Hosts',
		name: 'allowPrivateHosts',
		type: 'boolean',
		default: false,
		description: 'Whether n8n itself may fetch links to hosts of its own network',
	},
	{
		displayName: 'Archive Result',
		name: 'archiveResult',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/waitForCompletion': [true] } },
		description:
			'Whether to put the finished video into your OSS bucket, where it outlives the 24 hours of its link',
	},
	{
		displayName: 'Check URL Media',
		name: 'checkUrlMedia',
		type: 'boolean',
		default: false,
		description:
			'Whether to look at the headers of linked media before the task is created. Files of previous nodes are always looked at.',
	},
	{
		displayName: 'File Transfer',
		name: 'fileTransfer',
		type: 'options',
		default: 'temporary',
		options: choices(takesInline ? WITH_INLINE : EVERYWHERE, TRANSFERS),
		description: 'How files reach the provider',
	},
	{
		displayName: 'OSS Link Life (Hours)',
		name: 'ossLinkHours',
		type: 'number',
		typeOptions: { minValue: LINK_HOURS.min, maxValue: LINK_HOURS.max, numberPrecision: 0 },
		default: DEFAULT_LINK_HOURS,
		description: 'How long links to files in your OSS bucket live',
	},
	{
		displayName: 'Rehost URLs',
		name: 'rehostUrls',
		type: 'boolean',
		default: false,
		description:
			'Whether n8n fetches the links and hands the files on, for links that the provider cannot reach or not fast enough',
	},
];

/** @throws Failure `badInput` */
export function readFileHandling(parameters: ItemParameters, takesInline: boolean): FileHandling {
	const fileTransfer = parameters.text('options.fileTransfer') ?? 'temporary';
	const ossLinkHours = parameters.number('options.ossLinkHours') ?? DEFAULT_LINK_HOURS;
	const rules = new Rules(parameters.item, 'this operation');
	rules.choice('File Transfer', fileTransfer, takesInline ? WITH_INLINE : EVERYWHERE);
	rules.number('OSS Link Life (Hours)', ossLinkHours, LINK_HOURS);
	rules.throwIfBroken();
	return {
		fileTransfer: fileTransfer as FileTransfer,
		ossLinkHours,
		rehostUrls: parameters.boolean('options.rehostUrls') ?? false,
		checkUrlMedia: parameters.boolean('options.checkUrlMedia') ?? false,
		allowPrivateHosts: parameters.boolean('options.allowPrivateHosts') ?? false,
		archiveResult: parameters.boolean('options.archiveResult') ?? false,
	};
}
