import { COLORS } from '../shared/barChart';
import type { Result } from './comparison';
import { PACES } from './ours';
import type { Figures } from './watch';

const WIDTH = 860;
const HEIGHT = 520;
const LEFT = 64;
const RIGHT = 24;
const TOP = 96;
const FOOT = 56;
const FONT = 12;
/** Maximum width of a letter, thin and bold. */
const LETTER = { thin: 6.6, bold: 7.2 };
/** Points closer than this many pixels are merged. */
const SAME = 10;

const X = { from: 10, to: 200, ticks: [10, 20, 50, 100, 200] };
const Y = { from: 0.4, to: 20, ticks: [0.5, 1, 2, 5, 10, 20] };

const x = (polls: number): number => round(LEFT + share(polls, X) * (WIDTH - LEFT - RIGHT));
const y = (lag: number): number => round(HEIGHT - FOOT - share(lag, Y) * (HEIGHT - FOOT - TOP));

const share = (value: number, { from, to }: { from: number; to: number }): number =>
	Math.log(value / from) / Math.log(to / from);

interface Point {
	readonly x: number;
	readonly y: number;
	readonly names: string[];
	readonly ours: boolean;
	/** Share of the tasks on which a client gave up. */
	readonly lost: number;
}

/** Lag over requests, both logarithmic, with its own background: it polls the same in dark and light mode. */
export function plot({ spread, seconds, peers, warm }: Result): string {
	const points: Point[] = [];
	for (const pace of PACES) add(points, `this node, ${pace}`, warm[pace], true);
	for (const [{ name }, figures] of peers) add(points, name, figures, false);
	const end = { x: X.to, y: seconds / 2 / X.to };
	const start = { x: X.from, y: seconds / 2 / X.from };
	const title = `Tasks of ${seconds} s ${spread.name}: lag over requests, both less is better`;

	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" font-size="${FONT}">
<rect width="100%" height="100%" rx="10" fill="#ffffff"/>
<text x="24" y="34" font-size="17" font-weight="600" fill="${COLORS.ink}">${title}</text>
${legend()}
${X.ticks.map((tick) => `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP}" y2="${HEIGHT - FOOT}" stroke="${COLORS.line}"/><text x="${x(tick)}" y="${HEIGHT - FOOT + 18}" text-anchor="middle" fill="${COLORS.soft}">${tick}</text>`).join('\n')}
${Y.ticks.map((tick) => `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(tick)}" y2="${y(tick)}" stroke="${COLORS.line}"/><text x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end" fill="${COLORS.soft}">${tick}</text>`).join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 14}" text-anchor="middle" fill="${COLORS.soft}">requests for a task (mean)</text>
<text transform="translate(20 ${(TOP + HEIGHT - FOOT) / 2}) rotate(-90)" text-anchor="middle" fill="${COLORS.soft}">seconds from end to poll (mean)</text>
<line x1="${x(start.x)}" y1="${y(start.y)}" x2="${x(end.x)}" y2="${y(end.y)}" stroke="${COLORS.limit}" stroke-dasharray="4 3"/>
${points.map(mark).join('\n')}
${labels(points).join('\n')}
</svg>
`;
}

function add(points: Point[], name: string, { lag, polls, lost }: Figures, ours: boolean): void {
	if (lag === undefined) return;
	const at = { x: x(polls), y: y(lag) };
	const same = points.find(
		(other) => !other.ours && !ours && Math.hypot(other.x - at.x, other.y - at.y) < SAME,
	);
	if (same) same.names.push(name);
	else points.push({ ...at, names: [name], ours, lost });
}

/** A client that gave up on some tasks has a hollow mark. */
function mark({ x: cx, y: cy, ours, lost }: Point): string {
	const color = ours ? COLORS.wan : COLORS.soft;
	const fill = lost < 0.005 ? color : '#ffffff';
	return `<circle cx="${cx}" cy="${cy}" r="${ours ? 7 : 5}" fill="${fill}" stroke="${color}" stroke-width="1.5"/>`;
}

interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

/**
 * A possible position of a label: the side of its text that is next to the point, and the position of that
 * side.
 */
interface Side {
	readonly anchor: 'start' | 'middle' | 'end';
	readonly x: number;
	readonly y: number;
}

const SIDES: readonly Side[] = [
	{ anchor: 'start', x: 12, y: 4 },
	{ anchor: 'end', x: -12, y: 4 },
	{ anchor: 'middle', x: 0, y: -13 },
	{ anchor: 'middle', x: 0, y: 22 },
	{ anchor: 'start', x: 8, y: 20 },
	{ anchor: 'start', x: 8, y: -12 },
	{ anchor: 'end', x: -8, y: 20 },
	{ anchor: 'end', x: -8, y: -12 },
];
/** For two points that are close to each other: their labels are stacked. */
const ABOVE_ANOTHER: Side = { anchor: 'middle', x: 0, y: -33 };

/** White around the letters, where a line runs behind them. */
const HALO = 'paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"';

/** Places each label at the first side of its point where it covers no other one. */
function labels(points: readonly Point[]): string[] {
	const taken: Box[] = points.map(({ x, y }) => ({ left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 }));
	return points.map((point) => {
		const text = textOf(point);
		const boxAt = (side: Side): Box => {
			const width = text.length * (point.ours ? LETTER.bold : LETTER.thin);
			const left = point.x + side.x - { start: 0, middle: width / 2, end: width }[side.anchor];
			return { left, right: left + width, top: point.y + side.y - 12, bottom: point.y + side.y + 4 };
		};
		const isFree = (side: Side): boolean => {
			const box = boxAt(side);
			return isInside(box) && !taken.some((other) => overlap(box, other));
		};
		const side = SIDES.find(isFree) ?? ABOVE_ANOTHER;
		taken.push(boxAt(side));
		const style = point.ours ? `fill="${COLORS.wan}" font-weight="600"` : `fill="${COLORS.ink}"`;
		return `<text x="${round(point.x + side.x)}" y="${round(point.y + side.y)}" text-anchor="${side.anchor}" ${style} ${HALO}>${text}</text>`;
	});
}

function textOf({ names: [first = '', ...others], lost }: Point): string {
	const more = others.length > 1 ? ` and ${others.length} more` : others.map((name) => `, ${name}`).join('');
	return `${first}${more}${lost < 0.005 ? '' : ` (${Math.round(100 * lost)} % lost)`}`;
}

const isInside = ({ left, right }: Box): boolean => left > LEFT && right < WIDTH - 8;

const overlap = (one: Box, other: Box): boolean =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const legend = (): string =>
	`<circle cx="30" cy="58" r="6" fill="${COLORS.wan}"/><text x="42" y="62" fill="${COLORS.soft}">this node, 8 tasks seen before</text>
<circle cx="254" cy="58" r="5" fill="${COLORS.soft}"/><text x="265" y="62" fill="${COLORS.soft}">other clients</text>
<line x1="362" x2="386" y1="58" y2="58" stroke="${COLORS.limit}" stroke-dasharray="4 3"/><text x="392" y="62" fill="${COLORS.soft}">best possible with equal gaps: lag × requests = half of the task</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
