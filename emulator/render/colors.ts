import { numberOf } from './plan';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const NAMED: ReadonlyArray<readonly [words: RegExp, Rgb]> = [
	[/\b(violet|purple|lilac)\b|紫/i, [132, 72, 190]],
	[/\b(teal|turquoise|cyan)\b|青/i, [24, 140, 144]],
	[/\b(blue|navy)\b|蓝/i, [44, 96, 206]],
	[/\b(green|emerald)\b|绿/i, [44, 150, 84]],
	[/\b(pink|magenta)\b|粉/i, [226, 96, 158]],
	[/\b(red|scarlet|crimson)\b|红/i, [206, 50, 50]],
	[/\b(orange)\b|橙/i, [232, 126, 40]],
	[/\b(yellow|gold|golden)\b|黄|金/i, [226, 178, 46]],
	[/\b(brown|wooden)\b|棕|木/i, [140, 92, 58]],
];

/** The first color of the list that a prompt names. */
export const colorNamed = (prompt: string): Rgb | undefined =>
	NAMED.find(([words]) => words.test(prompt))?.[1];

/** Color that belongs to a prompt: the one that it names, else one that depends on the text only. */
export const colorOf = (prompt: string): Rgb => colorNamed(prompt) ?? colorOfHue(numberOf(prompt) % 360);

/** A color of middle brightness; hue in degrees. */
function colorOfHue(hue: number): Rgb {
	const channel = (shift: number) => Math.round(136 + 62 * Math.cos(((hue - shift) * Math.PI) / 180));
	return [channel(0), channel(120), channel(240)];
}

/** Between two colors: 0 is the first, 1 the second. */
export const between = (one: Rgb, other: Rgb, share: number): Rgb => {
	const at = (channel: 0 | 1 | 2) => Math.round(one[channel] + (other[channel] - one[channel]) * share);
	return [at(0), at(1), at(2)];
};

export const BLACK: Rgb = [0, 0, 0];
export const WHITE: Rgb = [255, 255, 255];

/** As ffmpeg's filters write it. */
export const hex = (color: Rgb): string =>
	`0x${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** Filter that dyes everything, and keeps light and dark. `share` 1 leaves nothing of the old colors. */
export function dye([red, green, blue]: Rgb, share: number): string {
	// Chroma of ITU-R BT.601, the one that ffmpeg takes for granted.
	const u = 128 - 0.169 * red - 0.331 * green + 0.5 * blue;
	const v = 128 + 0.5 * red - 0.419 * green - 0.081 * blue;
	const mix = (target: number) => `clip(val*${(1 - share).toFixed(2)}+${(target * share).toFixed(1)},16,240)`;
	return `format=yuv420p,lutyuv=u='${mix(u)}':v='${mix(v)}'`;
}

/** Filter that prints the picture in shades of one color, from dark to light, in that many steps. */
export function shadesOf(color: Rgb, steps: number): string {
	const [dark, light] = [between(color, BLACK, 0.7), between(color, WHITE, 0.82)];
	const value = `((trunc(val*${steps}/256)+0.5)/${steps})`;
	const ramp = (channel: 0 | 1 | 2) =>
		`if(lt(${value},0.5),${dark[channel]}+${2 * (color[channel] - dark[channel])}*${value},` +
		`${color[channel]}+${2 * (light[channel] - color[channel])}*(${value}-0.5))`;
	return `hue=s=0,format=gbrp,lutrgb=r='${ramp(0)}':g='${ramp(1)}':b='${ramp(2)}'`;
}
