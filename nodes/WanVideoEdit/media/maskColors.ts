import type { ImageFacts } from './facts';
import { VACE_MEDIA } from './limits';
import { percent } from './units';
import type { Fault } from './fault';
import { decode, isDecoded, type NotDecoded } from './pixels/decoders';
import { type Turn, Unsupported } from './pixels/pixels';
import { type MaskCounts, Tally } from './pixels/tally';
import type { ForwardSource } from './source';

/** Colors of a mask image. */
export type MaskColors = { readonly kind: 'counted'; readonly counts: MaskCounts } | NotDecoded;

/**
 * Counts the pixels of a mask by their colors, and closes the source.
 * @throws only what the source throws
 */
export async function countColors(
	source: ForwardSource,
	format: ImageFacts['format'],
	turn: Turn,
): Promise<MaskColors> {
	try {
		if (isDecoded(format) && (source.size ?? Infinity) > VACE_MEDIA.image.maxBytes) {
			return { kind: 'cannotTell', reason: 'it is too large' };
		}
		const tally = new Tally(demandSides);
		return (await decode(source, format, tally, turn)) ?? { kind: 'counted', counts: tally.counts };
	} finally {
		await source.close();
	}
}

/** Limits the size of a mask. @throws Unsupported */
function demandSides(width: number, height: number): void {
	const { max } = VACE_MEDIA.image.sides;
	if (width > max || height > max) throw new Unsupported(`it is larger than ${max} × ${max} px`);
}

/**
 * Share of pixels that may be neither black nor white. The documents require pure black and white (SEED, ALI-VACE).
 * Anti-aliased edges and JPEG artifacts make up a few percent at most, and are accepted.
 */
const MOST_BETWEEN = 0.05;

/** Problem with the colors of a mask, or undefined if there is none. */
export function maskColorFault({ black, white, between, transparent }: MaskCounts): Fault | undefined {
	const all = black + white + between + transparent;
	if (transparent > 0) {
		return {
			is: `is transparent in ${percent(transparent / all)} of its pixels`,
			takes: 'opaque masks in black and white',
			advice: 'Put a black layer below the white shapes and export it as PNG without transparency.',
		};
	}
	if (between > MOST_BETWEEN * all) {
		return {
			is: `is neither black nor white in ${percent(between / all)} of its pixels`,
			takes: `masks in pure black and white, with up to ${percent(MOST_BETWEEN)} of other pixels`,
			advice:
				'Turn off anti-aliasing and feathering, or apply a threshold of 50 % in an image editor, and export it as PNG.',
		};
	}
	if (white === 0) {
		return {
			is: 'has no white pixels',
			takes: 'masks that are white where the video is edited',
			advice: 'Paint the region to edit in white (255, 255, 255).',
		};
	}
	if (black === 0) {
		return {
			is: 'has no black pixels',
			takes: 'masks that are black where the video is kept',
			advice:
				"Paint the area to keep in black (0, 0, 0). To change the whole frame, use the operation 'Edit' or 'Repaint'.",
		};
	}
	return undefined;
}
