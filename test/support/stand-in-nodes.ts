import type {
	AssignmentCollectionValue,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** The trigger a run's `items` shortcut puts in place of the workflow's own. */
export const ITEMS_TRIGGER = 'test.items';

/**
 * The few built-in nodes a workflow needs around the node under test; `n8n-nodes-base` (176 MB) stays out.
 * Triggers have `execute` rather than `trigger`, because n8n calls `trigger` in manual mode only.
 */
export const standInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': {
		description: describe('manualTrigger', 'trigger'),
		execute: passThrough,
	},
	'n8n-nodes-base.noOp': {
		description: describe('noOp', 'organization'),
		execute: passThrough,
	},
	'n8n-nodes-base.set': {
		description: {
			...describe('set', 'input'),
			version: 3.4,
			properties: [
				{ displayName: 'Fields to Set', name: 'assignments', type: 'assignmentCollection', default: {} },
			],
		},
		execute: setFields,
	},
	'n8n-nodes-base.stickyNote': {
		description: { ...describe('stickyNote', 'input'), inputs: [], outputs: [] },
		execute: passThrough,
	},
	[ITEMS_TRIGGER]: {
		description: {
			...describe('items', 'trigger'),
			properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[{ "json": {} }]' }],
		},
		execute: emitItems,
	},
};

function describe(name: string, group: INodeTypeDescription['group'][number]): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: 'Stand-in for tests',
		group: [group],
		version: [1, 1.1],
		defaults: { name },
		inputs: group === 'trigger' ? [] : ['main'],
		outputs: ['main'],
		properties: [],
	};
}

async function passThrough(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData()];
}

/** Edit Fields in manual mode: items of the assigned fields only. Values keep the type that they come with. */
async function setFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().map((_, item) => {
		const { assignments = [] } = this.getNodeParameter('assignments', item) as AssignmentCollectionValue;
		const json = Object.fromEntries(assignments.map(({ name, value }) => [name, value])) as IDataObject;
		return { json, pairedItem: { item } };
	});
	return [items];
}

/** Base64 goes to the binary store first, as it would behind a node that reads a file. */
async function emitItems(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameter = this.getNodeParameter('items', 0) as string | INodeExecutionData[];
	const items = typeof parameter === 'string' ? (JSON.parse(parameter) as INodeExecutionData[]) : parameter;
	for (const item of items) {
		for (const [field, { id, data, fileName, mimeType }] of Object.entries(item.binary ?? {})) {
			if (id) continue;
			const bytes = Buffer.from(data, 'base64');
			item.binary![field] = await this.helpers.prepareBinaryData(bytes, fileName, mimeType);
		}
	}
	return [items];
}
