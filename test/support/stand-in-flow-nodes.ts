import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type IPairedItemData,
	type ISourceData,
} from 'n8n-workflow';
import { runInNewContext } from 'node:vm';
import { conditionsField, numberField, standIn, textField } from './stand-in';

/**
 * What the examples use of n8n's nodes that split, decide, loop, wait and compute, after n8n-nodes-base 2.41.
 */
export const flowNodes: Record<string, INodeType> = {
	'n8n-nodes-base.code': standIn('code', { properties: [textField('jsCode')], execute: runCode }),
	'n8n-nodes-base.if': standIn('if', {
		outputs: ['main', 'main'],
		properties: [conditionsField],
		execute: decide,
	}),
	'n8n-nodes-base.splitInBatches': standIn('splitInBatches', {
		outputs: ['main', 'main'],
		properties: [numberField('batchSize', 1)],
		execute: nextBatch,
	}),
	'n8n-nodes-base.splitOut': standIn('splitOut', {
		properties: [textField('fieldToSplitOut')],
		execute: splitOut,
	}),
	'n8n-nodes-base.stopAndError': standIn('stopAndError', {
		outputs: [],
		properties: [textField('errorMessage')],
		execute: stopWithError,
	}),
	'n8n-nodes-base.switch': standIn('switch', {
		outputs:
			"={{ [...$parameter.rules.values, ...($parameter.options.fallbackOutput ? ['extra'] : [])].map(() => ({ type: 'main' })) }}",
		properties: [
			{
				displayName: 'Rules',
				name: 'rules',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [{ displayName: 'Values', name: 'values', values: [conditionsField] }],
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [textField('fallbackOutput')],
			},
		],
		execute: route,
	}),
	'n8n-nodes-base.wait': waitNode(async () => {}),
};

/** The Wait node, by a clock of the test; in the table above it does not wait at all. */
export function waitNode(sleep: (ms: number) => Promise<unknown>): INodeType {
	const unitMs: Record<string, number> = {
		seconds: 1_000,
		minutes: 60_000,
		hours: 3_600_000,
		days: 86_400_000,
	};
	return standIn('wait', {
		properties: [numberField('amount', 5), textField('unit', 'seconds')],
		async execute() {
			const unit = this.getNodeParameter('unit', 0) as string;
			await sleep((this.getNodeParameter('amount', 0) as number) * unitMs[unit]!);
			return [this.getInputData()];
		},
	});
}

async function splitOut(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData().flatMap(({ json }, item) => {
		const entries = json[this.getNodeParameter('fieldToSplitOut', item) as string] as IDataObject[];
		return entries.map((entry) => ({ json: entry, pairedItem: { item } }));
	});
	return [items];
}

function holds(context: IExecuteFunctions, path: string, item: number): boolean {
	return context.getNodeParameter(path, item, false, { extractValue: true }) as boolean;
}

async function decide(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
	for (const [item, data] of this.getInputData().entries()) {
		outputs[holds(this, 'conditions', item) ? 0 : 1].push({ ...data, pairedItem: { item } });
	}
	return outputs;
}

/** To the output of the first rule that holds; the fallback output is the last one. */
async function route(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = (this.getNodeParameter('rules.values', 0) as unknown[]).length;
	const rules = Array.from({ length: count }, (_, rule) => `rules.values[${rule}].conditions`);
	const outputs: INodeExecutionData[][] = Array.from({ length: count + 1 }, () => []);
	for (const [item, data] of this.getInputData().entries()) {
		const rule = rules.findIndex((path) => holds(this, path, item));
		outputs[rule === -1 ? count : rule]!.push({ ...data, pairedItem: { item } });
	}
	return this.getNodeParameter('options.fallbackOutput', 0, '') === 'extra' ? outputs : outputs.slice(0, -1);
}

interface LoopState extends IDataObject {
	left?: INodeExecutionData[] & IDataObject[];
	done?: INodeExecutionData[] & IDataObject[];
	source?: ISourceData & IDataObject;
}

/** Output 1 has the next batch, output 0 at the end all that came back. */
async function nextBatch(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const state = this.getContext('node') as LoopState;
	const input = this.getInputData();
	const size = this.getNodeParameter('batchSize', 0) as number;
	if (state.left === undefined) {
		state.source = this.getInputSourceData() as LoopState['source'];
		Object.assign(state, { left: [...input], done: [] });
		return [[], state.left!.splice(0, size)];
	}
	// Items of later batches descend from what entered the loop, not from what came back to it.
	const fromOutside = ({ pairedItem }: INodeExecutionData) => ({
		...(typeof pairedItem === 'object' ? (pairedItem as IPairedItemData) : { item: pairedItem ?? 0 }),
		sourceOverwrite: state.source,
	});
	const back = this.getInputSourceData();
	state.done!.push(
		...(input.map((data, item) => ({
			...data,
			pairedItem: { item, sourceOverwrite: back },
		})) as (INodeExecutionData & IDataObject)[]),
	);
	const batch = state.left.splice(0, size);
	if (batch.length === 0) return [state.done!, []];
	return [[], batch.map((data) => ({ ...data, pairedItem: fromOutside(data) }))];
}

/** Once for all items. */
async function runCode(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const code = this.getNodeParameter('jsCode', 0) as string;
	const globals = {
		...this.getWorkflowDataProxy(0),
		$getWorkflowStaticData: (type: string) => this.getWorkflowStaticData(type),
	};
	const items = (await runInNewContext(`(async () => {${code}\n})()`, globals)) as INodeExecutionData[];
	return [[...items]];
}

async function stopWithError(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
}
