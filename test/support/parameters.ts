import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { type FormContext, ItemParameters } from '../../nodes/WanVideoEdit/form/parameters';

/** The sources of a form's values. */
export interface FormSource {
	readonly timezone?: string;
	/** The form before its expressions were evaluated, if it has any. */
	readonly written?: object;
	/** Values of single expressions in mixed texts. */
	readonly parts?: Readonly<Record<string, unknown>>;
	/** The input item. */
	readonly json?: IDataObject;
}

const at = (values: object | undefined, path: string): unknown =>
	path
		.split('.')
		.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], values);

/**
 * n8n's way of reading the form, over a plain object: a dotted path, and a fallback where the form shows
 * nothing under it. An expression that gave `undefined` gives it also here.
 */
export function formContext(
	values: object,
	{ timezone = 'UTC', written, parts = {}, json = {} }: FormSource = {},
): FormContext {
	const getNodeParameter = (
		path: string,
		_item: number,
		fallback?: unknown,
		options?: { rawExpressions?: boolean },
	): unknown => {
		const raw = at(written, path);
		if (options?.rawExpressions) return raw ?? at(values, path) ?? fallback;
		const found = at(values, path);
		if (found !== undefined || raw !== undefined) return found;
		if (fallback !== undefined) return fallback;
		throw new Error(`Could not get parameter ${path}`);
	};
	return {
		getNodeParameter,
		getTimezone: () => timezone,
		evaluateExpression: (expression: string) => parts[expression],
		getInputData: () => Array.from({ length: 10 }, () => ({ json })),
	} as unknown as FormContext;
}

/** The parameters of an item whose form holds exactly these values. */
export const parametersOf = (
	values: object,
	fields: readonly INodeProperties[] = [],
	{ item = 0, ...source }: FormSource & { readonly item?: number } = {},
): ItemParameters => new ItemParameters(formContext(values, source), item, fields);

/** What n8n passes to a node for a form with these values: including the defaults of all shown fields. */
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
