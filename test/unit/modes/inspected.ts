import type { ImageFacts, MediaFacts, VideoFacts } from '../../../nodes/WanVideoEdit/media/facts';
import { VACE_MEDIA } from '../../../nodes/WanVideoEdit/media/limits';
import type { InspectedSlot, Slot } from '../../../nodes/WanVideoEdit/media/slot';

export const FILM: VideoFacts = {
	kind: 'video',
	format: 'MP4',
	brand: 'isom',
	width: 1280,
	height: 720,
	seconds: 3,
	fps: 30,
	codec: 'avc1',
	codecs: ['avc1'],
	encrypted: false,
	hasAudio: true,
};

export const PICTURE: ImageFacts = { kind: 'image', format: 'PNG', width: 1280, height: 720, alpha: false };

/** A slot whose file has these facts. */
export function inspected(name: Slot['name'], facts: MediaFacts): InspectedSlot {
	const source = { kind: 'url', url: 'https://example.com/a' } as const;
	return { slot: { name, label: name, limit: VACE_MEDIA.video, source }, bytes: undefined, facts };
}
