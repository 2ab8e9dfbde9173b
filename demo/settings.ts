import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';
import { nodeFields } from '../nodes/WanVideoEdit/run/properties';
import type { ModeNode } from './workflow';

/** A parameter as the form shows it. */
export interface Setting {
	/** Its name in the form: `Mask Type`. */
	readonly label: string;
	/** Its value in the form: `Tracking`. */
	readonly value: string;
	/** Set if the value leads to an image or video. */
	readonly media?: Media;
}

export interface Media {
	/** `Video`, `Image (Subject)` */
	readonly label: string;
	readonly link: string;
	/** The field of the item with the file, if an earlier node downloaded the link. */
	readonly field?: string;
}

const FIELDS = nodeFields();

/** Shown elsewhere, or the same in every mode. */
const LEFT_OUT = ['resource', 'operation', 'prompt'];

/** The parameters that the user set, from top to bottom of the form. */
export function settingsOf({ node, parameters, files }: ModeNode): Setting[] {
	const filled = NodeHelpers.getNodeParameters(FIELDS, parameters, true, false, node, null) ?? {};
	return FIELDS.filter(({ name }) => name in parameters && !LEFT_OUT.includes(name))
		.filter((field) => NodeHelpers.displayParameter(filled, field, node, null))
		.flatMap((field) => settingsIn(field, parameters[field.name], files));
}

function settingsIn(field: INodeProperties, value: unknown, files: ModeNode['files']): Setting[] {
	switch (field.type) {
		case 'collection': {
			const inner = value as INodeParameters;
			return (field.options as INodeProperties[])
				.filter(({ name }) => name in inner)
				.flatMap((option) => settingsIn(option, inner[option.name], files));
		}
		case 'fixedCollection':
			return (field.options as INodePropertyCollection[]).flatMap((group) =>
				((value as Record<string, INodeParameters[]>)[group.name] ?? []).map((entry) =>
					oneOf(group.values, entry, group.displayName),
				),
			);
		case 'resourceLocator':
			return [{ label: field.displayName, value: String((value as { value: unknown }).value) }];
		case 'boolean':
			return [{ label: field.displayName, value: value === true ? 'On' : 'Off' }];
		case 'options':
			return [{ label: field.displayName, value: optionName(field, value) }];
		default:
			return [fileOf(field, String(value), files) ?? linkOrText(field.displayName, String(value))];
	}
}

/** An entry of a list, on one line: its choices are part of the name, e.g. `Image (Subject)`. */
function oneOf(fields: INodeProperties[], entry: INodeParameters, name: string): Setting {
	const choices = fields
		.filter((field) => field.type === 'options' && field.name in entry)
		.map((field) => optionName(field, entry[field.name]));
	const link = fields.find((field) => field.type === 'string' && field.name in entry)?.name ?? '';
	const label = choices.length > 0 ? `${name} (${choices.join(', ')})` : name;
	return linkOrText(label, String(entry[link] ?? ''));
}

const optionName = (field: INodeProperties, value: unknown): string =>
	(field.options as INodePropertyOptions[]).find((option) => option.value === value)?.name ?? String(value);

const linkOrText = (label: string, text: string): Setting =>
	/^https?:/.test(text)
		? { label, value: fileNameOf(text), media: { label: label.replace(/ URL$/, ''), link: text } }
		: { label, value: text };

/** The file, if the value is the field of one. */
function fileOf(
	{ displayName }: INodeProperties,
	value: string,
	files: ModeNode['files'],
): Setting | undefined {
	const [, label] = /^Input Data Field Name \((.+)\)$/.exec(displayName) ?? [];
	const link = files[value];
	if (label === undefined || link === undefined) return undefined;
	return { label: displayName, value, media: { label, link, field: value } };
}

/** Last part of a link's path. */
export const fileNameOf = (link: string): string =>
	decodeURIComponent(new URL(link).pathname.split('/').pop() ?? '');
