import type { Fault } from '../fault';
import type { Point, Shape } from './shapes';

/** Sums such as 33.3 + 66.7 exceed 100 slightly. */
const TOLERANCE = 1e-6;

const FROM_0_TO_100 = 'percentages from 0 to 100';

/** Problem of a shape that shows without knowing the picture, or undefined if there is none. */
export function shapeFault(shape: Shape): Fault | undefined {
	return shape.kind === 'polygon' ? polygonFault(shape.points) : boxFault(shape);
}

function boxFault({
	kind,
	left,
	top,
	width,
	height,
}: Exclude<Shape, { kind: 'polygon' }>): Fault | undefined {
	const sides = { Left: left, Top: top, Width: width, Height: height };
	for (const [name, value] of Object.entries(sides)) {
		if (isPercent(value)) continue;
		return {
			is: `has ${shown(value)} as '${name}'`,
			takes: FROM_0_TO_100,
			advice: `Set '${name}' to a number from 0 to 100: percent of the picture, not pixels.`,
		};
	}
	const empty = width === 0 ? 'Width' : height === 0 ? 'Height' : undefined;
	if (empty !== undefined) {
		return {
			is: `has no area: its '${empty}' is 0`,
			takes: 'shapes that cover a part of the picture',
			advice: `Set '${empty}' to more than 0, or remove the ${kind}.`,
		};
	}
	return overflow('Left', left, 'Width', width, 'right') ?? overflow('Top', top, 'Height', height, 'bottom');
}

function overflow(
	from: string,
	start: number,
	size: string,
	length: number,
	edge: string,
): Fault | undefined {
	if (start + length <= 100 + TOLERANCE) return undefined;
	const most = shown(100 - start);
	return {
		is: `reaches beyond the ${edge} edge: '${from}' and '${size}' are ${shown(start + length)} together`,
		takes: `'${from}' and '${size}' of up to 100 together`,
		advice: start < 100 ? `Set '${size}' to ${most} or less.` : `Set '${from}' to less than 100.`,
	};
}

function polygonFault(points: readonly Point[]): Fault | undefined {
	const outside = points.findIndex((point) => !point.every(isPercent));
	if (outside >= 0) {
		return {
			is: `has ${(points[outside] ?? []).map(shown).join(',')} as corner ${outside + 1}`,
			takes: FROM_0_TO_100,
			advice: 'Give corners in percent of the picture, not in pixels: 50,50 is the center.',
		};
	}
	if (points.length < 3) {
		return {
			is: `has ${points.length === 1 ? '1 corner' : `${points.length} corners`}`,
			takes: 'polygons of at least three corners',
			advice: 'Add corners, e.g. 10,20 50,80 90,20 for a triangle.',
		};
	}
	if (!isFlat(points)) return undefined;
	return {
		is: 'has no area: all of its corners lie on one line',
		takes: 'shapes that cover a part of the picture',
		advice: 'Move a corner off the line, e.g. 10,20 50,80 90,20 for a triangle.',
	};
}

/** Whether all points lie on a line. The signed area is no measure: it is zero for an hourglass too. */
function isFlat(points: readonly Point[]): boolean {
	const [x0, y0] = points[0] ?? [0, 0];
	const [x1, y1] = points.find(([x, y]) => x !== x0 || y !== y0) ?? [x0, y0];
	return points.every(([x, y]) => Math.abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) < TOLERANCE);
}

/** False for what is not a number as well. */
const isPercent = (value: number): boolean => value >= 0 && value <= 100;

/** At most two decimals: 33.33 */
const shown = (value: number): string => String(Number(value.toFixed(2)));
