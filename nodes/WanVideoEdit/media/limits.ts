/**
 * Alibaba Cloud's limits for media files, by model family and kind of slot.
 * Sources: SEED (guide), ALI-27 §media, ALI-VACE §media (API references, 2026).
 */

/** Kind of file that a slot takes. */
export type MediaKind = 'video' | 'clip' | 'image';

/** Scheme of a link. `data` is a base64 data URL in the request body. */
export type LinkScheme = 'http' | 'https' | 'oss' | 'data';

export interface MediaLimit {
	readonly formats: readonly string[];
	readonly maxBytes: number;
	/** Length in seconds. For `max` of VACE, SEED says "not longer"; ALI-VACE says that the rest is cut off. */
	readonly seconds?: { readonly min?: number; readonly max: number };
	/** Width and height in pixels, each. */
	readonly sides?: { readonly min: number; readonly max: number };
	/** Longer side divided by shorter side. */
	readonly maxAspect?: number;
	/** Frames per second. */
	readonly minFps?: number;
	/** Whether a PNG may have an alpha channel. ALI-27: "PNG (no alpha channel)"; it does not mention other formats. */
	readonly alpha?: boolean;
	readonly schemes: readonly LinkScheme[];
	/** MIME types of a base64 data URL. */
	readonly dataMimeTypes?: readonly string[];
	/** Whether links must be ASCII, with other characters percent-encoded. */
	readonly asciiLinks: boolean;
	readonly source: string;
}

const MB = 1024 * 1024;

export const WAN27_MEDIA = {
	video: {
		formats: ['MP4', 'MOV'],
		maxBytes: 100 * MB,
		seconds: { min: 2, max: 10 },
		sides: { min: 240, max: 4096 },
		maxAspect: 8,
		schemes: ['http', 'https', 'oss'],
		asciiLinks: false,
		source: 'ALI-27',
	},
	image: {
		formats: ['JPEG', 'PNG', 'BMP', 'WEBP'],
		maxBytes: 20 * MB,
		sides: { min: 240, max: 8000 },
		maxAspect: 8,
		alpha: false,
		schemes: ['http', 'https', 'oss', 'data'],
		dataMimeTypes: ['image/jpeg', 'image/png', 'image/bmp', 'image/webp'],
		asciiLinks: false,
		source: 'ALI-27',
	},
} as const satisfies Record<string, MediaLimit>;

/** A file whose sound this node puts under a result. It is read by n8n only. */
export const SOUND_MEDIA: MediaLimit = {
	formats: ['M4A', 'MP4', 'MOV'],
	maxBytes: 1024 * MB,
	schemes: ['http', 'https'],
	asciiLinks: false,
	source: 'this node',
};

export const VACE_MEDIA = {
	video: {
		formats: ['MP4'],
		maxBytes: 50 * MB,
		seconds: { max: 5 },
		minFps: 16,
		schemes: ['http', 'https', 'oss'],
		asciiLinks: true,
		source: 'SEED, ALI-VACE',
	},
	clip: {
		formats: ['MP4'],
		maxBytes: 50 * MB,
		/** For each clip, and for both together. */
		seconds: { max: 3 },
		minFps: 16,
		schemes: ['http', 'https', 'oss'],
		asciiLinks: true,
		source: 'SEED, ALI-VACE',
	},
	image: {
		formats: ['JPEG', 'PNG', 'BMP', 'TIFF', 'WEBP'],
		maxBytes: 10 * MB,
		sides: { min: 360, max: 2000 },
		schemes: ['http', 'https', 'oss'],
		asciiLinks: true,
		source: 'ALI-VACE',
	},
} as const satisfies Record<string, MediaLimit>;

/**
 * Seconds by which a video may exceed its limit: one frame. ALI-VACE counts fps × seconds + 1 frames, e.g. 81 for
 * 5 s at 16 fps, and the container then says 5.0625 s. A video with fewer fps gets no more than that.
 */
export const oneFrame = (fps: number): number => 1 / Math.max(fps, VACE_MEDIA.video.minFps);
