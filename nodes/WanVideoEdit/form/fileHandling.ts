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

const TRANSFERS: Readonly<Record<FileTransfer, { name: string; description: string }>> = {
	temporary: {
		name: 'Temporary Storage',
		description: "Alibaba Cloud's free upload storage: files are kept for 48 hours, for tests and light use",
	},
	oss: {
		name: 'Own OSS Bucket',
		description: 'Your own Alibaba Cloud OSS bucket, recommended for production',
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

const EVERYWHERE = { values: ['temporary', 'oss', 'signedUrl'], source: 'this node' } as const;
const WITH_INLINE = { values: [...EVERYWHERE.values, 'inline'], source: 'this node' } as const;

/** OSS rejects links that are valid for more than 7 days (signature V4). */
const LINK_HOURS = { min: 1, max: 168, integer: true, source: 'OSS signature V4' } as const;
const DEFAULT_LINK_HOURS = 24;

/** File options, which every mode has. @param takesInline whether images may be sent in the request itself */
export const fileOptions = (takesInline: boolean): INodeProperties[] => [
	{
		displayName: 'Allow Private Hosts',
		name: 'allowPrivateHosts',
		type: 'boolean',
		default: false,
		description: 'Whether n8n may fetch links to hosts in its own network',
	},
	{
		displayName: 'Archive Result',
		name: 'archiveResult',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/waitForCompletion': [true] } },
		description:
			'Whether to store the finished video in your OSS bucket. The original link expires after 24 hours.',
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
		displayName: 'File Transfer',
		name: 'fileTransfer',
		type: 'options',
		default: 'temporary',
		options: choices(takesInline ? WITH_INLINE : EVERYWHERE, TRANSFERS),
		description: 'How files reach Alibaba Cloud',
	},
	{
		displayName: 'OSS Link Expiry (Hours)',
		name: 'ossLinkHours',
		type: 'number',
		typeOptions: { minValue: LINK_HOURS.min, maxValue: LINK_HOURS.max, numberPrecision: 0 },
		default: DEFAULT_LINK_HOURS,
		description: 'How long links to files in your OSS bucket stay valid',
	},
	{
		displayName: 'Rehost URLs',
		name: 'rehostUrls',
		type: 'boolean',
		default: false,
		description:
			'Whether n8n downloads linked files and uploads them for Alibaba Cloud. Use it for links that Alibaba Cloud cannot reach, or only slowly.',
	},
];

/** @throws Failure `badInput` */
export function readFileHandling(parameters: ItemParameters, takesInline: boolean): FileHandling {
	const fileTransfer = parameters.text('options.fileTransfer') ?? 'temporary';
	const ossLinkHours = parameters.number('options.ossLinkHours') ?? DEFAULT_LINK_HOURS;
	const rules = new Rules(parameters.item, 'this operation');
	rules.choice('File Transfer', fileTransfer, takesInline ? WITH_INLINE : EVERYWHERE);
	rules.number('OSS Link Expiry (Hours)', ossLinkHours, LINK_HOURS);
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
