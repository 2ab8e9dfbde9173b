import type { Size } from '../request/job';
import { even } from './geometry';
import { FROZEN } from './plan';

const box = (x: number, y: number, w: number, h: number, color: string) =>
	`drawbox=x=${x}:y=${y}:w=${w}:h=${h}:color=${color}:t=fill`;

/**
 * "AI" on a light plate in the lower right corner. Drawn from boxes: the ffmpeg package contains no font,
 * and Alibaba Cloud's own text ("AI生成") would need one.
 */
export function watermark([width, height]: Size): string {
	const unit = Math.max(1, Math.round(Math.min(width, height) / 180));
	const plate = { w: 15 * unit, h: 12 * unit };
	const left = width - plate.w - 4 * unit;
	const top = height - plate.h - 4 * unit;
	const stroke = (x: number, y: number, w: number, h: number) =>
		box(left + x * unit, top + y * unit, w * unit, h * unit, 'black@0.85');
	return [
		box(left, top, plate.w, plate.h, 'white@0.85'),
		stroke(3, 2, 1, 8),
		stroke(7, 2, 1, 8),
		stroke(4, 2, 3, 1),
		stroke(4, 6, 3, 1),
		stroke(11, 2, 1, 8),
	].join(',');
}

/**
 * Filter graph that draws reference images as framed insets along the lower left edge. `base` and `out` are
 * labels, `first` is the input number of the first image; the others follow.
 */
export function insets(
	base: string,
	out: string,
	first: number,
	count: number,
	[width, height]: Size,
): string[] {
	const side = even(Math.min(width, height) / 5);
	const gap = even(side / 8);
	const frame = 4;
	const graph: string[] = [];
	let under = base;
	for (let index = 0; index < count; index += 1) {
		const x = gap + index * (side + gap);
		const over = index === count - 1 ? out : `${out}${index}`;
		const fit = `scale=${side - frame}:${side - frame}:force_original_aspect_ratio=increase`;
		const cut = `crop=${side - frame}:${side - frame},setsar=1,pad=${side}:${side}:${frame / 2}:${frame / 2}:white`;
		graph.push(
			`[${first + index}:v]${fit},${cut},${FROZEN}[inset${index}]`,
			`[${under}][inset${index}]overlay=${x}:${height - side - gap}:shortest=1[${over}]`,
		);
		under = over;
	}
	return graph;
}
