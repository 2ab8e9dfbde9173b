import type { INodeProperties } from 'n8n-workflow';
import type { ChoiceLimit, NumberLimit } from '../dashscope/limits';
import { choices } from './choices';
import type { ItemParameters } from './parameters';

/** How files that a slot does not take as they are may be changed. */
export interface Fitting {
	/** What to do with a video that is too long: see `IF_TOO_LONG`. */
	readonly ifTooLong: string;
	/** Second at which a video is cut, at its nearest key frame at or before. Only with `trim`. */
	readonly startAt: number | undefined;
	/** Whether a mask is made pure black and white, in the size of the video. */
	readonly cleanMask: boolean;
	/** Whether black and white of a mask are swapped. */
	readonly invertMask: boolean;
}

/** For modes whose results are joined, and for others. */
export const IF_TOO_LONG = {
	joined: { values: ['refuse', 'trim', 'split'], source: 'this node' },
	single: { values: ['refuse', 'trim'], source: 'this node' },
} as const satisfies Record<string, ChoiceLimit>;

export const START_AT: NumberLimit = {
	min: 0,
	max: Number.MAX_SAFE_INTEGER,
	integer: false,
	source: 'this node',
};

/** Entries of 'Options' for modes that take a video. */
export const lengthOptions = (results: keyof typeof IF_TOO_LONG): INodeProperties[] => [
	{
		displayName: 'If Too Long',
		name: 'ifTooLong',
		type: 'options',
		default: 'refuse',
		options: choices(IF_TOO_LONG[results] as ChoiceLimit<(typeof IF_TOO_LONG.joined.values)[number]>, {
			refuse: { name: 'Refuse', description: 'The item fails before anything is paid' },
			trim: { name: 'Trim', description: 'Use the first seconds, as many as fit' },
			split: {
				name: 'Split and Join',
				description: 'Edit the whole video in pieces, each paid, and join the results into one video',
			},
		}),
		description:
			'What to do with a video that is longer than the operation takes. Cutting keeps the quality: nothing is encoded again.',
	},
	{
		displayName: 'Start At (Seconds)',
		name: 'startAt',
		type: 'number',
		typeOptions: { minValue: START_AT.min, numberPrecision: 2 },
		default: 0,
		displayOptions: { show: { ifTooLong: ['trim'] } },
		placeholder: 'e.g. 4.5',
		description: 'Second of the video at which the used part starts: at the nearest key frame before it',
	},
];

/** Entries of 'Options' for a mask. */
export const maskOptions: readonly INodeProperties[] = [
	{
		displayName: 'Clean Mask',
		name: 'cleanMask',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/maskKind': ['image'] } },
		description:
			'Whether to make the mask fit: cut soft edges and grays at half, take transparency as black, and scale it to the size of the video. For files, and for links that n8n checks or downloads.',
	},
	{
		displayName: 'Invert Mask',
		name: 'invertMask',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/maskKind': ['image', 'shape'] } },
		description: 'Whether to swap black and white: to edit everything but the masked region',
	},
];

/** @throws Failure `badInput` on a wrong type */
export function readFitting(parameters: ItemParameters): Fitting {
	const ifTooLong = parameters.text('options.ifTooLong') ?? 'refuse';
	return {
		ifTooLong,
		// The form hides it otherwise, and it may hold an old value.
		startAt: ifTooLong === 'trim' ? parameters.number('options.startAt') : undefined,
		cleanMask: parameters.boolean('options.cleanMask') ?? true,
		invertMask: parameters.boolean('options.invertMask') ?? false,
	};
}
