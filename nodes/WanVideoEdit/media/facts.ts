/** A film, measured by the header of its container. */
export interface VideoFacts {
	readonly kind: 'video';
	readonly format: 'MP4' | 'MOV';
	/** Major brand, four characters, e.g. isom, mp42, qt, 3gp5 (with blanks cut off); empty where there is none. */
	readonly brand: string;
	/** Pixels as displayed: a track that is turned by 90 degrees has its sides swapped. */
	readonly width: number;
	readonly height: number;
	/** Of the picture track. */
	readonly seconds: number;
	/** Pictures by the seconds that they fill, e.g. 23.976…: what ffprobe calls avg_frame_rate. */
	readonly fps: number;
	/** Four characters of the sample description, e.g. avc1, hvc1; of an encrypted film, what is encrypted. */
	readonly codec: string;
	/** All of them, each once: nearly always one. */
	readonly codecs: readonly string[];
	readonly encrypted: boolean;
	readonly hasAudio: boolean;
}

/** A still picture, measured by its header. */
export interface ImageFacts {
	readonly kind: 'image';
	readonly format: 'JPEG' | 'PNG' | 'BMP' | 'TIFF' | 'WEBP';
	/** Pixels as displayed: the EXIF orientation may swap the sides. */
	readonly width: number;
	readonly height: number;
	/** Has a channel or a color of transparency, whether or not a pixel uses it. */
	readonly alpha: boolean;
	/** Whether every pixel is opaque although there is such a channel; undefined where the pixels were not looked at. */
	readonly opaque?: boolean;
}

/** What a file is, by its content alone. */
export type MediaFacts =
	| VideoFacts
	| ImageFacts
	/** Known, and no slot takes it. The format is a name for messages, e.g. GIF. */
	| { readonly kind: 'other'; readonly format: string }
	/** The reason fits into brackets, e.g. "it is empty". */
	| {
			readonly kind: 'unreadable';
			readonly reason: string;
			/** It begins as MP4 and MOV do, so only its measures could not be read. */
			readonly beginsAsFilm?: true;
	  };

/** Thrown by the readers of single formats; `inspect` turns it into facts. */
export class Unreadable extends Error {}
