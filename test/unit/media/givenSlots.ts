import { inspect, type MediaFacts } from '../../../nodes/WanVideoEdit/media/inspect';
import { type MediaLimit, VACE_MEDIA, WAN27_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import { mediaViolations } from '../../../nodes/WanVideoEdit/media/rules';
import type { InspectedSlot, Slot } from '../../../nodes/WanVideoEdit/media/slot';
import { sourceOfBytes } from '../../../nodes/WanVideoEdit/media/source';

/** A slot and the file that was found in it: its facts, or its bytes to be read. */
export interface GivenSlot {
	slot: Slot;
	bytes?: number;
	file: MediaFacts | Uint8Array;
}

/** Files that a mode rejects, with what it says about them. */
export type BadFiles = readonly [mode: string, given: GivenSlot[], messages: string[]];

const slotOf =
	(name: Slot['name'], label: string, limit: MediaLimit) =>
	(file: GivenSlot['file'], bytes?: number): GivenSlot => ({
		slot: { name, label, limit, source: { kind: 'url', url: 'https://example.com/a' } },
		bytes,
		file,
	});

export const wanVideo = slotOf('video', 'Video', WAN27_MEDIA.video);
export const wanImage = slotOf('referenceImage', 'Reference Images', WAN27_MEDIA.image);
export const video = slotOf('video', 'Video', VACE_MEDIA.video);
export const maskImage = slotOf('mask', 'Mask', VACE_MEDIA.image);
export const maskVideo = slotOf('mask', 'Mask', VACE_MEDIA.video);
export const image = slotOf('referenceImage', 'Reference Images', VACE_MEDIA.image);
export const firstClip = slotOf('firstClip', 'Anchors (First Clip)', VACE_MEDIA.clip);
export const lastClip = slotOf('lastClip', 'Anchors (Last Clip)', VACE_MEDIA.clip);
export const firstFrame = slotOf('firstFrame', 'Anchors (First Frame)', VACE_MEDIA.image);
export const motion = slotOf('motionVideo', 'Motion Video', VACE_MEDIA.video);

export const film = (changes: Partial<MediaFacts & { kind: 'video' }> = {}): MediaFacts => ({
	...{
		kind: 'video',
		format: 'MP4',
		width: 1280,
		height: 720,
		seconds: 3,
		fps: 30,
		brand: 'isom',
		codec: 'avc1',
		codecs: ['avc1'],
		encrypted: false,
		hasAudio: true,
	},
	...changes,
});
export const still = (changes: Partial<MediaFacts & { kind: 'image' }> = {}): MediaFacts => ({
	...{ kind: 'image', format: 'PNG', width: 1280, height: 720, alpha: false },
	...changes,
});
export const clip = (changes: Partial<MediaFacts & { kind: 'video' }> = {}) =>
	film({ seconds: 1, ...changes });
export const other = (format: string): MediaFacts => ({ kind: 'other', format });

/** What the rules of media say about files, in the words of the user. */
export async function violations(given: readonly GivenSlot[], mode: string): Promise<string[]> {
	const inspected: InspectedSlot[] = [];
	for (const { slot, bytes, file } of given) {
		const facts = file instanceof Uint8Array ? await inspect(sourceOfBytes(file)) : file;
		inspected.push({ slot, bytes, facts });
	}
	return mediaViolations(inspected, mode).map(({ says }) => says);
}
