import type {
	AssignmentCollectionValue,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	NodeConnectionType,
} from 'n8n-workflow';
import { standIn, textField } from './stand-in';
import { fileNodes } from './stand-in-file-nodes';
import { flowNodes } from './stand-in-flow-nodes';

/** The trigger a run's `items` shortcut puts in place of the workflow's own. */
export const ITEMS_TRIGGER = 'test.items';

/**
 * The few built-in nodes a workflow needs around the node under test; `n8n-nodes-base` (176 MB) stays out.
 * Triggers have `execute` rather than `trigger`, because n8n calls `trigger` in manual mode only.
 */
export const standInNodes: Record<string, INodeType> = {
	...flowNodes,
	...fileNodes,
	'n8n-nodes-base.manualTrigger': trigger('manualTrigger'),
	'n8n-nodes-base.scheduleTrigger': trigger('scheduleTrigger'),
	'n8n-nodes-base.formTrigger': trigger('formTrigger'),
	'n8n-nodes-base.webhook': trigger('webhook'),
	'@n8n/n8n-nodes-langchain.chatTrigger': trigger('chatTrigger'),
	'n8n-nodes-base.noOp': standIn('noOp', { group: ['organization'], execute: passThrough }),
	'n8n-nodes-base.form': formNode(() => ({})),
	'n8n-nodes-base.set': standIn('set', {
		version: 3.4,
		properties: [
			{ displayName: 'Fields to Set', name: 'assignments', type: 'assignmentCollection', default: {} },
		],
		execute: setFields,
	}),
	'n8n-nodes-base.stickyNote': standIn('stickyNote', { inputs: [], outputs: [], execute: passThrough }),
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': subNode('lmChatOpenAi', 'ai_languageModel'),
	'@n8n/n8n-nodes-langchain.memoryBufferWindow': subNode('memoryBufferWindow', 'ai_memory'),
	[ITEMS_TRIGGER]: {
		...trigger('items', [{ displayName: 'Items', name: 'items', type: 'json', default: '[{ "json": {} }]' }]),
		execute: emitItems,
	},
};

/**
 * n8n Form: a page passes on what a visitor enters there and nothing else; an ending passes its items on.
 * @param visit sees the name of each node and the text that its page shows; returns what is entered
 */
export function formNode(visit: (node: string, text: string) => IDataObject): INodeType {
	return standIn('form', {
		properties: [
			textField('operation', 'page'),
			textField('completionMessage'),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [textField('formDescription')],
			},
		],
		async execute() {
			const isEnding = this.getNodeParameter('operation', 0) === 'completion';
			const text = this.getNodeParameter(isEnding ? 'completionMessage' : 'options.formDescription', 0, '');
			const entered = visit(this.getNode().name, text as string);
			return [isEnding ? this.getInputData() : [{ json: { ...entered, formMode: 'test' } }]];
		},
	});
}

function trigger(name: string, properties: INodeProperties[] = []): INodeType {
	return standIn(name, { group: ['trigger'], properties, execute: passThrough });
}

/** Below an agent: there for the connections, never asked. */
function subNode(name: string, output: NodeConnectionType): INodeType {
	return standIn(name, { inputs: [], outputs: [output] });
}

async function passThrough(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [this.getInputData()];
}

/**
 * Edit Fields in manual mode: items of the assigned fields only. Lists written as JSON become lists, other
 * values keep the type that they come with.
 */
async function setFields(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().map((_, item) => {
		const { assignments = [] } = this.getNodeParameter('assignments', item) as AssignmentCollectionValue;
		const json = Object.fromEntries(
			assignments.map(({ name, value, type }) => [
				name,
				type === 'array' && typeof value === 'string' ? JSON.parse(value) : value,
			]),
		) as IDataObject;
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
