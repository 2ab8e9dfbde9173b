import { disc, either, inside, paint, picture, roundBox, type Color } from './shapes';

const CREAM: Color = [255, 244, 224];
const CORAL: Color = [238, 96, 72];
const TEAL: Color = [22, 128, 132];
const NIGHT: Color = [30, 44, 70];

/** Size of the scene. */
export const FRAME = [1280, 720] as const;
/** Size of the bottle image. */
export const BOTTLE = [300, 460] as const;

/** A studio wall in evening colors with a low sun, and a table. */
export function backdrop(file: string, [width, height]: readonly [number, number] = FRAME): string[] {
	const table = height * 0.74;
	const down = `(Y/${height})`;
	const wall = [`(250-36*${down})`, `(206-80*${down})`, `(170-22*${down})`] as const;
	const sun = disc(width * 0.72, height * 0.36, height * 0.2);
	const glow = `(0.55*clip(1-${sun}/${height * 0.35},0,1)*gt(${sun},0))`;
	const wood = `clip((Y-${table}),0,1)`;
	const colors = paint(
		[...wall],
		[
			[glow, [255, 226, 170]],
			[inside(sun), [255, 238, 200]],
			[inside(disc(width * 0.2, height * 0.86, height * 0.42)), [214, 112, 112]],
			[inside(disc(width * 0.98, height * 0.92, height * 0.36)), [190, 92, 108]],
			[wood, [126, 74, 88]],
		],
	);
	return picture(
		[width, height],
		colors,
		`(1.02-0.18*gt(Y,${table})*(Y-${table})/${height * 0.26})`,
		undefined,
		file,
	);
}

/** A teal bottle with a cream label. `accent` colors its cap and the stripe. */
export function bottle(file: string, accent: Color = CORAL): string[] {
	const body = inside(roundBox(150, 285, 96, 165, 48));
	const neck = inside(roundBox(150, 100, 36, 60, 8));
	const cap = inside(roundBox(150, 44, 48, 34, 10));
	const colors = paint(
		['22', '128', '132'],
		[
			[body, TEAL],
			[inside(roundBox(150, 292, 96, 78, 1)), CREAM],
			[inside(roundBox(150, 336, 96, 12, 1)), accent],
			[inside(disc(150, 272, 30)), accent],
			[inside(disc(150, 272, 17)), CREAM],
			[cap, accent],
		],
	);
	// A soft light from the left makes it round.
	const shade = `(1.12-0.5*pow((X-120)/110,2)+0.35*exp(-pow((X-98)/9,2)))`;
	return picture(BOTTLE, colors, shade, either(body, neck, cap), file);
}

/** The soft shadow of an object on the table. */
export const shadow = (file: string): string[] =>
	picture([320, 64], NIGHT.map(String), '1', `(0.5*clip(1.15-hypot((X-160)/150,(Y-32)/26),0,1))`, file);

/** A small ball that rolls through the scene. */
export const ball = (file: string): string[] =>
	picture(
		[112, 112],
		['250', '190', '70'],
		`(1.25-0.9*pow(hypot(X-40,Y-38)/90,2))`,
		inside(disc(56, 56, 54)),
		file,
	);

/** A T-shirt on a plain background, as clothing for a subject. */
export function clothes(file: string): string[] {
	const trunk = inside(roundBox(256, 300, 118, 170, 18));
	const sleeves = [inside(roundBox(128, 196, 64, 62, 18)), inside(roundBox(384, 196, 64, 62, 18))];
	const collar = inside(disc(256, 128, 46));
	const colors = paint(
		['242', '242', '238'],
		[
			[either(trunk, ...sleeves), [52, 84, 190]],
			[`${trunk}*between(mod(Y,60),0,18)`, [250, 208, 84]],
			[collar, [242, 242, 238]],
		],
	);
	return picture([512, 512], colors, '1', undefined, file);
}
