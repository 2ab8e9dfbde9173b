import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { ItemParameters } from '../../nodes/WanVideoEdit/form/parameters';

type FormContext = Pick<IExecuteFunctions, 'getNodeParameter' | 'getTimezone'>;

/**
 * n8n's way of reading the form, over a plain object: a dotted path, and a fallback where the form shows
 * nothing under it.
 */
export function formContext(values: object, timezone = 'UTC'): FormContext {
	const getNodeParameter = (path: string, _item: number, fallback?: unknown): unknown => {
		const found = path
			.split('.')
			.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], values);
		if (found !== undefined) return found;
		if (fallback !== undefined) return fallback;
		throw new Error(`Could not get parameter ${path}`);
	};
	return { getNodeParameter, getTimezone: () => timezone } as unknown as FormContext;
}

/** The parameters of an item whose form holds exactly these values. */
export const parametersOf = (
	values: object,
	fields: readonly INodeProperties[] = [],
	{ item = 0, timezone = 'UTC' } = {},
): ItemParameters => new ItemParameters(formContext(values, timezone), item, fields);

/** What n8n hands to a node whose form was filled with these values: the defaults of all shown fields are there too. */
export function filledForm(fields: readonly INodeProperties[], values: object): Record<string, unknown> {
	const filled = NodeHelpers.getNodeParameters(
		[...fields],
		values as Parameters<typeof NodeHelpers.getNodeParameters>[1],
		true,
		false,
		{ typeVersion: 1 },
		null,
	);
	return (filled ?? {}) as Record<string, unknown>;
}
