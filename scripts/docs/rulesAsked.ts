import type { IExecuteFunctions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type {
	ChoiceLimit,
	CountLimit,
	NumberLimit,
	TextLimit,
} from '../../nodes/WanVideoEdit/dashscope/limits';
import type { Slot } from '../../nodes/WanVideoEdit/media/slot';
import { systemClock } from '../../nodes/WanVideoEdit/timing/clock';
import { MODES } from '../../nodes/WanVideoEdit/modes';
import { Rules } from '../../nodes/WanVideoEdit/rules/rules';
import { read } from '../../nodes/WanVideoEdit/stages/read';
import type { Operation } from '../../nodes/WanVideoEdit/stages/operation';
import { filledForm, parametersOf } from '../../test/support/parameters';

export type Limit = TextLimit | NumberLimit | ChoiceLimit | CountLimit;

/** What an operation checks, recorded from its own checks. */
export interface Asked {
	/** The limit of each parameter, by its name in the form. */
	readonly limits: ReadonlyMap<string, Limit>;
	/** One slot for each kind of file. */
	readonly slots: readonly Slot[];
}

/**
 * Lets an operation check a completed form, and records the limits that it uses: so the pages always show
 * the actual limits, even those of a new operation.
 */
export async function askedBy(operation: Operation<unknown>): Promise<Asked> {
	const limits = new Map<string, Limit>();
	const kinds = ['text', 'number', 'choice', 'count'] as const;
	const original = Object.fromEntries(kinds.map((kind) => [kind, Rules.prototype[kind]]));
	for (const kind of kinds) {
		Rules.prototype[kind] = (label: string, _value: unknown, limit: Limit) => {
			limits.set(label, limit);
		};
	}
	try {
		for (const switches of [false, true]) {
			const form = everythingIn(operation.fields, switches ? switchedOn(operation.fields) : {});
			const context = { getNode: () => ({ type: 'wanVideoEdit' }) } as IExecuteFunctions;
			await operation.prepare(parametersOf(form, operation.fields), context, systemClock);
		}
	} finally {
		Object.assign(Rules.prototype, original);
	}
	return { limits, slots: slotsOf(operation) };
}

function slotsOf({ operation, fields }: Operation<unknown>): Slot[] {
	const mode = MODES.find((one) => one.operation === operation);
	if (!mode) return [];
	const slots = new Map<string, Slot>();
	for (const form of [everythingIn(fields), ...variants(fields)]) {
		for (const slot of read(mode, parametersOf(form, fields)).slots) {
			// The node makes it.
			if (slot.source.kind === 'shapes') continue;
			slots.set(`${slot.label} ${slot.limit.formats.join()}`, slot);
		}
	}
	return [...slots.values()];
}

/**
 * Values that make the form show hidden fields. Others are switched off for the same reason, such as the
 * limit of a list. Using a bucket would need its credential.
 */
const switchedOn = (fields: readonly INodeProperties[]): object =>
	Object.fromEntries(
		fields
			.filter(({ type, name }) => type === 'boolean' && name !== 'useOssBucket')
			.map(({ name }) => [name, true]),
	);

/** The form with each choice of each list: file limits can depend on one, as for masks. */
const variants = (fields: readonly INodeProperties[]): object[] =>
	fields
		.filter(({ type, name }) => type === 'options' && !name.endsWith('Input'))
		.flatMap((field) => valuesOf(field).map((value) => everythingIn(fields, { [field.name]: value })));

const valuesOf = ({ options = [] }: INodeProperties): unknown[] =>
	options.flatMap((option) => ('value' in option ? [option.value] : []));

function everythingIn(fields: readonly INodeProperties[], values: object = {}): Record<string, unknown> {
	const filled = Object.fromEntries(fields.map((field) => [field.name, filling(field)]));
	return filledForm(fields, { ...filled, ...values });
}

/** A plausible value, derived from the field's description. */
function filling(field: INodeProperties): unknown {
	const { type, default: preset, placeholder, typeOptions, options = [] } = field;
	switch (type) {
		case 'string':
			return preset === '' ? (placeholder ?? 'e.g. text').replace('e.g. ', '') : preset;
		case 'number':
			return typeOptions?.maxValue ?? preset;
		case 'collection':
			return Object.fromEntries((options as INodeProperties[]).map((one) => [one.name, filling(one)]));
		case 'fixedCollection':
			return Object.fromEntries(
				(options as INodePropertyCollection[]).map((group) => {
					const entries = entriesOf(group.values);
					return [group.name, typeOptions?.multipleValues === true ? entries : entries[0]];
				}),
			);
		default:
			return preset;
	}
}

/** One entry for each choice of the entries, such as the roles of images. */
function entriesOf(fields: readonly INodeProperties[]): object[] {
	const entry = Object.fromEntries(fields.map((field) => [field.name, filling(field)]));
	const kind = fields.find(({ type, name }) => type === 'options' && name !== 'input');
	return kind ? valuesOf(kind).map((value) => ({ ...entry, [kind.name]: value })) : [entry];
}
