import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { FAMILIES } from '../dashscope/models';
import { modeOf } from '../modes';

/** The models that the chosen operation can use, filtered by the typed text. */
export async function searchModels(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const mode = modeOf(String(this.getCurrentNodeParameter('operation') ?? ''));
	const families = mode ? [FAMILIES[mode.family]] : Object.values(FAMILIES);
	const wanted = (filter ?? '').trim().toLowerCase();
	const results = families
		.flatMap(({ label, names }) => names.map((value) => ({ name: value, value, description: label })))
		.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
	return { results };
}
