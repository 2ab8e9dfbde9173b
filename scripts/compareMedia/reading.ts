/** A film or a picture, as a reader measured it. What a reader cannot tell is left out, and not compared. */
export interface Measured {
	readonly kind: 'film' | 'picture';
	/** As the node calls it: MP4, MOV, JPEG, PNG, BMP, TIFF, WEBP. */
	readonly format: string;
	/** Pixels as displayed. */
	readonly width: number;
	readonly height: number;
	readonly seconds?: number;
	/** Where it begins, in seconds; not compared. */
	readonly start?: number;
	/** Pictures by seconds. */
	readonly fps?: number;
	/** Four characters. */
	readonly codec?: string;
	readonly encrypted?: boolean;
	readonly audio?: boolean;
	readonly alpha?: boolean;
}

/** What a reader says of a file. */
export type Reading =
	| Measured
	/** A known format that the node takes nowhere, e.g. GIF. */
	| { readonly kind: 'other'; readonly format: string }
	| { readonly kind: 'unreadable'; readonly reason: string };
