import {
	deepCopy,
	type EngineResponse,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { standIn, textField } from './stand-in';

/** What a model says to the answers that its tools gave so far: another call, or its last words. */
export type Script = (
	request: string,
	answers: IDataObject[],
) => { tool: string; input: IDataObject } | { say: string };

/**
 * The AI Agent with a script in the place of its model. It asks n8n's engine to run a tool as the real one
 * does since version 3, so that tool nodes and their `$fromAI` run in the engine.
 */
export function scriptedAgent(script: Script): INodeType {
	const agent = standIn('agent', {
		version: [3, 3.1],
		inputs: ['main', 'ai_languageModel', 'ai_memory', 'ai_tool'],
		properties: [textField('text')],
	});
	agent.execute = async function (response?: EngineResponse) {
		const before = (response?.metadata as { answers?: IDataObject[] } | undefined)?.answers ?? [];
		const given = (response?.actionResponses ?? []).flatMap(({ data }) =>
			(data.data?.ai_tool?.[0] ?? []).map(({ json }: INodeExecutionData) => json),
		);
		const answers = [...before, ...given];
		const next = script(this.getNodeParameter('text', 0) as string, answers);
		if ('say' in next) return [[{ json: { output: next.say }, pairedItem: { item: 0 } }]];
		const action = {
			actionType: 'ExecutionNodeAction' as const,
			nodeName: next.tool,
			input: next.input,
			type: 'ai_tool' as const,
			id: `call_${answers.length}`,
			metadata: { itemIndex: 0 },
		};
		return { actions: [action], metadata: { answers } };
	};
	return agent;
}

/** The tool that n8n's server makes of a node with `usableAsTool` (`packages/cli/src/tool-generation`). */
export function asTool(node: INodeType): INodeType {
	const description = deepCopy(node.description);
	description.name += 'Tool';
	description.inputs = [];
	description.outputs = ['ai_tool'];
	description.properties.unshift(textField('descriptionType', 'auto'), textField('toolDescription'));
	// What it does stands on the instance or on its class.
	return Object.assign(Object.create(node) as INodeType, { description });
}

interface Tool {
	invoke(input: IDataObject): Promise<string>;
}

/**
 * The AI Agent up to version 2, which runs its tool by itself, past the engine: n8n then retries in another way.
 * @param atOnce whether it makes all calls at the same time, as a model that answers with several does
 */
export function invokingAgent(calls: readonly IDataObject[], atOnce = false): INodeType {
	const agent = standIn('agent', {
		version: [2],
		inputs: ['main', 'ai_tool'],
		properties: [textField('text')],
	});
	agent.execute = async function () {
		const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
		const invoke = async (input: IDataObject): Promise<INodeExecutionData> => {
			const answer = await tool!.invoke(input).catch((error: Error) => error.message);
			return { json: { answer }, pairedItem: { item: 0 } };
		};
		if (atOnce) return [await Promise.all(calls.map(invoke))];
		const items: INodeExecutionData[] = [];
		for (const input of calls) items.push(await invoke(input));
		return [items];
	};
	return agent;
}
