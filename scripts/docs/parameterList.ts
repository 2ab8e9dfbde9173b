import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { Language, Words } from './language';
import { code, list } from './markdown';
import type { Asked, Limit } from './rulesAsked';

/** The lists of a form: its fields, and one more for each collection in it. */
export function parameterLists(
	fields: readonly INodeProperties[],
	{ limits }: Asked,
	language: Language,
): string[] {
	const { words } = language;
	// As conditions in collections name them.
	const root = fields.map((field) => ({ ...field, name: `/${field.name}` }));
	const section = (title: string, intro: string, inner: readonly INodeProperties[]): string[] => [
		`### ${title}\n\n${intro}\n\n${fieldList(inner, [...inner, ...root], limits, language)}`,
		...groupsIn(inner),
	];
	const groupsIn = (among: readonly INodeProperties[]): string[] =>
		among.flatMap((field) =>
			field.type === 'fixedCollection'
				? (field.options as INodePropertyCollection[]).flatMap((group) =>
						section(
							words.entryTitle(field.displayName),
							words.entryIntro(code(`${field.name}.${group.name}${isList(field) ? '[]' : ''}`)),
							group.values,
						),
					)
				: [],
		);
	const shown = fields.filter(({ type }) => type !== 'notice');
	const collections = fields.flatMap((field) =>
		field.type === 'collection'
			? section(
					field.displayName,
					words.collectionIntro(code(field.name)),
					field.options as INodeProperties[],
				)
			: groupsIn([field]),
	);
	return [fieldList(shown, fields, limits, language), ...collections];
}

const isList = ({ typeOptions }: INodeProperties): boolean => typeOptions?.multipleValues === true;

const fieldList = (
	fields: readonly INodeProperties[],
	siblings: readonly INodeProperties[],
	limits: Asked['limits'],
	language: Language,
): string => list(fields.map((field) => entry(field, siblings, limits, language)));

/** A field: its names and limits, what it does, and its choices. */
function entry(
	field: INodeProperties,
	siblings: readonly INodeProperties[],
	limits: Asked['limits'],
	{ words, text, sentences }: Language,
): string {
	const { description, hint, displayName, name } = field;
	// A group that is there once or not at all says so by itself.
	const limit = field.type === 'fixedCollection' && !isList(field) ? undefined : limits.get(displayName);
	const facts = [
		code(name),
		field.required === true ? words.required : '',
		defaultOf(field, words),
		limit ? inWords(limit, words) : '',
	].filter((fact) => fact !== '');
	const what = sentences([
		description && text(description),
		hint && text(hint),
		shownWhen(field, siblings, words),
	]);
	const head = `**${displayName}** (${facts.join(words.comma)})`;
	const choices = choicesOf(field).map((choice) => {
		const label = `${choice.name} (${code(String(choice.value))})`;
		return choice.description === undefined
			? label
			: `${label}${words.colon}${text(withoutStop(choice.description))}`;
	});
	return [
		what === '' ? head : `${head}${words.colon}${what}`,
		...(choices.length > 0 ? [list(choices)] : []),
	].join('\n');
}

const withoutStop = (text: string): string => text.replace(/\.$/, '');

const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' ? (options as INodePropertyOptions[]) : [];

function defaultOf(field: INodeProperties, words: Words): string {
	const { type, default: preset } = field;
	if (type === 'collection' || type === 'fixedCollection') return '';
	if (typeof preset === 'boolean') return words.byDefault(preset ? words.on : words.off);
	const value = type === 'resourceLocator' ? (preset as { value: unknown }).value : preset;
	return value === '' ? '' : words.byDefault(code(String(value)));
}

/** Choices are omitted: the form lists them. */
export function inWords(limit: Limit, words: Words): string {
	if ('values' in limit) return '';
	if ('maxCharacters' in limit) return words.characters(limit.maxCharacters);
	const { min, max } = limit;
	if ('integer' in limit) {
		return words.number(limit.integer, min, max === Number.MAX_SAFE_INTEGER ? undefined : max);
	}
	return min === max ? words.exactly(max) : words.inAll(min, max);
}

function shownWhen(
	{ displayOptions }: INodeProperties,
	siblings: readonly INodeProperties[],
	words: Words,
): string {
	const conditions = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => !name.startsWith('@'))
		.map(([name, values = []]) => {
			const other = siblings.find((field) => field.name === name);
			return {
				label: other?.displayName ?? name,
				values: values.map((value) => valueName(other, value, words)),
			};
		});
	return conditions.length === 0 ? '' : words.shownWhen(conditions);
}

function valueName(field: INodeProperties | undefined, value: unknown, words: Words): string {
	if (typeof value === 'boolean') return value ? words.on : words.off;
	const options = (field?.options ?? []) as INodePropertyOptions[];
	return options.find((option) => option.value === value)?.name ?? String(value);
}
