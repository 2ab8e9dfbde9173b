import { VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Input, InputOf } from '../inputs/inspect';
import type { ExtendJob, Link } from '../request/job';
import { cover, within720P } from './geometry';
import { FULL_SECONDS } from './imageReference';
import { watermark } from './overlays';
import { FPS, type RenderPlan } from './plan';

interface Anchor {
	readonly file: Input;
	/** Seconds of the result that it fills. An image fills one frame. */
	readonly seconds: number;
}

/**
 * `video_extension`: keeps the given clips and frames; the generated part is a tinted, slowly zooming still.
 */
export function planExtend(job: ExtendJob, input: InputOf): RenderPlan {
	// If both a clip and a frame are given for the same end, the clip is used.
	const start = anchor(job.firstClip ?? job.firstFrame, input);
	const end = anchor(job.lastClip ?? job.lastFrame, input);
	const lead = start ?? end;
	if (!lead) throw new Error('An extension without an anchor passed the checks');
	const size = within720P([lead.file.width, lead.file.height]);
	const from = start?.seconds ?? 0;
	const until = FULL_SECONDS - (end?.seconds ?? 0);

	const inputs: Array<readonly string[]> = [];
	const graph: string[] = [];
	const add = (given: Anchor, pad: string, out: string) => {
		const number = inputs.push(source(given)) - 1;
		graph.push(
			`[${number}:v]fps=${FPS},${cover(size)},format=yuv420p,${pad},trim=duration=${FULL_SECONDS}[${out}]`,
		);
	};
	if (start) add(start, `tpad=stop_mode=clone:stop_duration=${FULL_SECONDS}`, 'head');
	if (end) add(end, `tpad=start_mode=clone:start_duration=${until}`, 'tail');
	if (start && end) {
		const fade = `format=yuva420p,fade=t=in:st=${from}:d=${Math.max(1 / FPS, until - from)}:alpha=1`;
		graph.push(`[tail]${fade}[coming]`, '[head][coming]overlay=eof_action=repeat[joined]');
	}
	const joined = start && end ? 'joined' : start ? 'head' : 'tail';
	const generated = `between(t,${(from - 0.001).toFixed(3)},${(until - 0.001).toFixed(3)})`;
	// The zoom starts from zero at both seams, so that nothing jumps.
	const half = Math.max(0.1, (until - from) / 2).toFixed(3);
	const nearest = `min(on/${FPS}-${from.toFixed(3)},${until.toFixed(3)}-on/${FPS})`;
	const zoom = `zoompan=z='1+0.12*max(0,${nearest})/${half}':x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2':d=1:s=${size[0]}x${size[1]}:fps=${FPS}`;
	graph.push(
		`[${joined}]${zoom},format=yuv420p,hue=h=35:s=1.35:enable='${generated}',setsar=1,tpad=stop_mode=clone:stop_duration=1[extended]`,
	);
	if (job.motion) {
		const [width] = size;
		graph.push(
			`[${inputs.push(['-i', input(job.motion).path]) - 1}:v]fps=${FPS},scale=${Math.round(width / 10) * 2}:-2,` +
				`hue=s=0,tpad=stop_mode=clone:stop_duration=${FULL_SECONDS}[motion]`,
			`[extended][motion]overlay=16:16:enable='${generated}'[guided]`,
		);
	}
	graph.push(`[${job.motion ? 'guided' : 'extended'}]${job.watermark ? watermark(size) : 'null'}[v]`);
	return { inputs, graph, seconds: FULL_SECONDS, sound: false };
}

function anchor(link: Link | undefined, input: InputOf): Anchor | undefined {
	if (!link) return undefined;
	const file = input(link);
	const seconds = file.seconds === 0 ? 1 / FPS : Math.min(file.seconds, VACE_MEDIA.clip.seconds.max);
	return { file, seconds };
}

const source = ({ file, seconds }: Anchor): readonly string[] =>
	file.seconds === 0
		? ['-framerate', String(FPS), '-i', file.path]
		: ['-t', String(seconds), '-i', file.path];
