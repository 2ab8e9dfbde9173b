import { WAN27_SIZES } from '../../nodes/WanVideoEdit/dashscope/limits';
import type { EditJob, Size } from '../request/job';

/** Rounds to an even number, as H.264 with 4:2:0 color requires. */
export const even = (value: number): number => Math.max(2, Math.round(value / 2) * 2);

/** Number of pixels of a tier: 1280 × 720 or 1920 × 1080. */
const area = (resolution: EditJob['resolution']): number => {
	const [width, height] = WAN27_SIZES['16:9'][resolution];
	return width * height;
};

/** The aspect ratio of `size` with that many pixels. */
function withArea([width, height]: Size, pixels: number): Size {
	const scale = Math.sqrt(pixels / (width * height));
	return [even(width * scale), even(height * scale)];
}

/**
 * wan2.7: the table's size, or without a ratio the input's own shape with the tier's number of pixels
 * (ALI-27).
 */
export function editSize(job: EditJob, input: Size): Size {
	return job.ratio ? WAN27_SIZES[job.ratio][job.resolution] : withArea(input, area(job.resolution));
}

/**
 * VACE: keeps sizes up to "720P", and scales larger ones down to it with the same shape (SEED). What "720P"
 * means for other shapes than 16:9 is not published. The available sizes (960*960, 832*1088) all have about
 * 1280 × 720 pixels, so the number of pixels decides here.
 */
export function within720P([width, height]: Size): Size {
	const most = area('720P');
	return width * height <= most ? [even(width), even(height)] : withArea([width, height], most);
}

/** Filters that scale any frame to cover exactly that size, cutting off the rest. */
export const cover = ([width, height]: Size): string =>
	`scale=${width}:${height}:force_original_aspect_ratio=increase:flags=bicubic,crop=${width}:${height},setsar=1`;
