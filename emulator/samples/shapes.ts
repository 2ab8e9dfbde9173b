/**
 * Expressions for ffmpeg's `geq` filter, which computes an image pixel by pixel. A shape is the distance to
 * its edge (negative inside); X and Y are the pixel.
 */

/** Distance to a box with rounded corners; center, half sides and radius in pixels. */
export const roundBox = (
	x: number,
	y: number,
	halfWidth: number,
	halfHeight: number,
	radius: number,
): string =>
	`(hypot(max(abs(X-${x})-${halfWidth - radius},0),max(abs(Y-${y})-${halfHeight - radius},0))-${radius})`;

/** Distance to a circle. */
export const disc = (x: number, y: number, radius: number): string => `(hypot(X-${x},Y-${y})-${radius})`;

/** 1 inside, 0 outside, with a smooth edge of one pixel. */
export const inside = (distance: string): string => `clip(0.5-${distance},0,1)`;

/** The larger of several coverages. */
export const either = (...coverages: string[]): string =>
	coverages.reduce((one, other) => `max(${one},${other})`);

export type Color = readonly [red: number, green: number, blue: number];

/** Layers of color, the last one on top: each covers the previous ones according to its coverage. */
export function paint(
	ground: readonly [string, string, string],
	coats: Array<readonly [coverage: string, Color]>,
) {
	return ground.map((first, channel) =>
		coats.reduce((under, [coverage, color]) => `lerp(${under},${color[channel] ?? 0},${coverage})`, first),
	);
}

/** Arguments that create a PNG. `shade` darkens or lightens all colors; `alpha` is a coverage. */
export function picture(
	[width, height]: readonly [number, number],
	[red = '0', green = '0', blue = '0']: string[],
	shade: string,
	alpha: string | undefined,
	file: string,
): string[] {
	const lit = (channel: string) => `'clip((${channel})*(${shade}),0,255)'`;
	const channels = `r=${lit(red)}:g=${lit(green)}:b=${lit(blue)}`;
	const graph = alpha
		? `color=black:s=${width}x${height},format=rgba,geq=${channels}:a='255*${alpha}'`
		: `color=black:s=${width}x${height},format=gbrp,geq=${channels},format=rgb24`;
	return ['-f', 'lavfi', '-i', graph, '-frames:v', '1', file];
}
