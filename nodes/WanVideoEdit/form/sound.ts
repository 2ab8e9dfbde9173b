import type { INodeProperties } from 'n8n-workflow';
import type { ChoiceLimit } from '../dashscope/limits';
import { SOUND_MEDIA } from '../media/limits';
import type { Slot } from '../media/slot';
import { choices } from './choices';
import { notAsTool } from './displayed';
import type { ItemParameters } from './parameters';
import { readSlot, slotFields } from './slots';

/** The sound to put under a silent result. */
export interface Sound {
	/** See `SOUNDS`. */
	readonly kind: string;
	/** Of a file: it is not part of the request. */
	readonly slot?: Slot;
}

/** For modes with an input video, and for those without. */
export const SOUNDS = {
	withVideo: { values: ['none', 'original', 'file'], source: 'this node' },
	withoutVideo: { values: ['none', 'file'], source: 'this node' },
} as const satisfies Record<string, ChoiceLimit>;

/** Entries of 'Options' for the sound of a result, which VACE returns without any. An agent gets no files. */
export const soundOptions = (sounds: keyof typeof SOUNDS): INodeProperties[] => {
	const fields: INodeProperties[] = [
		{
			displayName: 'Sound',
			name: 'sound',
			type: 'options',
			default: 'none',
			options: choices(SOUNDS[sounds] as ChoiceLimit<(typeof SOUNDS.withVideo.values)[number]>, {
				none: { name: 'None', description: 'The result is silent' },
				original: { name: 'Original', description: 'The sound of the input video' },
				file: { name: 'From File', description: 'The sound of another file: M4A, MP4 or MOV with AAC' },
			}),
			description:
				'Which sound to put under the result, whose video comes without any. Needs Download Video or Archive Result.',
		},
		...slotFields({
			parameter: 'sound',
			displayName: 'Sound',
			required: false,
			placeholder: 'e.g. https://example.com/music.m4a',
			description: 'Link to the file with the sound: M4A, MP4 or MOV with AAC. n8n downloads it.',
		}).map(({ displayOptions, ...field }) => ({ ...field, displayOptions: inOptions(displayOptions) })),
	];
	return fields.map(notAsTool);
};

/** Of 'Options', only the entries exist that were added: a link is offered until 'Sound Input' says otherwise. */
const inOptions = (slot: INodeProperties['displayOptions']): INodeProperties['displayOptions'] => {
	const isLink = slot?.show?.soundInput?.includes('url');
	return isLink
		? { show: { sound: ['file'] }, hide: { soundInput: ['binary'] } }
		: { show: { ...slot?.show, sound: ['file'] } };
};

/** Undefined if the result keeps its own sound, or none. @throws Failure `badInput` */
export function readSound(parameters: ItemParameters): Sound | undefined {
	const kind = parameters.text('options.sound') ?? 'none';
	if (kind === 'none') return undefined;
	if (kind !== 'file') return { kind };
	const [slot] = readSlot(parameters, 'options.sound', { name: 'sound', title: 'Sound', limit: SOUND_MEDIA });
	return { kind, slot };
}
