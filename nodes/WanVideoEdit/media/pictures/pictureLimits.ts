import type { ImageFacts } from '../facts';

/** What a slot takes. */
export interface PictureLimits {
	/** Longest side in pixels. */
	readonly largestSide?: number;
	/** Whether a PNG must not have an alpha channel. */
	readonly dropAlpha?: boolean;
	readonly maxBytes: number;
}

/** Whether a picture has to be changed for a slot, by its header. */
export function isFitAsked(
	facts: ImageFacts,
	{ largestSide = Infinity, dropAlpha = false }: PictureLimits,
): boolean {
	return Math.max(facts.width, facts.height) > largestSide || isAlphaDropped(facts, dropAlpha);
}

const isAlphaDropped = ({ format, alpha }: ImageFacts, dropAlpha: boolean): boolean =>
	dropAlpha && alpha && format === 'PNG';
