import type { InputOf } from '../inputs/inspect';
import { cornerColor } from '../media/pixels';
import type { ImageReferenceJob } from '../request/job';
import { cover, even } from './geometry';
import { watermark } from './overlays';
import { FROZEN, type RenderPlan } from './plan';
import { scenery, sceneryInput } from './scenery';

/** Length of a video that VACE generates (SEED). */
export const FULL_SECONDS = 5;

/** Share of the height at which the subjects stand. */
const FLOOR = 0.94;

/** Makes the soft shadow of a subject out of its outline: flat, dark, with room for the blur. */
const SHADOW =
	'scale=iw:max(8\\,ih/12),pad=iw+48:ih+32:24:16:color=black@0,format=yuva444p,' +
	"lutyuv=y=16:u=128:v=128:a='val*0.35',boxblur=lr=0:cr=0:ar=6:ap=2";

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
		background ? ['-i', input(background.link).path] : sceneryInput(job.prompt, wide),
	];
	const ground = background ? `${cover(wide)},format=yuv420p,${FROZEN}` : scenery(wide);
	const graph = [`[0:v]${ground},${drift}[layer0]`];

	for (const [index, { link }] of subjects.entries()) {
		const image = input(link);
		inputs.push(['-i', image.path]);
		const key = image.alpha ? 'null' : `colorkey=${await cornerColor(image.path, signal)}:0.03:0.06`;
		const tall = even(height * (subjects.length > 1 ? 0.55 : 0.7));
		const broad = even(width * (0.9 / subjects.length));
		const place = (index + 1) / (subjects.length + 1);
		const sway = `(main_w*${place})-overlay_w/2+main_w*0.06*sin(2*PI*t/${FULL_SECONDS}+${index})`;
		const bob = `main_h*${FLOOR}-overlay_h-main_h*0.015*abs(sin(2*PI*t/2.5+${index}))`;
		graph.push(
			`[${index + 1}:v]scale=${broad}:${tall}:force_original_aspect_ratio=decrease,format=rgba,${key},split[cut${index}][shape${index}]`,
			`[cut${index}]${FROZEN}[subject${index}]`,
			`[shape${index}]${SHADOW},${FROZEN}[shadow${index}]`,
			`[layer${index}][shadow${index}]overlay=x='${sway}':y='main_h*${FLOOR}-overlay_h*0.62'[shaded${index}]`,
			`[shaded${index}][subject${index}]overlay=x='${sway}':y='${bob}'[layer${index + 1}]`,
		);
	}
	graph.push(`[layer${subjects.length}]format=yuv420p,${job.watermark ? watermark(size) : 'null'}[v]`);
	return { inputs, graph, seconds: FULL_SECONDS, sound: false };
}
