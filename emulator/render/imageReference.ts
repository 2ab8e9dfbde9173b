import type { InputOf } from '../inputs/inspect';
import { cornerColor } from '../media/pixels';
import type { ImageReferenceJob } from '../request/job';
import { cover, even } from './geometry';
import { watermark } from './overlays';
import { FPS, still, type RenderPlan } from './plan';
import { colorOf } from './styles';

/** Length of a video that VACE generates (SEED). */
export const FULL_SECONDS = 5;

/** `image_reference`: moves the subjects, cut out of their plain background, over the background image. */
export async function planImageReference(
	job: ImageReferenceJob,
	input: InputOf,
	signal?: AbortSignal,
): Promise<RenderPlan> {
	const { size } = job;
	const [width, height] = size;
	const background = job.references.find(({ role }) => role === 'bg');
	const subjects = job.references.filter(({ role }) => role === 'obj');

	// The background drifts: it is a tenth larger, and the frame moves over it.
	const wide = [even(width * 1.1), even(height * 1.1)] as const;
	const drift = `crop=${width}:${height}:x='(iw-ow)*t/${FULL_SECONDS}':y='(ih-oh)/2'`;
	const inputs: Array<readonly string[]> = [
		background
			? still(input(background.link).path)
			: ['-f', 'lavfi', '-i', `color=c=${colorOf(job.prompt)}:s=${wide[0]}x${wide[1]}:r=${FPS}`],
	];
	const graph = [`[0:v]${cover(wide)},${background ? '' : 'vignette=PI/4,'}${drift}[layer0]`];

	for (const [index, { link }] of subjects.entries()) {
		const image = input(link);
		inputs.push(still(image.path));
		const key = image.alpha ? 'null' : `colorkey=${await cornerColor(image.path, signal)}:0.03:0.02`;
		const tall = even(height * (subjects.length > 1 ? 0.55 : 0.7));
		const broad = even(width * (0.9 / subjects.length));
		const place = (index + 1) / (subjects.length + 1);
		const sway = `x='(main_w*${place})-overlay_w/2+main_w*0.06*sin(2*PI*t/${FULL_SECONDS}+${index})'`;
		const bob = `y='main_h*0.94-overlay_h-main_h*0.03*abs(sin(2*PI*t/2.5+${index}))'`;
		graph.push(
			`[${index + 1}:v]scale=${broad}:${tall}:force_original_aspect_ratio=decrease,format=rgba,${key}[subject${index}]`,
			`[layer${index}][subject${index}]overlay=${sway}:${bob}[layer${index + 1}]`,
		);
	}
	graph.push(`[layer${subjects.length}]format=yuv420p,${job.watermark ? watermark(size) : 'null'}[v]`);
	return { inputs, graph, seconds: FULL_SECONDS, sound: false };
}
