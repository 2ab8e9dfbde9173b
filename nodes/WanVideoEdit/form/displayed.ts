import type { INodeProperties } from 'n8n-workflow';

/** The field with additional display conditions. */
export const alsoWhen = (
	field: INodeProperties,
	show: Record<string, string[] | boolean[]>,
): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, show: { ...show, ...field.displayOptions?.show } },
});
