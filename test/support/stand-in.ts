import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

type Sketch = Pick<INodeType, 'execute'> & Partial<INodeTypeDescription>;

/** A node that stands for one of n8n's: only what it does, and what differs from one input and one output. */
export function standIn(name: string, { execute, ...differing }: Sketch): INodeType {
	const isTrigger = differing.group?.includes('trigger');
	const description: INodeTypeDescription = {
		name,
		displayName: name,
		description: 'Stand-in for tests',
		group: ['transform'],
		version: [1, 1.1],
		defaults: { name },
		inputs: isTrigger ? [] : ['main'],
		outputs: ['main'],
		properties: [],
		...differing,
	};
	return { description, execute };
}

export const textField = (name: string, fallback = ''): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: fallback,
});

export const numberField = (name: string, fallback: number): INodeProperties => ({
	displayName: name,
	name,
	type: 'number',
	default: fallback,
});

/** Conditions as If and Switch have them: n8n itself evaluates them. */
export const conditionsField: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'filter',
	default: {},
	typeOptions: { filter: { caseSensitive: true, typeValidation: 'strict', version: 2 } },
};
