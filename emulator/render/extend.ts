import { VACE_MEDIA } from '../../nodes/WanVideoEdit/media/limits';
import type { Input, InputOf } from '../inputs/inspect';
import type { ExtendJob, Link, Size } from '../request/job';
import { cover, within720P } from './geometry';
import { FULL_SECONDS } from './imageReference';
import { watermark } from './overlays';
import { FPS, type RenderPlan } from './plan';

interface Anchor {
	readonly file: Input;
	/** Seconds of the result that it fills. An image fills one frame. */
	readonly seconds: number;
}

/** How much closer the camera comes while the picture is generated. */
const PUSH_IN = 0.36;
/** Seconds of the cross-fade where what follows the start meets what precedes the end. */
const MEETING = 1;

/**
 * `video_extension`: keeps the given clips and frames. The generated part plays the clip backwards and forwards, or
 * holds the frame, while the camera moves closer: the motion goes on without a jump, in the same colors.
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
	const add = (given: Anchor, out: string, isEnd: boolean) => {
		const number = inputs.push(source(given)) - 1;
		const frames = Math.max(1, Math.round(given.seconds * FPS));
		// The end is made like a start, but in reverse.
		const turn = isEnd ? 'reverse,' : '';
		graph.push(
			`[${number}:v]fps=${FPS},${cover(size)},format=yuv420p,tpad=stop_mode=clone:stop_duration=${FULL_SECONDS},` +
				`trim=end_frame=${frames},${turn}split[${out}Forth][${out}Again]`,
			`[${out}Again]reverse[${out}Back]`,
			`[${out}Forth][${out}Back]concat,loop=loop=-1:size=${2 * frames}:start=0,setpts=N/${FPS}/TB,` +
				`trim=duration=${FULL_SECONDS}${isEnd ? ',reverse' : ''}[${out}]`,
		);
	};
	if (start) add(start, 'head', false);
	if (end) add(end, 'tail', true);
	if (start && end) {
		const length = Math.max(1 / FPS, Math.min(MEETING, until - from));
		const meeting = `st=${((from + until - length) / 2).toFixed(3)}:d=${length.toFixed(3)}`;
		graph.push(
			`[tail]format=yuva420p,fade=t=in:${meeting}:alpha=1[coming]`,
			'[head][coming]overlay=eof_action=repeat[joined]',
		);
	}
	const joined = start && end ? 'joined' : start ? 'head' : 'tail';
	graph.push(
		`[${joined}]${pushIn(start ? from : undefined, end ? until : undefined, size)},setsar=1,tpad=stop_mode=clone:stop_duration=1[extended]`,
	);
	if (job.motion) {
		const [width] = size;
		const generated = `between(t,${(from - 0.001).toFixed(3)},${(until - 0.001).toFixed(3)})`;
		graph.push(
			`[${inputs.push(['-i', input(job.motion).path]) - 1}:v]fps=${FPS},scale=${Math.round(width / 10) * 2}:-2,` +
				`pad=iw+4:ih+4:2:2:white,tpad=stop_mode=clone:stop_duration=${FULL_SECONDS}[motion]`,
			`[extended][motion]overlay=16:16:enable='${generated}'[guided]`,
		);
	}
	graph.push(`[${job.motion ? 'guided' : 'extended'}]${job.watermark ? watermark(size) : 'null'}[v]`);
	return { inputs, graph, seconds: FULL_SECONDS, sound: false };
}

/**
 * Comes closer between two seconds, smoothly from where the start ends and back to where the end begins. The
 * perspective filter sets points between pixels, so that nothing trembles.
 */
function pushIn(from: number | undefined, until: number | undefined, [width, height]: Size): string {
	const [begin, finish] = [from ?? 0, until ?? FULL_SECONDS];
	const rising = `(on/${FPS}-${begin.toFixed(3)})`;
	const falling = `(${finish.toFixed(3)}-on/${FPS})`;
	const nearest = from === undefined ? falling : until === undefined ? rising : `2*min(${rising},${falling})`;
	const share = `clip(${nearest}/${(finish - begin).toFixed(3)},0,1)`;
	// A smooth step: slow at both ends.
	const margin = `${(PUSH_IN / (1 + PUSH_IN) / 2).toFixed(4)}*(0.5-0.5*cos(PI*${share}))`;
	const near = (side: number) => `'${side}*${margin}'`;
	const far = (side: number) => `'${side}*(1-${margin})'`;
	const corners = [
		[near(width), near(height)],
		[far(width), near(height)],
		[near(width), far(height)],
		[far(width), far(height)],
	].map(([x, y], index) => `x${index}=${x}:y${index}=${y}`);
	return `perspective=${corners.join(':')}:interpolation=linear:eval=frame`;
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
