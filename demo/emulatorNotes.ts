/** What the emulator does instead of a model, by operation: shown on the page below each local video. */
export const EMULATOR_NOTES: Readonly<Record<string, string>> = {
	edit: 'A color filter chosen by words of the prompt, and a synthetic chord as sound.',
	imageReference: 'The subject, cut out of its plain background, sways in front of the background picture.',
	repaint: 'The picture in a few shades of a color that the prompt decides.',
	editRegion:
		'The color that the prompt names, where the mask is white. With Mask Follows Motion, the region follows its target from frame to frame.',
	extend: 'The clip, then the clip backwards and forwards while the camera comes closer, up to 5 seconds.',
	outpaint: 'The edges of the picture run on softly into the new area.',
};
