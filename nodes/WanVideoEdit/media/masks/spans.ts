import type { Point, Shape } from './shapes';

/** Pixels of a row from `start` to before `end`. */
export type Span = readonly [start: number, end: number];

/** A shape in the pixels of a picture, row by row. */
export interface Spans {
	/** First row that may have pixels, and the one after the last. */
	readonly top: number;
	readonly bottom: number;
	/** Edges to look at for each row. */
	readonly edges: number;
	/** From left to right, without overlaps, none empty. */
	row(y: number): readonly Span[];
}

/** The first pixel whose center lies at or after this position. */
const pixelAt = (position: number, most: number): number =>
	Math.min(most, Math.max(0, Math.ceil(position - 0.5)));

export function spansOf(shape: Shape, width: number, height: number): Spans {
	if (shape.kind === 'polygon') return polygon(shape.points, width, height);
	const [left, top] = [(shape.left * width) / 100, (shape.top * height) / 100];
	// Added before they are scaled: 70 + 30 ends at the edge of every picture.
	const right = ((shape.left + shape.width) * width) / 100;
	const bottom = ((shape.top + shape.height) * height) / 100;
	const rows = { top: pixelAt(top, height), bottom: pixelAt(bottom, height), edges: 1 };
	const span = (from: number, to: number): Span[] => {
		const [start, end] = [pixelAt(from, width), pixelAt(to, width)];
		return start < end ? [[start, end]] : [];
	};
	if (shape.kind === 'rectangle') {
		const whole = span(left, right);
		return { ...rows, row: () => whole };
	}
	const [centerX, radiusX] = [(left + right) / 2, (right - left) / 2];
	const [centerY, radiusY] = [(top + bottom) / 2, (bottom - top) / 2];
	return {
		...rows,
		row(y) {
			const share = (y + 0.5 - centerY) / radiusY;
			const half = radiusX * Math.sqrt(Math.max(0, 1 - share * share));
			return span(centerX - half, centerX + half);
		},
	};
}

interface Edge {
	/** The end with the smaller y, in pixels. */
	readonly x: number;
	readonly y: number;
	readonly bottom: number;
	/** Pixels to the right for each row. */
	readonly slope: number;
	/** 1 for an edge that goes down, −1 for one that goes up. */
	readonly winding: 1 | -1;
}

/** Filled by the nonzero rule, so that a polygon that crosses itself has no holes: overlapping parts are united too. */
function polygon(points: readonly Point[], width: number, height: number): Spans {
	const corners = points.map(([x, y]) => [(x * width) / 100, (y * height) / 100] as const);
	const edges = corners.flatMap((from, index): Edge[] => {
		const to = corners[(index + 1) % corners.length] ?? from;
		if (from[1] === to[1]) return [];
		const [[x, y], [otherX, bottom]] = from[1] < to[1] ? [from, to] : [to, from];
		return [{ x, y, bottom, slope: (otherX - x) / (bottom - y), winding: from[1] < to[1] ? 1 : -1 }];
	});
	const ys = corners.map(([, y]) => y);
	return {
		top: pixelAt(Math.min(...ys), height),
		bottom: pixelAt(Math.max(...ys), height),
		edges: edges.length,
		row: (y) => insides(edges, y + 0.5, width),
	};
}

/** Spans of a row whose centers lie at this height. */
function insides(edges: readonly Edge[], center: number, width: number): Span[] {
	const crossings = edges
		.filter(({ y, bottom }) => y <= center && center < bottom)
		.map(({ x, y, slope, winding }) => ({ x: x + (center - y) * slope, winding }))
		.sort((one, other) => one.x - other.x);
	const spans: Span[] = [];
	let [windings, from] = [0, 0];
	for (const { x, winding } of crossings) {
		if (windings === 0) from = x;
		windings += winding;
		const [start, end] = [pixelAt(from, width), pixelAt(x, width)];
		if (windings === 0 && start < end) spans.push([start, end]);
	}
	return spans;
}
