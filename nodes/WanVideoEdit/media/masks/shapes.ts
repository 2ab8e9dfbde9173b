/** A corner of a polygon: its distance from the left and from the top edge of the picture, in percent. */
export type Point = readonly [x: number, y: number];

/** A region of a picture. All numbers are percent of its width or height, from 0 to 100, counted from the top left. */
export type Shape =
	| {
			/** An ellipse fills its box. */
			readonly kind: 'rectangle' | 'ellipse';
			readonly left: number;
			readonly top: number;
			readonly width: number;
			readonly height: number;
	  }
	/** At least three corners, in order. The last one is joined to the first. */
	| { readonly kind: 'polygon'; readonly points: readonly Point[] };
