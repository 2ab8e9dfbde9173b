import type { INodeProperties } from 'n8n-workflow';
import { Failure } from '../failure/failure';
import type { MediaLimit } from '../media/limits';
import type { MediaSource, Slot } from '../media/slot';
import { choices } from './choices';
import type { Entry, ItemParameters } from './parameters';
import { Rules } from '../rules/rules';
import { quoted } from '../failure/quoted';

interface SlotText {
	/** Parameter prefix: `video` makes `videoInput`, `videoUrl` and `videoField`. */
	readonly parameter: string;
	readonly displayName: string;
	readonly placeholder: string;
	/** Of the link. */
	readonly description: string;
	readonly hint?: string;
	readonly required?: boolean;
}

const INPUT_KINDS = { values: ['url', 'binary'], source: 'this node' } as const;

/** The choice between a link and a file, which decides what the two fields below it show. */
const inputField = (displayName: string, name: string, what: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	default: 'url',
	options: choices(INPUT_KINDS, {
		url: { name: 'URL', description: 'A link that the provider can fetch' },
		binary: { name: 'File', description: 'A file from a previous node' },
	}),
	description: `Where ${what} comes from: a link, or a file of a previous node`,
});

const fileField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	description,
});

/** The fields of a slot that takes one picture or film. */
export function slotFields({
	parameter,
	displayName,
	required = true,
	...text
}: SlotText): INodeProperties[] {
	const input = `${parameter}Input`;
	return [
		inputField(`${displayName} Input`, input, `the ${displayName.toLowerCase()}`),
		{
			displayName: `${displayName} URL`,
			name: `${parameter}Url`,
			type: 'string',
			default: '',
			required,
			...text,
			displayOptions: { show: { [input]: ['url'] } },
		},
		{
			...fileField(
				`Input Data Field Name (${displayName})`,
				`${parameter}Field`,
				'The name of the input field that has the file',
			),
			required,
			hint: text.hint,
			displayOptions: { show: { [input]: ['binary'] } },
		},
	];
}

/** The same as entries of a collection, where a field that was not added cannot decide about others. */
export const slotOptions = (text: SlotText): INodeProperties[] =>
	slotFields(text).map((field) => ({
		...field,
		// The long name of the field is cut off in a collection.
		displayName: field.name.endsWith('Field') ? `${text.displayName} Field Name` : field.displayName,
		displayOptions: undefined,
	}));

interface SlotPlace {
	readonly name: Slot['name'];
	/** What is told of the file in messages, e.g. Video. */
	readonly title: string;
	readonly limit: MediaLimit;
	/** Whether it may be empty. */
	readonly optional?: boolean;
}

/**
 * What stands in a slot. Nothing where an optional slot is empty.
 * @param prefix path of its parameters without `Input`, `Url` and `Field`
 * @throws Failure `badInput`
 */
export function readSlot(parameters: ItemParameters, prefix: string, slot: SlotPlace): Slot[] {
	const { name, limit, title } = slot;
	const input = parameters.text(`${prefix}Input`);
	demandInputKind(input ?? 'url', parameters.label(`${prefix}Input`), parameters.item);
	// What the form hides may hold anything.
	const url = input === 'binary' ? undefined : parameters.text(`${prefix}Url`);
	if (url !== undefined) {
		return [{ name, limit, label: parameters.label(`${prefix}Url`), source: { kind: 'url', url } }];
	}
	const hasFieldOnly =
		slot.optional && input === undefined && parameters.text(`${prefix}Field`) !== undefined;
	if (input === 'binary' || hasFieldOnly) {
		return [
			{ name, limit, label: title, source: { kind: 'file', field: parameters.file(`${prefix}Field`) } },
		];
	}
	if (slot.optional) return [];
	throw parameters.missing(`${prefix}Url`);
}

/** @throws Failure `badInput` */
function demandInputKind(input: unknown, label: string, item: number): void {
	const rules = new Rules(item, 'this node');
	rules.choice(label, String(input), INPUT_KINDS);
	rules.throwIfBroken();
}

