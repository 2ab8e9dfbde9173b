const WIDTH = 860;
const LEFT = 216;
const RIGHT = 90;
const TOP = 92;
const BAR = 16;
const GROUP_GAP = 14;
const FOOT = 34;
/** Width of a letter in the legend. */
const LETTER = 6.7;

/** The same in all plots. `wan` and `qwen` are the two nodes. */
export const COLORS = {
	wan: '#2f6fed',
	qwen: '#b8bec9',
	ink: '#1f2430',
	soft: '#667085',
	line: '#e4e7ec',
	limit: '#d92d20',
} as const;

export interface Series {
	readonly label: string;
	readonly color: string;
}

export interface Bar {
	readonly series: Series;
	/** The line at the bar's end extends from `least` to `most`. */
	readonly value: { readonly median: number; readonly least: number; readonly most: number };
}

export interface BarGroup {
	readonly label: string;
	readonly bars: readonly Bar[];
	/** The limit of this group, if each has its own. */
	readonly limit?: number;
}

export interface BarChart {
	readonly title: string;
	/** Alternative text of the plot. */
	readonly description: string;
	readonly groups: readonly BarGroup[];
	/** A dashed red line; `value` if it is the same for all groups. */
	readonly limit?: { readonly label: string; readonly value?: number };
	/** Decimals of the numbers at the bars; none by default. */
	readonly digits?: number;
}

/** Horizontal bars on a linear scale, with its own background: it looks the same in dark and light mode. */
export function barChart(chart: BarChart): string {
	const { groups, limit } = chart;
	const most = Math.max(
		...groups.flatMap(({ bars }) => bars.map(({ value }) => value.most)),
		...groups.map((group) => limitOf(group, chart) ?? 0),
	);
	const step = stepFor(most);
	const end = Math.ceil(most / step) * step;
	const x = (value: number) => round(LEFT + (value / end) * (WIDTH - LEFT - RIGHT));

	let y = TOP;
	const drawn = groups.map((group) => {
		const top = y;
		const height = group.bars.length * BAR;
		y += height + GROUP_GAP;
		const label = `<text x="${LEFT - 12}" y="${round(top + height / 2 + 4)}" text-anchor="end" fill="${COLORS.ink}">${group.label}</text>`;
		const own = group.limit === undefined ? [] : [limitLine(x(group.limit), top - 3, top + height + 3)];
		return [label, ...group.bars.map((one, index) => bar(one, top + index * BAR, x, group, chart)), ...own];
	});
	const bottom = y;
	const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);

	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + FOOT}" width="${WIDTH}" height="${bottom + FOOT}" role="img" aria-label="${chart.description}" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" font-size="13">
<rect width="100%" height="100%" rx="10" fill="#ffffff"/>
<text x="24" y="34" font-size="17" font-weight="600" fill="${COLORS.ink}">${chart.title}</text>
${legend(chart)}
${ticks.map((tick) => `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 8}" y2="${bottom}" stroke="${COLORS.line}"/><text x="${x(tick)}" y="${bottom + 18}" text-anchor="middle" fill="${COLORS.soft}">${tick.toLocaleString('en')}</text>`).join('\n')}
${drawn.flat().join('\n')}
${limit?.value === undefined ? '' : limitLine(x(limit.value), TOP - 8, bottom)}
</svg>
`;
}

const limitOf = (group: BarGroup, chart: BarChart): number | undefined => group.limit ?? chart.limit?.value;

const limitLine = (x: number, top: number, bottom: number): string =>
	`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="${COLORS.limit}" stroke-dasharray="4 3"/>`;

function bar(
	{ series, value: { median, least, most } }: Bar,
	y: number,
	x: (value: number) => number,
	group: BarGroup,
	chart: BarChart,
): string {
	const middle = y + BAR / 2;
	const { digits = 0 } = chart;
	const text = median.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
	// Grey bars are easier to see than grey numbers.
	const color = series.color === COLORS.qwen ? COLORS.soft : series.color;
	const limit = limitOf(group, chart);
	const end = x(most);
	// The number must not touch the limit's line.
	const clear = limit !== undefined && x(limit) + 4 > end && x(limit) < end + 50 ? x(limit) : end;
	return [
		`<rect x="${LEFT}" y="${y + 1}" width="${round(x(median) - LEFT)}" height="${BAR - 2}" rx="2" fill="${series.color}"/>`,
		`<line x1="${x(least)}" x2="${end}" y1="${middle}" y2="${middle}" stroke="${COLORS.ink}"/>`,
		`<text x="${clear + 6}" y="${middle + 4}" font-size="12" fill="${color}">${text}</text>`,
	].join('');
}

function legend({ groups, limit }: BarChart): string {
	const series = new Set(groups.flatMap(({ bars }) => bars.map((one) => one.series)));
	let x = 24;
	const place = (label: string, sign: (at: number) => string, width: number): string => {
		const at = x;
		x = round(at + width + 6 + label.length * LETTER + 24);
		return `${sign(at)}<text x="${at + width + 6}" y="63" fill="${COLORS.soft}">${label}</text>`;
	};
	const entries = [...series].map(({ label, color }) =>
		place(label, (at) => `<rect x="${at}" y="52" width="12" height="12" rx="2" fill="${color}"/>`, 12),
	);
	if (limit) {
		const dashes = (at: number) =>
			`<line x1="${at}" x2="${at + 24}" y1="58" y2="58" stroke="${COLORS.limit}" stroke-dasharray="4 3"/>`;
		entries.push(place(limit.label, dashes, 24));
	}
	return entries.join('');
}

/** A round number that divides the scale into four to nine steps. */
function stepFor(most: number): number {
	const power = 10 ** Math.floor(Math.log10(most));
	return [0.2, 0.25, 0.5, 1].map((part) => part * power).find((step) => most / step <= 8) ?? power;
}

const round = (value: number): number => Math.round(value * 10) / 10;
