import type { INodePropertyOptions } from 'n8n-workflow';
import type { ChoiceLimit } from '../dashscope/limits';

/**
 * Order of entries in forms: by leading number, then alphabetically. Does not use a collator: loading one took a
 * third of the node's load time, and the names are English.
 */
export function byName(a: string, b: string): number {
	const difference = parseInt(a, 10) - parseInt(b, 10);
	if (difference !== 0 && !Number.isNaN(difference)) return difference;
	return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}

/** Dropdown entries for exactly the values that the table of limits allows, sorted by name as n8n requires. */
export function choices<Value extends string>(
	limit: ChoiceLimit<Value>,
	texts: Readonly<Record<Value, { readonly name: string; readonly description?: string }>>,
): INodePropertyOptions[] {
	return limit.values.map((value) => ({ value, ...texts[value] })).sort((a, b) => byName(a.name, b.name));
}
