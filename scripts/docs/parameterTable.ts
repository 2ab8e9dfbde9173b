import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { Asked, Limit } from './rulesAsked';
import { code, table } from './markdown';

/** The tables of a form: its fields, and one more for each collection in it. */
export function parameterTables(fields: readonly INodeProperties[], { limits }: Asked): string[] {
	// As conditions in collections name them.
	const root = fields.map((field) => ({ ...field, name: `/${field.name}` }));
	const inner = fields.flatMap((field) => {
		switch (field.type) {
			case 'collection':
				return [
					section(
						field.displayName,
						`Names are below ${code(field.name)}. An option that you do not add is not sent. The default is the value of an option when you add it.`,
						field.options as INodeProperties[],
						root,
						limits,
					),
				];
			case 'fixedCollection':
				return (field.options as INodePropertyCollection[]).map((group) =>
					section(
						`${field.displayName}: each entry`,
						`Names are below ${code(`${field.name}.${group.name}[]`)}.`,
						group.values,
						root,
						limits,
					),
				);
			default:
				return [];
		}
	});
	const shown = fields.filter(({ type }) => type !== 'notice');
	return [fieldTable(shown, fields, limits), ...inner];
}

const section = (
	title: string,
	intro: string,
	fields: readonly INodeProperties[],
	root: readonly INodeProperties[],
	limits: Asked['limits'],
): string => `### ${title}\n\n${intro}\n\n${fieldTable(fields, [...fields, ...root], limits)}`;

const fieldTable = (
	fields: readonly INodeProperties[],
	siblings: readonly INodeProperties[],
	limits: Asked['limits'],
): string =>
	table(
		['Parameter', 'Name', 'Type', 'Default', 'Takes', 'What it does'],
		fields.map((field) => [
			field.displayName,
			code(field.name),
			field.type,
			defaultOf(field),
			takes(field, limits),
			whatItDoes(field, siblings),
		]),
	);

function defaultOf({ type, default: preset }: INodeProperties): string {
	if (type === 'resourceLocator') return code(String((preset as { value: unknown }).value));
	if (type === 'collection' || type === 'fixedCollection' || preset === '') return '';
	return code(String(preset));
}

function takes(field: INodeProperties, limits: Asked['limits']): string {
	const { type, required, displayName, options = [] } = field;
	const limit = limits.get(displayName);
	const parts = [
		required === true ? 'required' : '',
		type === 'options'
			? (options as INodePropertyOptions[])
					.map(({ name, value }) => `${name} (${code(String(value))})`)
					.join(', ')
			: '',
		limit ? inWords(limit) : '',
	];
	return parts.filter((part) => part !== '').join('; ');
}

/** Choices are omitted: the form lists them. */
export function inWords(limit: Limit): string {
	if ('values' in limit) return '';
	if ('maxCharacters' in limit) return `up to ${limit.maxCharacters.toLocaleString('en')} characters`;
	const { min, max } = limit;
	if (!('integer' in limit)) {
		if (min === max) return `exactly ${max}`;
		return min === 0 ? `up to ${max} in all` : `${min} to ${max} in all`;
	}
	const kind = limit.integer ? 'a whole number' : 'a number';
	return max === Number.MAX_SAFE_INTEGER ? `${kind} of ${min} or more` : `${kind} from ${min} to ${max}`;
}

/** Description, hint, choices and the condition under which the form shows the field. */
function whatItDoes(field: INodeProperties, siblings: readonly INodeProperties[]): string {
	const choices = field.type === 'options' ? (field.options as INodePropertyOptions[]) : [];
	const explained = choices.filter(({ description }) => description !== undefined);
	return [
		field.description,
		field.hint,
		...explained.map(({ name, description }) => `${name}: ${description}`),
		shownWhen(field, siblings),
	]
		.filter((text) => text !== undefined && text !== '')
		.map((text) => `${text?.replace(/\.$/, '')}.`)
		.join(' ');
}

function shownWhen({ displayOptions }: INodeProperties, siblings: readonly INodeProperties[]): string {
	const conditions = Object.entries(displayOptions?.show ?? {}).map(([name, values = []]) => {
		const other = siblings.find((field) => field.name === name);
		return `'${other?.displayName ?? name}' is ${values.map((value) => valueName(other, value)).join(' or ')}`;
	});
	return conditions.length === 0 ? '' : `Shown when ${conditions.join(' and ')}`;
}

function valueName(field: INodeProperties | undefined, value: unknown): string {
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	const options = (field?.options ?? []) as INodePropertyOptions[];
	return options.find((option) => option.value === value)?.name ?? String(value);
}
