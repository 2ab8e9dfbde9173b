import { Unreadable, type ImageFacts } from './facts';
import { VACE_MEDIA } from './limits';
import { percent } from './units';
import type { Fault } from './fault';
import { type ReadPixels, type Turn, Unsupported } from './pixels/pixels';
import { type MaskCounts, Tally } from './pixels/tally';
import { Reader } from './reader';
import type { ForwardSource } from './source';

/** What the pixels of a mask image are. The reasons fit into brackets. */
export type MaskColors =
	| { readonly kind: 'counted'; readonly counts: MaskCounts }
	/** The file is cut off or damaged. */
	| { readonly kind: 'unreadable'; readonly reason: string }
	/** It may be good: nothing here reads such pixels. */
	| { readonly kind: 'cannotTell'; readonly reason: string };

/** Set up when the first mask comes: most n8n servers start without ever seeing one. */
const READERS: Partial<Record<ImageFacts['format'], () => Promise<ReadPixels>>> = {
	PNG: async () => (await import('./pixels/png')).readPngPixels,
	BMP: async () => (await import('./pixels/bmp')).readBmpPixels,
	JPEG: async () => (await import('./pixels/jpeg')).readJpegPixels,
};

/** Whether `countColors` looks at the bytes of such a file at all. */
export const isUnpacked = (format: ImageFacts['format']): boolean => READERS[format] !== undefined;

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
		const load = READERS[format];
		if (load === undefined) return { kind: 'cannotTell', reason: `${format} is not unpacked` };
		if ((source.size ?? Infinity) > VACE_MEDIA.image.maxBytes) {
			return { kind: 'cannotTell', reason: 'it is too large' };
		}
		const tally = new Tally(demandSides);
		const read = await load();
		const refusal = await read(new Reader(source), tally, turn).then(() => undefined, refusalOf);
		return refusal ?? { kind: 'counted', counts: tally.counts };
	} finally {
		await source.close();
	}
}

function refusalOf(cause: unknown): MaskColors {
	if (cause instanceof Unreadable) return { kind: 'unreadable', reason: cause.message };
	if (cause instanceof Unsupported) return { kind: 'cannotTell', reason: cause.message };
	throw cause;
}

/** No mask may be larger. */
function demandSides(width: number, height: number): void {
	const { max } = VACE_MEDIA.image.sides;
	if (width > max || height > max) throw new Unsupported(`it is larger than ${max} × ${max} px`);
}

/**
 * Share of the pixels that may be neither black nor white. The documents ask for pure black and white (SEED,
 * ALI-VACE); edges that a program smoothed, or JPEG smeared, are a few percent at most and pass.
 */
const MOST_BETWEEN = 0.05;

/** What is wrong with the colors of a mask, if anything is. */
export function maskColorFault({ black, white, between, transparent }: MaskCounts): Fault | undefined {
	const all = black + white + between + transparent;
	if (transparent > 0) {
		return {
			is: `has transparency in ${percent(transparent / all)} of its pixels`,
			takes: 'opaque black and white',
			advice: 'Put a black layer below the white shapes, and export it as PNG without transparency.',
		};
	}
	if (between > MOST_BETWEEN * all) {
		return {
			is: `has ${percent(between / all)} of pixels that are neither black nor white`,
			takes: `pure black and white, with up to ${percent(MOST_BETWEEN)} in between`,
			advice:
				'Turn off anti-aliasing and feathering, or set a threshold at 50 % in an image editor, and export it as PNG.',
		};
	}
	if (white === 0) {
		return {
			is: 'has no white in it',
			takes: 'white for what is edited',
			advice: 'Paint the region to edit in white (255, 255, 255).',
		};
	}
	if (black === 0) {
		return {
			is: 'has no black in it',
			takes: 'black for what is kept',
			advice:
				"Paint what has to stay in black (0, 0, 0). To change the whole picture, use the operation 'Edit' or 'Repaint'.",
		};
	}
	return undefined;
}
