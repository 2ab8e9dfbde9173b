import type { Fault } from '../fault';
import type { ImageFacts } from '../facts';
import { AreaAverage, type Size } from '../pixels/areaAverage';
import { decode, type NotDecoded } from '../pixels/decoders';
import { displayed, displayedRow } from '../pixels/orientation';
import type { Turn } from '../pixels/pixels';
import type { ForwardSource } from '../source';
import { pixels } from '../units';
import { type GrayCounts, GrayRows } from './grayRows';
import { maskContentFault } from './maskContent';
import { maskPng } from './maskPng';
import { notAMask } from './notAMask';
import { PIXELS_A_TURN, type MaskRaster } from './raster';

/** Brightness from which a pixel becomes white: half of 255. */
const HALF = 128;
/** Sides of one shape differ by less, in pixels of the smaller image: programs round to whole or to even numbers. */
const SAME_SHAPE = 1 + 1e-9;

/** What was changed in a mask, for a hint. */
export interface MaskChanges {
	/** Share of pixels that were neither black nor white, from 0 to 1. Slight differences as in a JPEG do not count. */
	readonly gray: number;
	/** Share of pixels that were partly or fully transparent, from 0 to 1. */
	readonly transparent: number;
	/** Size as displayed, if it was changed. */
	readonly size: { readonly from: Size; readonly to: Size } | undefined;
	/** Whether black and white were swapped. */
	readonly inverted: boolean;
	/** Whether pixels were moved to where the Exif data displays them. */
	readonly turned: boolean;
	/** Format of the file. The new one is a PNG. */
	readonly format: ImageFacts['format'];
}

/** A mask in pure black and white, or why there is none. */
export type CleanedMask =
	/** Nothing has to be changed: the file itself is such a mask. */
	| { readonly kind: 'pure' }
	| {
			readonly kind: 'cleaned';
			readonly png: Uint8Array;
			/** Facts of the PNG. */
			readonly facts: ImageFacts;
			readonly changes: MaskChanges;
	  }
	| { readonly kind: 'refused'; readonly fault: Fault }
	| NotDecoded;

/**
 * Makes a mask as the documents require it (SEED, ALI-VACE): pixels of half the brightness and more become white, all
 * others black. Transparent pixels count as on black. A mask in the shape of the target gets its size. Holds one byte
 * per pixel, and closes the source.
 * @param facts of the file; as a picture, a mask is displayed as its Exif data tell
 * @param target size of the video, if known
 * @throws only what the source throws
 */
export async function cleanMask(
	source: ForwardSource,
	facts: Pick<ImageFacts, 'format' | 'orientation'>,
	target: Size | undefined,
	{ inverted }: { readonly inverted: boolean },
	turn: Turn,
): Promise<CleanedMask> {
	const { format, orientation = 1 } = facts;
	const stored = new StoredMask(orientation, target, inverted);
	try {
		const failed = await decode(source, format, stored.rows, turn);
		if (failed !== undefined) return failed;
		await stored.rows.end(turn);
	} catch (cause) {
		if (cause instanceof OtherShape) return { kind: 'refused', fault: cause.fault };
		return await Promise.reject(cause);
	} finally {
		await source.close();
	}
	const { counts, from, to } = stored;
	const mask = await turnedMask({ ...stored.to, data: stored.data }, orientation, turn);
	const fault = notAMask(counts) ?? maskContentFault(mask, 'file', inverted);
	if (fault !== undefined) return { kind: 'refused', fault };
	const isScaled = from.width !== to.width || from.height !== to.height;
	const isTurned = orientation !== 1;
	if (counts.impure === 0 && !isScaled && !inverted && !isTurned) return { kind: 'pure' };
	const { width, height } = mask;
	const changes: MaskChanges = {
		gray: counts.gray / counts.all,
		transparent: counts.transparent / counts.all,
		size: isScaled ? { from: shown(from, orientation), to: { width, height } } : undefined,
		inverted,
		turned: isTurned,
		format,
	};
	const made: ImageFacts = { kind: 'image', format: 'PNG', width, height, alpha: false };
	return { kind: 'cleaned', png: await maskPng(mask, turn), facts: made, changes };
}

/** A mask as its file stores it, in black and white and in its new size. */
class StoredMask {
	readonly rows: GrayRows;
	from: Size = { width: 0, height: 0 };
	to: Size = this.from;
	data = new Uint8Array(0);
	private next = 0;

	constructor(
		private readonly orientation: number,
		private readonly target: Size | undefined,
		private readonly inverted: boolean,
	) {
		let push = (row: Uint8ClampedArray): void => this.keep(row);
		this.rows = new GrayRows(
			(width, height) => {
				this.begin({ width, height });
				if (this.from.width === this.to.width && this.from.height === this.to.height) return;
				const scaler = new AreaAverage(this.from, this.to, 1, (row) => this.keep(row));
				push = (row) => scaler.push(row);
			},
			(row) => push(row),
		);
	}

	get counts(): GrayCounts {
		return this.rows.counts;
	}

	/** @throws OtherShape */
	private begin(size: Size): void {
		this.from = size;
		const goal = this.target && shown(this.target, this.orientation);
		if (goal && !haveSameShape(size, goal)) throw new OtherShape(shown(size, this.orientation), this.target);
		this.to = goal ?? size;
		this.data = new Uint8Array(this.to.width * this.to.height);
	}

	private keep(row: Uint8Array | Uint8ClampedArray): void {
		const { data, inverted } = this;
		for (const value of row) {
			data[this.next] = value >= HALF !== inverted ? 255 : 0;
			this.next += 1;
		}
	}
}

/** Swaps the sides if an orientation does: of a stored size, the displayed one, and the other way around. */
function shown(size: Size, orientation: number): Size {
	const { width, height } = displayed(orientation, size);
	return { width, height };
}

/** Whether one image is the other one scaled. */
export function haveSameShape(one: Size, other: Size): boolean {
	const [small, large] = one.width * one.height < other.width * other.height ? [one, other] : [other, one];
	const height = (large.height * small.width) / large.width;
	const width = (large.width * small.height) / large.height;
	return Math.abs(height - small.height) <= SAME_SHAPE || Math.abs(width - small.width) <= SAME_SHAPE;
}

/** Thrown to stop reading. */
class OtherShape extends Error {
	readonly fault: Fault;

	constructor(mask: Size, video: Size = mask) {
		super();
		this.fault = {
			is: `is ${pixels(mask)}, another shape than the video with ${pixels(video)}`,
			takes: 'masks in the shape of the video',
			advice: `Export the mask at ${pixels(video)}, with the same framing as the video.`,
		};
	}
}

/** The mask as displayed. */
async function turnedMask(mask: MaskRaster, orientation: number, turn: Turn): Promise<MaskRaster> {
	if (orientation === 1) return mask;
	const place = displayed(orientation, mask);
	const { width, height } = place;
	const data = new Uint8Array(width * height);
	const most = Math.max(1, Math.floor(PIXELS_A_TURN / width));
	for (let y = 0; y < height; y += 1) {
		data.set(displayedRow(mask.data, place, 1, y), y * width);
		if (y % most === most - 1) await turn();
	}
	return { width, height, data };
}
