import type { Input, InputOf } from '../inputs/inspect';
import { maskShape, type MaskShape } from '../media/pixels';
import type { EditRegionJob, Size } from '../request/job';
import { TaskFailure } from '../tasks/failure';
import { cover, even } from './geometry';
import { watermark } from './overlays';
import { FPS, FROZEN, type RenderPlan } from './plan';
import { usedOfVace } from './repaint';
import { regionLookOf } from './styles';
import { positions, trackMask, trackRegion, type Track } from './track';

/** Black and white, nothing in between. */
const STRICT = `format=gray,lut=c0='if(gt(val,127),255,0)'`;

/** `video_edit`: changes the frame only where the mask is white. */
export async function planEditRegion(
	job: EditRegionJob,
	input: InputOf,
	signal?: AbortSignal,
): Promise<RenderPlan> {
	const { size, subject } = job;
	const video = input(job.video);
	const mask = input(job.mask.link);
	const seconds = usedOfVace(video);
	const shape = await maskShape(mask.path, signal);
	checkMask(job, shape);
	const track = await trackOf(job, video, mask, seconds, signal);
	const isStill = job.mask.kind === 'image';
	return {
		inputs: [
			['-t', String(seconds), '-i', video.path],
			isStill ? ['-i', mask.path] : ['-t', String(seconds), '-i', mask.path],
			...(subject ? [['-i', input(subject).path]] : []),
		],
		graph: [
			`[0:v]fps=${FPS},${cover(size)},format=yuv420p,split[kept][raw]`,
			...(subject
				? patch(shape, track, size)
				: [`[raw]${regionLookOf(job.prompt, job.seed)},format=yuv420p[changed]`]),
			...(isStill
				? movingMask(job.mask.kind === 'image' ? job.mask.grow : 0, track, size)
				: [`[1:v]fps=${FPS},${cover(size)},${STRICT}[mask]`]),
			`[mask]boxblur=3:1[soft]`,
			`[changed][soft]alphamerge[cut]`,
			`[kept][cut]overlay=shortest=1[edited]`,
			`[edited]format=yuv420p,${job.watermark ? watermark(size) : 'null'}[v]`,
		],
		seconds,
		sound: false,
	};
}

/** Share of pixels between black and white that soft edges and lossy formats cause. */
const MOST_BETWEEN = 0.05;

/** Masks must be purely black and white (ALI-VACE). A mask video may start black, a mask image may not. */
function checkMask({ mask }: EditRegionJob, shape: MaskShape): void {
	if (shape.between > MOST_BETWEEN) {
		throw new TaskFailure(
			'InvalidParameter',
			`${mask.link.field}: the mask must be strictly black and white.`,
		);
	}
	if (mask.kind === 'image' && shape.white === 0) {
		throw new TaskFailure('InvalidParameter', `${mask.link.field}: there is no white region in the mask.`);
	}
}

async function trackOf(
	{ mask: kind, size }: EditRegionJob,
	video: Input,
	mask: Input,
	seconds: number,
	signal?: AbortSignal,
): Promise<Track> {
	if (kind.kind === 'video') return await trackMask({ path: mask.path, seconds }, size, signal);
	if (!kind.tracks) return [{ x: 0, y: 0 }];
	return await trackRegion(
		{ path: video.path, seconds },
		mask.path,
		(kind.frame - 1) / video.fps,
		size,
		signal,
	);
}

/** The painted mask, grown and moved along the track. */
function movingMask(grow: number, track: Track, size: Size): string[] {
	const [width, height] = size;
	return [
		`[1:v]${cover(size)},${STRICT}${grown(grow, size)},format=yuv420p,${FROZEN}[painted]`,
		`color=black:s=${width}x${height}:r=${FPS}[black]`,
		`[black][painted]overlay=${positions(track, size)},${STRICT}[mask]`,
	];
}

/** The reference image, placed in the region; a blurred copy of it fills the rest. */
function patch(shape: MaskShape, track: Track, size: Size): string[] {
	const [width, height] = size;
	// Slightly larger than the region, so that a grown mask is filled.
	const place: Size = [
		even(Math.max(0.05, shape.width * 1.1) * width),
		even(Math.max(0.05, shape.height * 1.1) * height),
	];
	const left = Math.round((shape.left - shape.width * 0.05) * width);
	const top = Math.round((shape.top - shape.height * 0.05) * height);
	return [
		'[raw]nullsink',
		'[2:v]split[far][near]',
		`[far]${cover(size)},boxblur=20:2,format=yuv420p,${FROZEN}[ground]`,
		`[near]${cover(place)},format=yuv420p,${FROZEN}[patch]`,
		`[ground][patch]overlay=${positions(track, size, left, top)}[changed]`,
	];
}

/** Grows the white region: a box blur spreads it, and every pixel it reached becomes white. */
function grown(share: number, [width, height]: Size): string {
	const radius = Math.floor((share * Math.min(width, height)) / 2);
	return radius < 1 ? '' : `,boxblur=${radius}:1,lut=c0='if(gt(val,3),255,0)'`;
}
