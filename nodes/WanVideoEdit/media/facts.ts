/** Facts about a video, from the header of its container. */
export interface VideoFacts {
	readonly kind: 'video';
	readonly format: 'MP4' | 'MOV';
	/** Major brand, up to four characters without trailing blanks, e.g. isom, mp42, qt, 3gp5. Empty if there is none. */
	readonly brand: string;
	/** Pixels as displayed: a track rotated by 90 degrees has its sides swapped. */
	readonly width: number;
	readonly height: number;
	/** Duration of the video track. */
	readonly seconds: number;
	/** Number of frames divided by their duration, e.g. 23.976…: ffprobe's avg_frame_rate. */
	readonly fps: number;
	/** Four-character code of the sample description, e.g. avc1, hvc1. For an encrypted video, the codec inside. */
	readonly codec: string;
	/** All codecs, each once. Nearly always one. */
	readonly codecs: readonly string[];
	readonly encrypted: boolean;
	readonly hasAudio: boolean;
}

/** Facts about an image, from its header. */
export interface ImageFacts {
	readonly kind: 'image';
	readonly format: 'JPEG' | 'PNG' | 'BMP' | 'TIFF' | 'WEBP';
	/** Pixels as displayed: the EXIF orientation may swap the sides. */
	readonly width: number;
	readonly height: number;
	/** Orientation of the Exif data, 2 to 8, if it rotates or mirrors the stored pixels. */
	readonly orientation?: number;
	/** Whether it has an alpha channel or a transparent color, even if no pixel uses it. */
	readonly alpha: boolean;
}

/** Facts about a file, from its content alone. */
export type MediaFacts =
	| VideoFacts
	| ImageFacts
	/** A known format that no slot takes. The format is a name for messages, e.g. GIF. */
	| { readonly kind: 'other'; readonly format: string }
	/** The reason is written for use in brackets, e.g. "it is empty". */
	| {
			readonly kind: 'unreadable';
			readonly reason: string;
			/** It starts like an MP4 or MOV file; only its header could not be read. */
			readonly beginsAsFilm?: true;
	  };

/** Thrown by the readers of the formats; `inspect` turns it into facts. */
export class Unreadable extends Error {}
