/** What the emulator does instead of a model, by operation: shown on the page below each local video. */
export const EMULATOR_NOTES: Readonly<Record<string, string>> = {
	edit: 'A color filter chosen by words of the prompt, and a synthetic chord as sound.',
	imageReference: 'The subject, cut out of its plain background, sways in front of the background.',
	repaint: 'A soft tint over the whole picture.',
	editRegion: 'Inverted colors where the mask is white. The region follows its target from frame to frame.',
	extend: 'The clip, then its last frame, tinted and slowly zoomed, up to 5 seconds.',
	outpaint: 'The new area is a blurred mirror image of the old one.',
};
