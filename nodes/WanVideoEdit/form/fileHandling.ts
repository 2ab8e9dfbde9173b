import type { INodeProperties } from 'n8n-workflow';
import { choices } from './choices';
import type { ItemParameters } from './parameters';
import { Rules } from '../rules/rules';

/** How files reach Alibaba Cloud. `inline` is for reference images of Edit only. */
export type FileTransfer = 'temporary' | 'oss' | 'signedUrl' | 'inline';

/** How files and links are handled before the task is created, and the result afterwards. */
export interface FileHandling {
	readonly fileTransfer: FileTransfer;
	/** Download linked files through n8n and upload them like files of previous nodes. */
	readonly rehostUrls: boolean;
	/** Also read the headers of linked media. */
	readonly checkUrlMedia: boolean;
	/** Store the finished video in the user's bucket. */
	readonly archiveResult: boolean;
	/** Allow n8n to fetch links to hosts in its own network. */
	readonly allowPrivateHosts: boolean;
	/** Hours after which presigned links to the bucket expire. */
	readonly ossLinkHours: number;
}

/** Ways that the form offers. With 'Use OSS Bucket', files travel by the bucket. */
type OfferedTransfer = Exclude<FileTransfer, 'oss'>;

const TRANSFERS: Readonly<Record<OfferedTransfer, { name: string; description: string }>> = {
	temporary: {
		name: 'Temporary Storage',
		description: "Alibaba Cloud's free upload storage: files are kept for 48 hours, for tests and light use",
	},
	signedUrl: {
		name: 'Signed n8n URL',
		description:
			'Alibaba Cloud fetches the file from this n8n instance, which must be reachable from the internet',
	},
	inline: {
		name: 'In the Request',
		description:
			'Small reference images are sent in the request itself, all other files through temporary storage',
	},
};

const EVERYWHERE = { values: ['temporary', 'signedUrl'], source: 'this node' } as const;
const WITH_INLINE = { values: [...EVERYWHERE.values, 'inline'], source: 'this node' } as const;

/** OSS rejects links that are valid for more than 7 days (signature V4). */
const LINK_HOURS = { min: 1, max: 168, integer: true, source: 'OSS signature V4' } as const;
const DEFAULT_LINK_HOURS = 24;

/** Shows the second credential. */
export const ossBucketField: INodeProperties = {
	displayName: 'Use OSS Bucket',
	name: 'useOssBucket',
	type: 'boolean',
	default: false,
	description:
		'Whether to send files through your own Alibaba Cloud OSS bucket instead of temporary storage. Recommended for production. Its credential is at the top of this form.',
};

const withBucket = { show: { '/useOssBucket': [true] } };

const bucketOptions: readonly INodeProperties[] = [
	{
		displayName: 'Archive Result',
		name: 'archiveResult',
		type: 'boolean',
		default: false,
		displayOptions: { show: { ...withBucket.show, '/waitForCompletion': [true] } },
		description:
			'Whether to store the finished video in your OSS bucket. The original link expires after 24 hours.',
	},
	{
		displayName: 'OSS Link Expiry (Hours)',
		name: 'ossLinkHours',
		type: 'number',
		typeOptions: { minValue: LINK_HOURS.min, maxValue: LINK_HOURS.max, numberPrecision: 0 },
		default: DEFAULT_LINK_HOURS,
		displayOptions: withBucket,
		description: 'How long links to files in your OSS bucket stay valid',
	},
];

/** Entries of 'Advanced Options' for files, by use. @param takesInline whether images may be sent in the request itself */
export const fileOptions = (takesInline: boolean): INodeProperties[] => [
	{
		displayName: 'Rehost URLs',
		name: 'rehostUrls',
		type: 'boolean',
		default: false,
		description:
			'Whether n8n downloads linked files and uploads them for Alibaba Cloud. Use it for links that Alibaba Cloud cannot reach, or only slowly.',
	},
	{
		displayName: 'Check URL Media',
		name: 'checkUrlMedia',
		type: 'boolean',
		default: false,
		description:
			'Whether to check the format, size and length of linked media before the task is created. Files from previous nodes are always checked.',
	},
	{
		displayName: 'Allow Private Hosts',
		name: 'allowPrivateHosts',
		type: 'boolean',
		default: false,
		description: 'Whether n8n may fetch links to hosts in its own network',
	},
	{
		displayName: 'File Transfer',
		name: 'fileTransfer',
		type: 'options',
		default: 'temporary',
		displayOptions: { show: { '/useOssBucket': [false] } },
		options: choices(takesInline ? WITH_INLINE : EVERYWHERE, TRANSFERS),
		description: 'How files reach Alibaba Cloud',
	},
	...bucketOptions,
];

/** @throws Failure `badInput` */
export function readFileHandling(parameters: ItemParameters, takesInline: boolean): FileHandling {
	const usesBucket = parameters.boolean('useOssBucket') ?? false;
	const option = (name: string) => `advancedOptions.${name}`;
	const flag = (name: string) => parameters.boolean(option(name)) ?? false;
	// Options that the form hides may hold old values.
	const fileTransfer = usesBucket ? 'oss' : (parameters.text(option('fileTransfer')) ?? 'temporary');
	const ossLinkHours =
		(usesBucket ? parameters.number(option('ossLinkHours')) : undefined) ?? DEFAULT_LINK_HOURS;
	const rules = new Rules('this operation');
	if (!usesBucket) rules.choice('File Transfer', fileTransfer, takesInline ? WITH_INLINE : EVERYWHERE);
	rules.number('OSS Link Expiry (Hours)', ossLinkHours, LINK_HOURS);
	rules.throwIfBroken();
	return {
		fileTransfer: fileTransfer as FileTransfer,
		ossLinkHours,
		rehostUrls: flag('rehostUrls'),
		checkUrlMedia: flag('checkUrlMedia'),
		allowPrivateHosts: flag('allowPrivateHosts'),
		archiveResult: usesBucket && flag('archiveResult'),
	};
}
