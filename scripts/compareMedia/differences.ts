import type { Measured, Reading } from './reading';

/** A value on which two readers differ. */
export interface Difference {
	/** A field of `Measured`, or `readable`. */
	readonly field: string;
	readonly node: string;
	readonly other: string;
}

interface Tolerance {
	readonly field: keyof Measured;
	/** Of the other reader's value. */
	readonly most: (value: number) => number;
	readonly because: string;
}

/** How far numbers may differ and still count as equal. Everything else must be equal. */
export const TOLERANCES: readonly Tolerance[] = [
	{
		field: 'seconds',
		most: () => 0.02,
		because:
			'an edit list counts in ticks of the movie, mostly milliseconds, and ffprobe rounds to those of the track',
	},
	{
		field: 'fps',
		most: (value) => value / 10_000,
		because: 'ffprobe shortens large fractions',
	},
];

const FIELDS = [
	'format',
	'width',
	'height',
	'seconds',
	'fps',
	'codec',
	'encrypted',
	'audio',
	'alpha',
] as const;

/** Empty if both agree on everything that both report. */
export function differences(node: Reading, other: Reading): Difference[] {
	if (!isMeasured(node) && !isMeasured(other)) {
		if (node.kind !== 'other' || other.kind !== 'other') return [];
		const isSame = family(node.format) === family(other.format);
		return isSame || other.format === 'unknown'
			? []
			: [{ field: 'format', node: node.format, other: other.format }];
	}
	if (!isMeasured(node) || !isMeasured(other)) {
		return [{ field: 'readable', node: inWords(node), other: inWords(other) }];
	}
	return FIELDS.filter((field) => !areSame(field, node[field], other[field])).map((field) => ({
		field,
		node: valueInWords(node[field]),
		other: valueInWords(other[field]),
	}));
}

export const isMeasured = (reading: Reading): reading is Measured =>
	reading.kind === 'film' || reading.kind === 'picture';

function areSame(
	field: keyof Measured,
	one: Measured[keyof Measured],
	other: Measured[keyof Measured],
): boolean {
	if (one === undefined || other === undefined) return true;
	if (typeof one !== 'number' || typeof other !== 'number') return one === other;
	const most = TOLERANCES.find((tolerance) => tolerance.field === field)?.most(other) ?? 0;
	return Math.abs(one - other) <= most;
}

/** Formats of one container that ffprobe does not distinguish. */
const family = (format: string): string => (format === 'WEBM' ? 'MKV' : format);

function inWords(reading: Reading): string {
	if (reading.kind === 'unreadable') return `unreadable (${reading.reason})`;
	return reading.kind === 'other' ? reading.format : `${reading.format} ${reading.width} × ${reading.height}`;
}

const valueInWords = (value: unknown): string =>
	typeof value === 'number' ? String(Number(value.toFixed(4))) : String(value);