/** Fields of an entry in a list of slots. The hint stands in the entry: n8n shows none at the list itself. */
export const entryFields = (
	text: Pick<SlotText, 'displayName' | 'placeholder' | 'description' | 'hint'>,
	fieldNames: string,
): INodeProperties[] => [
	inputField('Input', 'input', 'it'),
	{
		displayName: text.displayName,
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: text.placeholder,
		description: text.description,
		hint: text.hint,
		displayOptions: { show: { input: ['url'] } },
	},
	{
		...fileField('Input Data Field Name', 'field', fieldNames),
		required: true,
		hint: text.hint,
		displayOptions: { show: { input: ['binary'] } },
	},
];

/** How messages call a field of an entry. @param index of the entry, from 0 */
export const labelInEntry = (list: string, index: number, field: string): string =>
	`${list} (Entry ${index + 1}: ${field})`;

/**
 * What an entry in a list of slots holds: links, or files.
 * @param index of the entry, from 0
 * @throws Failure `badInput` where it holds nothing
 */
export function readEntry(entry: Entry, index: number, label: string, item: number): MediaSource[] {
	const input = entry.value('input') ?? 'url';
	demandInputKind(input, labelInEntry(label, index, 'Input'), item);
	const isFile = input === 'binary';
	const found = isFile
		? splitFields(entry.value('field')).map((field): MediaSource => ({ kind: 'file', field }))
		: splitLinks(entry.value('url')).map((url): MediaSource => ({ kind: 'url', url }));
	if (found.length > 0) return found;
	throw new Failure(
		'badInput',
		`'${label}' of item ${item} has no ${isFile ? 'field name' : 'link'} in entry ${index + 1}`,
		'Fill it in, check the expression that fills it, or remove the entry.',
	);
}

/** Names separated by commas, binary objects of expressions, or a list of either. */
function splitFields(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(splitFields);
	if (typeof value !== 'string') return [value];
	return value.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/** The field list 'Reference Images', with what an entry shows besides its link. */
export function referenceImageFields(
	description: string,
	hint: string,
	more: INodeProperties[] = [],
): INodeProperties {
	return {
		displayName: 'Reference Images',
		name: 'referenceImages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Reference Image',
		default: {},
		description,
		options: [
			{
				displayName: 'Image',
				name: 'image',
				values: [
					...entryFields(
						{
							displayName: 'Image URL',
							placeholder: 'e.g. https://example.com/product.png',
							description:
								'Link to the image. Several links may stand here, one a line or separated by commas, or an expression that gives a list.',
							hint,
						},
						'The name of the input field that has the file. Several names may be separated by commas.',
					),
					...more,
				],
			},
		],
	};
}

/**
 * The reference images, in the order of the entries. An entry with several links or files becomes as many
 * images with that entry's role.
 * @throws Failure `badInput` when an entry holds nothing
 */
export function readReferenceImages(parameters: ItemParameters, limit: MediaLimit): Slot[] {
	const label = parameters.label('referenceImages');
	const images = parameters.entries('referenceImages.image').flatMap((entry, index) => {
		// Anything but a role is refused later: it may be the slip of an expression, and the video would be paid.
		const given = entry.value('role');
		const role = given === undefined || given === '' ? undefined : String(given);
		return readEntry(entry, index, label, parameters.item).map((source) => ({ role, source }));
	});
	return images.map(({ role, source }, index) => ({
		name: 'referenceImage',
		label,
		number: images.length === 1 ? undefined : index + 1,
		limit,
		role,
		source,
	}));
}

/** Links separated by lines or by commas, or a list of them. A comma inside a link does not separate. */
export function splitLinks(value: unknown): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(splitLinks);
	if (typeof value !== 'string') return [quoted(value)];
	return value
		.split(/[\r\n]+|,(?=\s*(?:https?|oss|data):)/i)
		.map((link) => link.trim().replace(/,$/, ''))
		.filter((link) => link !== '');
}
