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
	/** Description of the link field. */
	readonly description: string;
	readonly hint?: string;
	readonly required?: boolean;
}

const INPUT_KINDS = { values: ['url', 'binary'], source: 'this node' } as const;

/** The choice between a link and a file, which decides which of the two fields below is shown. */
const inputField = (displayName: string, name: string, what: string): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	default: 'url',
	options: choices(INPUT_KINDS, {
		url: { name: 'URL', description: 'A link that Alibaba Cloud can fetch' },
		binary: { name: 'File', description: 'A file from a previous node' },
	}),
	description: `Whether ${what} is a link or a file from a previous node`,
});

const fileField = (displayName: string, name: string, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	typeOptions: { binaryDataProperty: true },
	default: 'data',
	placeholder: 'e.g. data',
	description,
});

/** The fields of a slot for one image or video. */
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
				'Name of the input field with the file',
			),
			required,
			hint: text.hint,
			displayOptions: { show: { [input]: ['binary'] } },
		},
	];
}

/**
 * One optional image or video as an entry of a collection, in a group of its own: there, its fields can control each
 * other.
 */
export const groupField = (
	text: Omit<SlotText, 'required' | 'hint'> & {
		/** Name of the group inside the parameter. */
		readonly entry: string;
	},
): INodeProperties => ({
	displayName: text.displayName,
	name: text.parameter,
	type: 'fixedCollection',
	placeholder: `Add ${text.displayName}`,
	default: {},
	description: text.description,
	options: [
		{
			displayName: text.displayName,
			name: text.entry,
			values: entryFields(
				{ displayName: 'URL', placeholder: text.placeholder, description: `Link to the ${text.entry}` },
				'Name of the input field with the file',
			),
		},
	],
});

interface SlotPlace {
	readonly name: Slot['name'];
	/** Name of the file in messages, e.g. Video. */
	readonly title: string;
	readonly limit: MediaLimit;
}

/**
 * Reads a slot.
 * @param prefix path of its parameters without `Input`, `Url` or `Field`
 * @throws Failure `badInput`, if it is empty too
 */
export function readSlot(parameters: ItemParameters, prefix: string, slot: SlotPlace): Slot[] {
	const { name, limit, title } = slot;
	const input = parameters.text(`${prefix}Input`);
	demandInputKind(input ?? 'url', parameters.label(`${prefix}Input`));
	// A field that the form hides may hold an old value.
	if (input === 'binary') {
		const source = { kind: 'file', field: parameters.file(`${prefix}Field`) } as const;
		return [{ name, limit, label: title, source }];
	}
	const url = parameters.requiredText(`${prefix}Url`);
	return [{ name, limit, label: parameters.label(`${prefix}Url`), source: { kind: 'url', url } }];
}

/**
 * Reads a slot that is a group of its own, see `groupField`. Returns an empty list if the group was not added.
 * @param path of the group
 * @throws Failure `badInput` if the group is empty, or has several files
 */
export function readGroup(parameters: ItemParameters, path: string, slot: SlotPlace): Slot[] {
	const { name, limit, title } = slot;
	const sources = parameters.entries(path).flatMap((entry, index) => readEntry(entry, index, title));
	const rules = new Rules('this node');
	rules.count(title, sources.length, { min: 0, max: 1, source: 'this node' }, 'files');
	rules.throwIfBroken();
	return sources.map((source) => ({ name, limit, label: title, source }));
}

/** @throws Failure `badInput` */
function demandInputKind(input: unknown, label: string): void {
	const rules = new Rules('this node');
	rules.choice(label, String(input), INPUT_KINDS);
	rules.throwIfBroken();
}

/** Fields of an entry in a list of slots. The hint is in the entry, because n8n shows none at the list itself. */
export const entryFields = (
	text: Pick<SlotText, 'displayName' | 'placeholder' | 'description' | 'hint'>,
	fieldNames: string,
): INodeProperties[] => [
	inputField('Input', 'input', 'the file'),
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

/** Name of a field of an entry in messages. @param index of the entry, from 0 */
export const labelInEntry = (list: string, index: number, field: string): string =>
	`${list} (Entry ${index + 1}: ${field})`;

/**
 * Reads the links or files of an entry in a list of slots.
 * @param index of the entry, from 0
 * @throws Failure `badInput` if the entry is empty
 */
export function readEntry(entry: Entry, index: number, label: string): MediaSource[] {
	const input = entry.value('input') ?? 'url';
	demandInputKind(input, labelInEntry(label, index, 'Input'));
	const isFile = input === 'binary';
	const found = isFile
		? splitFields(entry.value('field')).map((field): MediaSource => ({ kind: 'file', field }))
		: splitLinks(entry.value('url')).map((url): MediaSource => ({ kind: 'url', url }));
	if (found.length > 0) return found;
	throw new Failure(
		'badInput',
		`'${label}' has no ${isFile ? 'field name' : 'link'} in entry ${index + 1}`,
		'Fill it in, check its expression, or remove the entry.',
	);
}

/** Comma-separated names, binary objects from expressions, or a list of either. */
function splitFields(value: unknown): unknown[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(splitFields);
	if (typeof value !== 'string') return [value];
	return value.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/** The list 'Reference Images'. */
export function referenceImageFields({
	description,
	hint,
	isRequired = false,
	more = [],
}: {
	readonly description: string;
	readonly hint: string;
	/** Whether the list opens with one entry. */
	readonly isRequired?: boolean;
	/** Fields that an entry has besides its link or file. */
	readonly more?: readonly INodeProperties[];
}): INodeProperties {
	const values = [
		...entryFields(
			{
				displayName: 'Image URL',
				placeholder: 'e.g. https://example.com/product.png',
				description:
					'Link to the image. Takes several links too, one per line or comma-separated, or an expression that returns a list.',
				hint,
			},
			'Name of the input field with the file. Takes several comma-separated names too.',
		),
		...more,
	];
	const empty = Object.fromEntries(values.map((field) => [field.name, field.default]));
	const list: INodeProperties = {
		displayName: 'Reference Images',
		name: 'referenceImages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Reference Image',
		default: {},
		description,
		options: [{ displayName: 'Image', name: 'image', values }],
	};
	return isRequired ? { ...list, required: true, default: { image: [empty] } } : list;
}

/**
 * Reads the reference images, in the order of the entries. An entry with several links or files becomes several
 * images with the role of that entry.
 * @throws Failure `badInput` if an entry is empty
 */
export function readReferenceImages(parameters: ItemParameters, limit: MediaLimit): Slot[] {
	const label = parameters.label('referenceImages');
	const images = parameters.entries('referenceImages.image').flatMap((entry, index) => {
		// Anything that is not a role is rejected later: an expression may have gone wrong, and the video would be billed.
		const given = entry.value('role');
		const role = given === undefined || given === '' ? undefined : String(given);
		return readEntry(entry, index, label).map((source) => ({ role, source }));
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

/** Links, one per line or comma-separated, or a list of links. A comma inside a link does not separate. */
export function splitLinks(value: unknown): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(splitLinks);
	if (typeof value !== 'string') return [quoted(value)];
	return value
		.split(/[\r\n]+|,(?=\s*(?:https?|oss|data):)/i)
		.map((link) => link.trim().replace(/,$/, ''))
		.filter((link) => link !== '');
}
