import type { MediaLimit } from '../../nodes/WanVideoEdit/media/limits';
import type { WAN27, VACE } from '../../nodes/WanVideoEdit/dashscope/limits';

/** A field of a request that links to a file. */
export interface Link {
	/** Path in the body, for messages: `input.media[0].url`. */
	readonly field: string;
	readonly url: string;
	readonly limit: MediaLimit;
}

interface Common {
	readonly model: string;
	/** Truncated to Alibaba Cloud's limit. */
	readonly prompt: string;
	readonly promptExtend: boolean;
	readonly watermark: boolean;
	readonly seed?: number;
}

type Value<Limit extends { values: readonly string[] }> = Limit['values'][number];

/** Frame size in pixels, width first. */
export type Size = readonly [width: number, height: number];

export interface EditJob extends Common {
	readonly kind: 'edit';
	readonly video: Link;
	readonly references: readonly Link[];
	readonly resolution: Value<typeof WAN27.resolution>;
	readonly ratio?: Value<typeof WAN27.ratio>;
	/** Seconds of the input to keep; 0 = all. */
	readonly duration: number;
	readonly audio: Value<typeof WAN27.audioSetting>;
}

export interface ImageReferenceJob extends Common {
	readonly kind: 'image_reference';
	readonly references: ReadonlyArray<{ readonly link: Link; readonly role: Value<typeof VACE.objOrBg> }>;
	readonly size: Size;
}

export interface RepaintJob extends Common {
	readonly kind: 'video_repainting';
	readonly video: Link;
	readonly subject?: Link;
	readonly control: Value<typeof VACE.repaintControl>;
	readonly strength: number;
}

export interface EditRegionJob extends Common {
	readonly kind: 'video_edit';
	readonly video: Link;
	readonly subject?: Link;
	readonly mask:
		| {
				readonly kind: 'image';
				readonly link: Link;
				/** First frame is 1. */
				readonly frame: number;
				/** Whether it follows its target. */
				readonly tracks: boolean;
				/** Growth of the region as a share of the frame; 0 if it keeps its size. */
				readonly grow: number;
		  }
		| { readonly kind: 'video'; readonly link: Link };
	readonly size: Size;
}

export interface ExtendJob extends Common {
	readonly kind: 'video_extension';
	readonly firstClip?: Link;
	readonly lastClip?: Link;
	readonly firstFrame?: Link;
	readonly lastFrame?: Link;
	readonly motion?: Link;
}

export interface OutpaintJob extends Common {
	readonly kind: 'video_outpainting';
	readonly video: Link;
	/** 1 = no growth; 1.5 = half the width or height more on that side. */
	readonly scales: {
		readonly top: number;
		readonly bottom: number;
		readonly left: number;
		readonly right: number;
	};
}

export interface TextToVideoJob extends Common {
	readonly kind: 'text_to_video';
	readonly size: Size;
	readonly duration: number;
	readonly audio: boolean;
}

/** A request that has passed every check. */
export type Job =
	EditJob | ImageReferenceJob | RepaintJob | EditRegionJob | ExtendJob | OutpaintJob | TextToVideoJob;

/** All files of a job, in the order of the request. */
export function linksOf(job: Job): Link[] {
	const present = (links: Array<Link | undefined>) => links.filter((link) => link !== undefined);
	switch (job.kind) {
		case 'edit':
			return [job.video, ...job.references];
		case 'image_reference':
			return job.references.map(({ link }) => link);
		case 'video_repainting':
			return present([job.video, job.subject]);
		case 'video_edit':
			return present([job.video, job.mask.link, job.subject]);
		case 'video_extension':
			return present([job.firstClip, job.lastClip, job.firstFrame, job.lastFrame, job.motion]);
		case 'video_outpainting':
			return [job.video];
		case 'text_to_video':
			return [];
	}
}
