import type { Size } from '../request/job';
import { between, BLACK, colorOf, WHITE, type Rgb } from './colors';
import { FROZEN } from './plan';

/** Share of the height at which the ground begins. */
export const HORIZON = 0.74;

/** Input that paints a quiet landscape in the colors of a prompt, one frame at half the size: sky, hills, ground. */
export function sceneryInput(prompt: string, [width, height]: Size): readonly string[] {
	const color = colorOf(prompt);
	const sky = [between(color, WHITE, 0.45), between(color, WHITE, 0.85)] as const;
	const hills = between(color, BLACK, 0.12);
	const ground = between(color, BLACK, 0.5);
	const ridge = `(H*(0.6-0.09*sin(X/W*5.2+0.6)-0.03*sin(X/W*13)))`;
	const painted = (at: keyof Rgb & (0 | 1 | 2)) =>
		`'if(gt(Y,H*${HORIZON}),${ground[at]}*(1.3-0.4*Y/H),if(gt(Y,${ridge}),${hills[at]},${sky[0][at]}+${sky[1][at] - sky[0][at]}*Y/H/0.7))'`;
	const size = `${Math.ceil(width / 2)}x${Math.ceil(height / 2)}`;
	const graph = `color=black:s=${size}:d=0.04,format=gbrp,geq=r=${painted(0)}:g=${painted(1)}:b=${painted(2)}`;
	return ['-f', 'lavfi', '-i', graph];
}

/** Filters that make an endless video of it. */
export const scenery = ([width, height]: Size): string =>
	`scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p,${FROZEN}`;

/** Graph of a sun that crosses the sky of `base` within so many seconds. */
export function sun(base: string, out: string, [width, height]: Size, seconds: number): string[] {
	const side = Math.round(Math.min(width, height) / 4);
	const disc = `clip(${side / 2}-hypot(X-${side / 2},Y-${side / 2}),0,1)`;
	const at = `(t/${seconds})`;
	return [
		`color=0xFFF2C8:s=${side}x${side}:d=0.04,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='235*${disc}',${FROZEN}[sun]`,
		`[${base}][sun]overlay=x='main_w*(0.08+0.7*${at})':y='main_h*(0.3-0.2*sin(PI*${at}))'[${out}]`,
	];
}
