import type { INodeProperties } from 'n8n-workflow';
import type { ChoiceLimit } from '../dashscope/limits';
import type { Fault } from '../media/fault';
import { parsePoints } from '../media/masks/points';
import { MASK_PRESETS, type MaskPreset } from '../media/masks/presets';
import { shapeFault } from '../media/masks/shapeRules';
import type { Shape } from '../media/masks/shapes';
import type { Rules } from '../rules/rules';
import { choices } from './choices';
import type { Entry, ItemParameters } from './parameters';

const DRAWN = ['rectangle', 'ellipse', 'polygon'] as const;
const PRESETS = Object.keys(MASK_PRESETS) as MaskPreset[];
const KINDS = { values: [...DRAWN, ...PRESETS], source: 'this node' } as const satisfies ChoiceLimit;

const PRESET_NAMES = Object.fromEntries(
	PRESETS.map((value) => [value, { name: MASK_PRESETS[value].name }]),
) as Record<MaskPreset, { name: string }>;

/** More than anyone draws by hand; an expression may return a list of any length. */
const MOST_SHAPES = { min: 1, max: 100, source: 'this node' } as const;

/** A shape as read from the form, or what is wrong with it. */
export interface ReadShape {
	readonly kind: string;
	readonly shape?: Shape;
	readonly fault?: Fault;
}

const forBox = { show: { kind: ['rectangle', 'ellipse'] } };

const percentField = (name: string, displayName: string, value: number, what: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
	default: value,
	displayOptions: forBox,
	description: `${what}, in percent of the picture, 0 to 100`,
});

/** The list of shapes that make up a mask. */
export const shapesField: INodeProperties = {
	displayName: 'Mask Shapes',
	name: 'maskShapes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Shape',
	default: { shape: [{ kind: 'rectangle' }] },
	description:
		'What to edit. All numbers are percent of the picture, counted from its top left corner. Overlapping shapes are united.',
	options: [
		{
			displayName: 'Shape',
			name: 'shape',
			values: [
				{
					displayName: 'Shape',
					name: 'kind',
					type: 'options',
					default: 'rectangle',
					options: choices(KINDS, {
						rectangle: { name: 'Rectangle' },
						ellipse: { name: 'Ellipse' },
						polygon: { name: 'Polygon' },
						...PRESET_NAMES,
					}),
					description: 'A shape to describe with numbers, or a region with a name',
				},
				percentField('left', 'Left', 25, 'Distance from the left edge'),
				percentField('top', 'Top', 25, 'Distance from the top edge'),
				percentField('width', 'Width', 50, 'Width of the shape'),
				percentField('height', 'Height', 50, 'Height of the shape'),
				{
					displayName: 'Corners',
					name: 'points',
					type: 'string',
					default: '',
					required: true,
					displayOptions: { show: { kind: ['polygon'] } },
					placeholder: 'e.g. 10,20 50,80 90,20',
					description: 'Corners in order, each as x,y in percent of the picture, separated by spaces',
				},
			],
		},
	],
};

/** @throws Failure `badInput` if an expression found nothing */
export const readShapes = (parameters: ItemParameters): ReadShape[] =>
	parameters.entries('maskShapes.shape').map(readShape);

function readShape(entry: Entry): ReadShape {
	const kind = String(entry.value('kind') ?? 'rectangle');
	if (kind in MASK_PRESETS) return { kind, shape: MASK_PRESETS[kind as MaskPreset].shape };
	if (kind === 'polygon') {
		const parsed = parsePoints(String(entry.value('points') ?? ''));
		return 'fault' in parsed ? { kind, fault: parsed.fault } : checked(kind, { kind, points: parsed.points });
	}
	if (kind !== 'rectangle' && kind !== 'ellipse') return { kind };
	const percent = (name: string, missing: number) => numberIn(entry.value(name) ?? missing);
	return checked(kind, {
		kind,
		left: percent('left', 25),
		top: percent('top', 25),
		width: percent('width', 50),
		height: percent('height', 50),
	});
}

/** NaN for what is not a number: its rule says so. */
const numberIn = (value: unknown): number =>
	typeof value === 'string' && value.trim() === '' ? NaN : Number(value);

function checked(kind: string, shape: Shape): ReadShape {
	const fault = shapeFault(shape);
	return fault === undefined ? { kind, shape } : { kind, fault };
}

export function checkShapes(shapes: readonly ReadShape[] | undefined, rules: Rules): void {
	if (shapes === undefined) return;
	rules.count('Mask Shapes', shapes.length, MOST_SHAPES, 'shapes');
	for (const [index, { kind, fault }] of shapes.entries()) {
		const title = `Mask Shapes (${index + 1})`;
		rules.choice(title, kind, KINDS);
		if (fault) {
			rules.require(
				false,
				`${rules.subject(title)} ${fault.is}; Edit Region takes ${fault.takes}`,
				fault.advice,
			);
		}
	}
}
