import type { INodeProperties } from 'n8n-workflow';

/** The field with additional display conditions. */
export const alsoWhen = (
	field: INodeProperties,
	show: Record<string, string[] | boolean[]>,
): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
});

/**
 * The field, hidden in the node's form as a tool of an agent. An n8n that does not know the condition shows it
 * everywhere, which does no harm.
 */
export const notAsTool = (field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, hide: { ...field.displayOptions?.hide, '@tool': [true] } },
});

/** The field, shown only in the node's form as a tool of an agent. */
export const onlyAsTool = (field: INodeProperties): INodeProperties => alsoWhen(field, { '@tool': [true] });
