/**
 * A video or image, as measured by a reader. Values that a reader cannot determine are missing, and not
 * compared.
 */
export interface Measured {
	readonly kind: 'film' | 'picture';
	/** The node's name: MP4, MOV, JPEG, PNG, BMP, TIFF, WEBP. */
	readonly format: string;
	/** Pixels as displayed. */
	readonly width: number;
	readonly height: number;
	readonly seconds?: number;
	/** Start time in seconds; not compared. */
	readonly start?: number;
	/** Frames per second. */
	readonly fps?: number;
	/** Four-character code. */
	readonly codec?: string;
	readonly encrypted?: boolean;
	readonly audio?: boolean;
	readonly alpha?: boolean;
}

/** A reader's result for a file. */
export type Reading =
	| Measured
	/** A known format that the node never accepts, e.g. GIF. */
	| { readonly kind: 'other'; readonly format: string }
	| { readonly kind: 'unreadable'; readonly reason: string };
