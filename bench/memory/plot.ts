import { BAR_MB, nameOf, SUBJECTS, type Subject } from './cases';
import type { Row } from './figures';

const WIDTH = 860;
const LEFT = 216;
const RIGHT = 90;
const TOP = 92;
const BAR = 16;
const GROUP_GAP = 14;
const FOOT = 34;

const COLOURS = {
	wan: '#2f6fed',
	qwen: '#b8bec9',
	ink: '#1f2430',
	soft: '#667085',
	line: '#e4e7ec',
	limit: '#d92d20',
};
const LABELS: Record<Subject, string> = { wan: 'This node', qwen: "n8n's Qwen Cloud node" };

/** The rows as bars on a linear scale, on a ground of its own: it looks the same in dark and light. */
export function plot(rows: readonly Row[]): string {
	const most = Math.max(
		...rows.flatMap(({ growth }) => SUBJECTS.map((one) => growth[one]?.most ?? 0)),
		BAR_MB,
	);
	const step = stepFor(most);
	const end = Math.ceil(most / step) * step;
	const x = (megabytes: number) => round(LEFT + (megabytes / end) * (WIDTH - LEFT - RIGHT));

	let y = TOP;
	const groups = rows.map((row) => {
		const bars = SUBJECTS.filter((one) => row.growth[one]);
		const top = y;
		y += bars.length * BAR + GROUP_GAP;
		const middle = round(top + (bars.length * BAR) / 2 + 4);
		const label = `<text x="${LEFT - 12}" y="${middle}" text-anchor="end" fill="${COLOURS.ink}">${nameOf(row.transfer)}</text>`;
		return [label, ...bars.map((one, index) => bar(row, one, top + index * BAR, x))].join('\n');
	});
	const bottom = y;
	const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);

	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + FOOT}" width="${WIDTH}" height="${bottom + FOOT}" role="img" aria-label="Peak memory growth of this node and of n8n's Qwen Cloud node" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" font-size="13">
<rect width="100%" height="100%" rx="10" fill="#ffffff"/>
<text x="24" y="34" font-size="17" font-weight="600" fill="${COLOURS.ink}">Peak memory growth in MB, less is better</text>
${legend()}
${ticks.map((tick) => `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 8}" y2="${bottom}" stroke="${COLOURS.line}"/><text x="${x(tick)}" y="${bottom + 18}" text-anchor="middle" fill="${COLOURS.soft}">${tick.toLocaleString('en')}</text>`).join('\n')}
${groups.join('\n')}
<line x1="${x(BAR_MB)}" x2="${x(BAR_MB)}" y1="${TOP - 8}" y2="${bottom}" stroke="${COLOURS.limit}" stroke-dasharray="4 3"/>
</svg>
`;
}

/** A bar with its number; the line across its end goes from the least run to the most. */
function bar({ growth }: Row, subject: Subject, y: number, x: (megabytes: number) => number): string {
	const found = growth[subject];
	if (!found) return '';
	const { median, least, most } = found;
	const middle = y + BAR / 2;
	return [
		`<rect x="${LEFT}" y="${y + 1}" width="${round(x(median) - LEFT)}" height="${BAR - 2}" rx="2" fill="${COLOURS[subject]}"/>`,
		`<line x1="${x(least)}" x2="${x(most)}" y1="${middle}" y2="${middle}" stroke="${COLOURS.ink}"/>`,
		`<text x="${Math.max(x(most), x(BAR_MB)) + 6}" y="${middle + 4}" font-size="12" fill="${subject === 'wan' ? COLOURS.wan : COLOURS.soft}">${Math.round(median).toLocaleString('en')}</text>`,
	].join('');
}

function legend(): string {
	const entries = SUBJECTS.map(
		(one, index) =>
			`<rect x="${24 + index * 110}" y="52" width="12" height="12" rx="2" fill="${COLOURS[one]}"/><text x="${42 + index * 110}" y="63" fill="${COLOURS.soft}">${LABELS[one]}</text>`,
	);
	return `${entries.join('')}<line x1="318" x2="342" y1="58" y2="58" stroke="${COLOURS.limit}" stroke-dasharray="4 3"/><text x="348" y="63" fill="${COLOURS.soft}">this node's limit, ${BAR_MB} MB</text>`;
}

/** A round number that divides the scale into four to nine. */
function stepFor(most: number): number {
	const power = 10 ** Math.floor(Math.log10(most));
	return [0.2, 0.25, 0.5, 1].map((part) => part * power).find((step) => most / step <= 8) ?? power;
}

const round = (value: number): number => Math.round(value * 10) / 10;
