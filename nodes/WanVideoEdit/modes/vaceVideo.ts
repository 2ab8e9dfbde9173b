import type { INodeProperties } from 'n8n-workflow';
import type { ItemParameters } from '../form/parameters';
import { readSlot, slotFields } from '../form/slots';
import { VACE_MEDIA } from '../media/limits';
import type { Slot } from '../media/slot';

/** The fields for the input video of a VACE mode. @param verb what the mode does with it */
export const vaceVideoFields = (verb: string): INodeProperties[] =>
	slotFields({
		parameter: 'video',
		displayName: 'Video',
		placeholder: 'e.g. https://example.com/video.mp4',
		description: `Link to the video to ${verb}: MP4, up to 5 seconds and 50 MB`,
	});

/** @throws Failure `badInput` */
export const readVaceVideo = (parameters: ItemParameters): Slot[] =>
	readSlot(parameters, 'video', { name: 'video', title: 'Video', limit: VACE_MEDIA.video });
