import type { ImageFacts } from '../facts';
import type { Fault } from '../fault';
import type { Size } from '../pixels/areaAverage';
import { decode, type NotDecoded } from '../pixels/decoders';
import type { Turn } from '../pixels/pixels';
import { TooManyBytes } from '../pixels/pngWriter';
import type { ForwardSource } from '../source';
import { megabytes } from '../units';
import { isFitAsked, type PictureLimits } from './pictureLimits';
import { PicturePipeline } from './picturePipeline';

/** What was changed in a picture, for a hint. */
export interface PictureChanges {
	/** An alpha channel was dropped that no pixel used, or transparent pixels were laid on white. */
	readonly alpha: 'dropped' | 'onWhite' | undefined;
	/** Size as displayed, if it was changed. */
	readonly size: { readonly from: Size; readonly to: Size } | undefined;
	/** Whether pixels were moved to where the Exif data displays them. */
	readonly turned: boolean;
	/** Format of the file. The new one is a PNG. */
	readonly format: ImageFacts['format'];
}

export type FittedPicture =
	/** The file itself fits. */
	| { readonly kind: 'fits' }
	| {
			readonly kind: 'fitted';
			readonly png: Uint8Array;
			/** Facts of the PNG. */
			readonly facts: ImageFacts;
			readonly changes: PictureChanges;
	  }
	| { readonly kind: 'refused'; readonly fault: Fault }
	/** With `cannotTell`, the file stays as it is: the rules of its slot tell what is wrong with it, and the way out. */
	| NotDecoded;

/**
 * Makes a picture fit a slot, as PNG: without alpha channel, and scaled down so that its longer side is the largest
 * one. Works row by row and closes the source. In memory: the PNG, and a picture whole where it is interlaced or
 * rotated. PNG, JPEG and BMP only.
 * @throws only what the source throws
 */
export async function fitPicture(
	source: ForwardSource,
	facts: ImageFacts,
	limits: PictureLimits,
	turn: Turn,
): Promise<FittedPicture> {
	const { format, orientation = 1, width, height } = facts;
	try {
		if (!isFitAsked(facts, limits)) return { kind: 'fits' };
		// Transparency stays where a slot takes it: on a JPEG, and where alpha is dropped, there is none.
		const hasAlpha = facts.alpha && limits.dropAlpha !== true;
		const pipeline = new PicturePipeline({ ...limits, orientation, hasAlpha }, turn);
		const failed = await decode(source, format, pipeline.rows, pipeline.turn);
		if (failed !== undefined) return failed;
		const { png, size } = await pipeline.finish();
		const isScaled = size.width !== width || size.height !== height;
		const changes: PictureChanges = {
			alpha: facts.alpha && !hasAlpha ? alphaChange(pipeline.rows.hasTransparency) : undefined,
			size: isScaled ? { from: { width, height }, to: size } : undefined,
			turned: orientation !== 1,
			format,
		};
		return {
			kind: 'fitted',
			png,
			facts: { kind: 'image', format: 'PNG', ...size, alpha: hasAlpha },
			changes,
		};
	} catch (cause) {
		if (cause instanceof TooManyBytes) return { kind: 'refused', fault: tooLarge(limits) };
		return await Promise.reject(cause);
	} finally {
		await source.close();
	}
}

const alphaChange = (isUsed: boolean) => (isUsed ? 'onWhite' : 'dropped');

const tooLarge = ({ largestSide, maxBytes }: PictureLimits): Fault => ({
	is: `has to be changed to fit, and is larger than ${megabytes(maxBytes)} then`,
	takes: `pictures of up to ${megabytes(maxBytes)}`,
	advice: `Export it as JPEG without transparency${largestSide === undefined ? '' : `, with sides of up to ${largestSide} px`}.`,
});
